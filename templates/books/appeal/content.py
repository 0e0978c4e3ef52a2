"""What the committee's workbook for appeals holds: all of it as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Value:
    """One line of the result that is appealed against, and the cell in which its value stood.

    `about`: the appeal is about this line; `said` is what the manager wrote as evidence or comment.
    """

    indicator: str
    weight: str
    target: str
    actual: str
    score: str
    place: str
    said: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was noted in the course of an appeal: on which day [ISO], by whom."""

    day: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One appeal with all the committee looks at.

    `outcome` is that of the decision, None before it; `changed` tells what it put right, line by line;
    `barred` are people who do not decide it.
    """

    number: str
    name: str
    facts: str
    about: str
    state: str
    due: str
    result: str
    grounds: str
    ground: str = ""
    evidence: str = ""
    wish: str = ""
    values: Sequence[Value] = ()
    found: Sequence[Fact] = ()
    barred: str = ""
    outcome: str | None = None
    changed: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The appeals of a cycle, the first to be decided first, as of a day."""

    company: str
    cycle: str
    day: date
    cases: Sequence[Case]
    language: str
