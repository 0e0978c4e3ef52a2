"""`demo --month`: a month after the check, and the next one, are played with the very commands HR types."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from addin.scoring.calendar import deadlines
from addin.texts import say
from sync.cli.next_month import next_month
from sync.cli.printing import coloured, show
from sync.cli.scenes import Scene, by, graded, reviewed, why
from sync.service.cycles import open_to_look, opened
from sync.service.demo import month as people
from sync.settings import Workspace

CLOCK = "MERITBOOK_NOW"
DAY = timedelta(days=1)


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
    """Yield the scenes of a month, and of the next one up to its payment.

    What people hand in is made when its scene comes.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
    settings, following = rules.scheme.settings, list(rules.scheme.cycles.values())[1]
    due = deadlines(rules.cycle, settings)
    yield from _complete(workspace, cycle, seed, due)
    yield from _decided(workspace, cycle, seed, due)
    yield from _talked_over(workspace, cycle, due)
    yield from _appealed(workspace, cycle, due)
    upheld, (right, _) = _upheld(workspace, cycle), people.objecting(workspace, cycle)
    day = max(due["close"], due["appeals"] + DAY)
    yield from _ended(workspace, cycle, day)
    later, opens = deadlines(following, settings), max(day, following.ends + DAY)
    yield from next_month(workspace, following.id, seed, later, opens, upheld)
    content = ("confirm", cycle, "--employee", right, *by(workspace, "hr"))
    yield Scene(later["opinions"], "content", content)
    yield Scene(later["opinions"], "filed", ("close", cycle, *by(workspace, "head")))
    yield Scene(later["opinions"], "verified", ("verify",))


def _complete(workspace: Workspace, cycle: str, seed: int, due: dict[str, date]) -> Iterator[Scene]:
    """Let the last workbooks come, and HR look the forms over."""
    hr, day = by(workspace, "hr"), due["resubmission"]
    late = ("extend", cycle, "resubmission", "--until", str(due["review"]), "--department", "support")
    yield Scene(due["submission"], "extended", (*late, *hr, *why(workspace, "extended")))
    yield Scene(day, "reminded", ("notices", cycle))
    on_leave = people.somebody(workspace, cycle, "support")
    yield Scene(day, "exempt", ("exempt", cycle, on_leave, *hr, *why(workspace, "exempt")))
    people.send_rest(workspace, cycle, seed)
    yield Scene(day, "collected", ("collect",))
    for number in people.waiting(workspace, cycle):
        yield Scene(day, "accepted", ("accept", str(number), *hr, *why(workspace, "accepted")))
    yield Scene(day, "progress", ("progress", cycle))
    yield Scene(due["review"], "patterns", ("patterns", cycle))
    yield from reviewed(workspace, cycle, due["review"])


def _decided(workspace: Workspace, cycle: str, seed: int, due: dict[str, date]) -> Iterator[Scene]:
    """Let the grades be decided and approved, payroll be told, and HR publish."""
    hr, day = by(workspace, "hr"), due["approval"]
    yield from graded(workspace, cycle, day)
    bases = people.bases(workspace, cycle, seed)
    yield Scene(day, "bases", ("import", "pay", str(bases), *hr))
    yield Scene(day, "provisional", ("export", "pay-base", cycle))
    yield Scene(due["publication"], "published", ("publish", cycle, *hr))
    yield Scene(due["publication"], "notices", ("notices", cycle))


def _talked_over(workspace: Workspace, cycle: str, due: dict[str, date]) -> Iterator[Scene]:
    """Let results be talked over, read, and thought about."""
    hr, day = by(workspace, "hr"), due["publication"] + DAY
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


def _appealed(workspace: Workspace, cycle: str, due: dict[str, date]) -> Iterator[Scene]:
    """Let two people appeal; one of them is not right, and asks for a second review."""
    right, wrong = people.objecting(workspace, cycle)
    looks, day, last = by(workspace, "investigator"), due["opinions"], due["appeals"]
    grounds = say("month.reasons.figure", workspace.language)
    indicator, _ = people.better(workspace, cycle, right)
    filed = ("appeal", "file", cycle, right, "--grounds", grounds, "--indicator", indicator)
    yield Scene(day, "appealed", filed)
    grounds = say("month.reasons.effort", workspace.language)
    yield Scene(day, "appealed", ("appeal", "file", cycle, wrong, "--grounds", grounds))
    first, second = people.appeals(workspace, cycle)
    for number in (first, second):
        yield Scene(day + DAY, "heard", ("appeal", "accept", number, *looks, *why(workspace, "in_time")))
    evidence = ("--evidence", say("month.reasons.evidence", workspace.language))
    yield Scene(day + DAY, "investigated", ("appeal", "investigate", first, *looks, *evidence))
    yield Scene(
        day + DAY, "agenda", ("appeals", cycle, "--to", str(workspace.reports(cycle) / "appeals.xlsx"))
    )
    yield Scene(day + DAY, "investigated", ("appeal", "investigate", second, *looks, *evidence))
    asked = ("appeal", "decide", second, "--outcome", "rejected")
    refused = (*asked, *by(workspace, "committee"), *why(workspace, "rejected"))
    yield Scene(last, "rejected", refused)
    grounds = say("month.reasons.again", workspace.language)
    yield Scene(last, "again", ("appeal", "review", second, "--grounds", grounds))
    others = (*asked, *by(workspace, "reviewer"), *why(workspace, "rejected"))
    yield Scene(last + DAY, "rejected", others)
    yield Scene(last + DAY, "appeals", ("appeals", cycle))


def _upheld(workspace: Workspace, cycle: str) -> tuple[str, ...]:
    """Return the command by which the other one is found to be right about a value."""
    right, _ = people.objecting(workspace, cycle)
    indicator, value = people.better(workspace, cycle, right)
    first, _ = people.appeals(workspace, cycle)
    decided = ("--outcome", "upheld", "--actual", f"{indicator}={value}")
    return ("appeal", "decide", first, *decided, *by(workspace, "committee"), *why(workspace, "upheld"))


def _ended(workspace: Workspace, cycle: str, day: date) -> Iterator[Scene]:
    """Let the cycle be closed but for the appeal that is open, and payroll receive what is final."""
    yield Scene(day, "silent", ("confirm", cycle, "--silent", *by(workspace, "hr")))
    yield Scene(day, "closed", ("close", cycle, *by(workspace, "head")))
    yield Scene(day, "final", ("export", "pay-base", cycle, "--batch", "2"))
    yield Scene(day, "health", ("health", cycle))


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


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
