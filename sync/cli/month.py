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
    yield from _decided(workspace, cycle, due)
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


def _decided(workspace: Workspace, cycle: str, due: dict[str, date]) -> Iterator[Scene]:
    """Let the committee decide the grades, a named person approve them, and HR publish."""
    hr, head, day = _by(workspace, "hr"), _by(workspace, "head"), due["approval"]
    yield Scene(day, "committee", ("calibrate", cycle))
    file = people.decide_grades(workspace, workspace.reports(cycle) / "calibration.xlsx")
    yield Scene(day, "calibrated", ("calibrate", cycle, "--from", str(file), *head))
    yield Scene(day, "approved", ("approve", cycle, *head))
    yield Scene(due["publication"], "published", ("publish", cycle, *hr))
    yield Scene(due["publication"], "notices", ("notices", cycle))


def _talked_over(workspace: Workspace, cycle: str, due: dict[str, date]) -> Iterator[Scene]:
    """Let results be talked over, read, and thought about."""
    hr, day = _by(workspace, "hr"), due["publication"] + timedelta(days=1)
    folder = workspace.folder / "handed-in" / "interviews"
    yield Scene(day, "outlines", ("interviews", cycle, "--to", str(folder)))
    held = map(str, people.hold_talks(workspace, folder, day))
    yield Scene(due["opinions"], "talks", ("interviews", cycle, *held, *hr))
    yield Scene(due["opinions"], "coverage", ("interviews", cycle))
    readers = people.told(workspace, cycle)[3:]
    file = people.receipts(workspace, readers, due["opinions"])
    yield Scene(due["opinions"], "read", ("confirm", cycle, str(file), *hr))
    said = map(str, people.give_opinions(workspace, cycle, readers[:1]))
    yield Scene(due["opinions"], "opinion", ("opinions", cycle, *said, *hr))
    yield Scene(due["opinions"], "opinions", ("opinions", cycle))
    yield Scene(due["close"], "health", ("health", cycle))
    yield Scene(due["close"], "verified", ("verify",))


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
