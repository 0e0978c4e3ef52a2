"""The scenes `demo --month` plays: what happens on a day with its command, and those of every month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from addin.texts import say
from sync.service.demo import month as people
from sync.settings import Workspace


class Scene(NamedTuple):
    """What happens on a day of the month: a sentence (a key of texts month.scenes), and the command typed."""

    day: date
    told: str
    words: tuple[str, ...]


def by(workspace: Workspace, who: str) -> tuple[str, str]:
    """Return the words that name who decides."""
    return "--by", say(f"month.people.{who}", workspace.language)


def why(workspace: Workspace, reason: str) -> tuple[str, str]:
    """Return the words that give a reason."""
    return "--reason", say(f"month.reasons.{reason}", workspace.language)


def reviewed(workspace: Workspace, cycle: str, day: date) -> Iterator[Scene]:
    """Let HR look the forms of a cycle over, and give the reason that some wait for."""
    hr = by(workspace, "hr")
    yield Scene(day, "reviewed", ("review", cycle, *hr))
    for employee in people.standing(workspace, cycle, "under_review"):
        asked = ("review", cycle, "--employee", employee, *hr, *why(workspace, "reviewed"))
        yield Scene(day, "reasoned", asked)


def graded(workspace: Workspace, cycle: str, day: date) -> Iterator[Scene]:
    """Let the committee decide the grades of a cycle, and a named person approve them."""
    head = by(workspace, "head")
    yield Scene(day, "committee", ("calibrate", cycle))
    file = people.decide_grades(workspace, workspace.reports(cycle) / "calibration.xlsx")
    yield Scene(day, "calibrated", ("calibrate", cycle, "--from", str(file), *head))
    yield Scene(day, "approved", ("approve", cycle, *head))
