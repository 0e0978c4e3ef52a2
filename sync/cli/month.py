"""`demo --month`: the month after the check is played with the very commands that HR types, each shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

from addin.scoring.calendar import deadlines
from addin.texts import say
from sync.cli.printing import coloured, show
from sync.service.cycles import open_to_look, opened
from sync.service.demo import month as people
from sync.settings import Workspace

CLOCK = "MERITBOOK_NOW"
DAY = timedelta(days=1)


class Scene(NamedTuple):
    """What happens on a day of the month: a sentence (a key of texts month.scenes), and the command typed."""

    day: date
    told: str
    words: tuple[str, ...]


def play(workspace: Workspace, cycle: str, seed: int) -> int:
    """Play the month; returns the worst exit status of its commands."""
    from sync.cli import main

    worst, where = 0, ("-w", str(workspace.folder), "--language", workspace.language)
    for scene in scenes(workspace, cycle, seed):
        show()
        show(coloured(f"{scene.day}  {say(f'month.scenes.{scene.told}', workspace.language)}", "strong"))
        show(f"$ meritbook {' '.join(map(_quoted, scene.words))}")
        with on_day(scene.day):
            worst = max(worst, main([*where, *scene.words]))
    return worst


def scenes(workspace: Workspace, cycle: str, seed: int) -> Iterator[Scene]:
    """Yield the scenes of the month; what people hand in is made when its scene comes."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        due = deadlines(rules.cycle, rules.scheme.settings)
    yield from _complete(workspace, cycle, seed, due)
    yield from _decided(workspace, cycle, seed, due)
    yield from _talked_over(workspace, cycle, due)


def _complete(workspace: Workspace, cycle: str, seed: int, due: dict[str, date]) -> Iterator[Scene]:
    """Let the last workbooks come, and HR look the forms over."""
    hr, day = _by(workspace, "hr"), due["resubmission"]
    late = ("extend", cycle, "resubmission", "--until", str(due["review"]), "--department", "support")
    yield Scene(due["submission"], "extended", (*late, *hr, *_why(workspace, "extended")))
    yield Scene(day, "reminded", ("notices", cycle))
    on_leave = people.somebody(workspace, cycle, "support")
    yield Scene(day, "exempt", ("exempt", cycle, on_leave, *hr, *_why(workspace, "exempt")))
    people.send_rest(workspace, cycle, seed)
    yield Scene(day, "collected", ("collect",))
    for number in people.waiting(workspace, cycle):
        yield Scene(day, "accepted", ("accept", str(number), *hr, *_why(workspace, "accepted")))
    yield Scene(day, "progress", ("progress", cycle))
    yield Scene(due["review"], "patterns", ("patterns", cycle))
    yield Scene(due["review"], "reviewed", ("review", cycle, *hr))
    for employee in people.standing(workspace, cycle, "under_review"):
        asked = ("review", cycle, "--employee", employee, *hr, *_why(workspace, "reviewed"))
        yield Scene(due["review"], "reasoned", asked)


def _decided(workspace: Workspace, cycle: str, seed: int, due: dict[str, date]) -> Iterator[Scene]:
    """Let the committee decide the grades, a named person approve them, and HR publish."""
    hr, head, day = _by(workspace, "hr"), _by(workspace, "head"), due["approval"]
    yield Scene(day, "committee", ("calibrate", cycle))
    file = people.decide_grades(workspace, workspace.reports(cycle) / "calibration.xlsx")
    yield Scene(day, "calibrated", ("calibrate", cycle, "--from", str(file), *head))
    yield Scene(day, "approved", ("approve", cycle, *head))
    bases = people.bases(workspace, cycle, seed)
    yield Scene(day, "bases", ("import", "pay", str(bases), *hr))
    yield Scene(day, "provisional", ("export", "pay-base", cycle))
    yield Scene(due["publication"], "published", ("publish", cycle, *hr))
    yield Scene(due["publication"], "notices", ("notices", cycle))


def _talked_over(workspace: Workspace, cycle: str, due: dict[str, date]) -> Iterator[Scene]:
    """Let results be talked over, read, and thought about."""
    hr, day = _by(workspace, "hr"), due["publication"] + DAY
    folder = workspace.folder / "handed-in" / "interviews"
    yield Scene(day, "outlines", ("interviews", cycle, "--to", str(folder)))
    held = map(str, people.hold_talks(workspace, folder, day))
    yield Scene(due["opinions"], "talks", ("interviews", cycle, *held, *hr))
    yield Scene(due["opinions"], "coverage", ("interviews", cycle))
    objecting = people.objecting(workspace, cycle)
    readers = [one for one in people.told(workspace, cycle) if one not in objecting][3:]
    files = people.receipts(workspace, cycle, readers, due["opinions"])
    yield Scene(due["opinions"], "read", ("confirm", cycle, *map(str, files), *hr))
    said = map(str, people.give_opinions(workspace, cycle, readers[:1]))
    yield Scene(due["opinions"], "opinion", ("opinions", cycle, *said, *hr))
    yield Scene(due["opinions"], "opinions", ("opinions", cycle))
    yield from _appealed(workspace, cycle, due)
    yield from _ended(workspace, cycle, due)


def _appealed(workspace: Workspace, cycle: str, due: dict[str, date]) -> Iterator[Scene]:
    """Let two people appeal: one is right about a value, the other is not."""
    right, wrong = people.objecting(workspace, cycle)
    indicator, value = people.better(workspace, cycle, right)
    looks, decides, day = _by(workspace, "investigator"), _by(workspace, "committee"), due["opinions"]
    grounds = say("month.reasons.figure", workspace.language)
    filed = ("appeal", "file", cycle, right, "--grounds", grounds, "--indicator", indicator)
    yield Scene(day, "appealed", filed)
    grounds = say("month.reasons.effort", workspace.language)
    yield Scene(day, "appealed", ("appeal", "file", cycle, wrong, "--grounds", grounds))
    first, second = people.appeals(workspace, cycle)
    for number in (first, second):
        yield Scene(day + DAY, "heard", ("appeal", "accept", number, *looks, *_why(workspace, "in_time")))
    evidence = ("--evidence", say("month.reasons.evidence", workspace.language))
    yield Scene(day + DAY, "investigated", ("appeal", "investigate", first, *looks, *evidence))
    yield Scene(
        day + DAY, "agenda", ("appeals", cycle, "--to", str(workspace.reports(cycle) / "appeals.xlsx"))
    )
    yield Scene(day + DAY, "investigated", ("appeal", "investigate", second, *looks, *evidence))
    upheld = ("--outcome", "upheld", "--actual", f"{indicator}={value}")
    asked = ("appeal", "decide", first, *upheld, *decides, *_why(workspace, "upheld"))
    yield Scene(day + 2 * DAY, "upheld", asked)
    refused = ("appeal", "decide", second, "--outcome", "rejected", *decides, *_why(workspace, "rejected"))
    yield Scene(day + 2 * DAY, "rejected", refused)
    grounds = say("month.reasons.again", workspace.language)
    yield Scene(day + 2 * DAY, "again", ("appeal", "review", second, "--grounds", grounds))
    others = ("--outcome", "rejected", *_by(workspace, "reviewer"), *_why(workspace, "rejected"))
    yield Scene(day + 3 * DAY, "rejected", ("appeal", "decide", second, *others))
    yield Scene(day + 3 * DAY, "appeals", ("appeals", cycle))


def _ended(workspace: Workspace, cycle: str, due: dict[str, date]) -> Iterator[Scene]:
    """Let payroll receive what is final, and the cycle be closed."""
    hr, head, day = _by(workspace, "hr"), _by(workspace, "head"), max(due["close"], due["appeals"]) + DAY
    yield Scene(day, "silent", ("confirm", cycle, "--silent", *hr))
    yield Scene(day, "closed", ("close", cycle, *head))
    yield Scene(day, "difference", ("export", "pay-base", cycle))
    yield Scene(day, "health", ("health", cycle))
    yield Scene(day, "verified", ("verify",))


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let it be the morning of a day."""
    told = os.environ.get(CLOCK)
    os.environ[CLOCK] = f"{day}T08:00:00+08:00"
    try:
        yield
    finally:
        os.environ.pop(CLOCK)
        os.environ |= {CLOCK: told} if told else {}


def _by(workspace: Workspace, who: str) -> tuple[str, str]:
    return "--by", say(f"month.people.{who}", workspace.language)


def _why(workspace: Workspace, why: str) -> tuple[str, str]:
    return "--reason", say(f"month.reasons.{why}", workspace.language)


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
