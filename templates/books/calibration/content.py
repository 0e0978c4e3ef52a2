"""What the committee's workbook holds: the groups with their guide, and the forms to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from addin.scoring.scheme import Grade, Settings
from templates.references import letters, reference
from templates.stamp import Stamp, row_mark
from templates.tables.calibration import CALIBRATION

TITLE, HINT, STATUS, HEADER = 0, 1, 2, 4
"""Rows above the table of the forms [from 0]."""

FIRST = HEADER + 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form whose grade is decided, as a row: texts are in words, grades are their ids.

    `grade` is that of the score, `ceiling` the best one a veto leaves; `decided` and `reason` stand there
    from the beginning and may be changed. `counted`: whether it takes one of the group's places.
    """

    subject: str
    group: str
    department: str
    name: str
    position: str
    score: float | None
    grade: str | None
    place: int | None = None
    last: str | None = None
    ceiling: str | None = None
    proposed: str | None = None
    why: str = ""
    tie: str = ""
    decided: str | None = None
    reason: str = ""
    counted: bool = True
    mark: str = ""


@dataclass(frozen=True, slots=True)
class GuideLine:
    """A grade in a group: what the quotas say, and how many people have it by score, by proposal.

    `guide` says it in words; `places` [people] are those of this grade alone, `most` those up to which the
    grade and all better ones are filled, or which the grade has exactly; None without a quota. `others` are
    people of the group who do not stand in this workbook, by the grade they have.
    """

    grade: Grade
    guide: str = ""
    places: int | None = None
    most: int | None = None
    with_better: bool = False
    scored: int = 0
    proposed: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """People who are ranked together: what they are called, how many, and how the quotas bind them."""

    title: str
    people: int
    note: str
    lines: tuple[GuideLine, ...]


@dataclass(frozen=True, slots=True)
class CalibrationContent:
    """Everything the committee's workbook is written from; the same content gives the same bytes.

    `grades` from the best to the worst; `committee` are the names that are known already.
    """

    stamp: Stamp
    settings: Settings
    cycle: str
    due: date
    grades: tuple[Grade, ...]
    groups: tuple[Group, ...]
    rows: tuple[Candidate, ...]
    committee: Sequence[tuple[str, str]]
    language: str

    @property
    def last(self) -> int:
        """The last row of the table of forms [from 0]."""
        return HEADER + len(self.rows)


def place(column: str) -> int:
    """Return where a column of the forms stands [from 0]."""
    return next(at for at, found in enumerate(CALIBRATION.columns) if found.key == column)


def own(column: str, row: int = FIRST) -> str:
    """Return the reference of a row's own cell, as rules use it: $H10."""
    return f"${reference(row + 1, place(column) + 1)}"


def whole(content: CalibrationContent, column: str) -> str:
    """Return the reference of a whole column of the forms: $H$10:$H$18."""
    letter = letters(place(column) + 1)
    return f"${letter}${FIRST + 1}:${letter}${content.last + 1}"


Facts = tuple[str, str, str]
"""Score, grade of the score and veto ceiling, as the cells of a row are read back."""


def facts_of(score: float | None, grade: str | None, ceiling: str | None) -> Facts:
    """Return what a row says that the committee does not decide."""
    said = "" if score is None else str(int(score)) if score.is_integer() else str(score)
    return said, grade or "", ceiling or ""


def mark_of(key: bytes, cycle: str, subject: str, facts: Facts, proposed: str) -> str:
    """Sign what a row says, so that a row changed by hand is told from one that is outdated."""
    return row_mark(key, cycle, subject, *facts, proposed)
