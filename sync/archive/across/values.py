"""What the workbooks of a cycle say when they are laid side by side: no more than is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sync.archive.handed import Actual


class Spot(NamedTuple):
    """Where something stands in a workbook; None where the row or the sheet is gone."""

    sheet: str | None = None
    cell: str | None = None


NOWHERE = Spot()


class Tally(NamedTuple):
    """The scored people of a department: how many, their mean [points], and their variance [points²]."""

    people: int
    mean: float
    variance: float


class Alike(NamedTuple):
    """An indicator for which everybody has the same score: how many people, in how many departments."""

    indicator: str
    people: int
    departments: int
    score: float


class Twice(NamedTuple):
    """A person with a score in a workbook that is not theirs any more, and where they stand now."""

    employee: str
    department: str
    own: str
    spot: Spot


class Copied(NamedTuple):
    """Departments whose managers' ratings are the same, one after the other."""

    departments: tuple[str, ...]
    ratings: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a subject as it counts: what was scored, rated and said, and the cells of its row.

    `own` is the self rating of the row; `imported` is what another system says since the workbook was issued.
    """

    indicator: str
    target: float | None
    actual: float | None
    rating: float | None
    comment: str
    sheet: str | None
    cells: Mapping[str, str]
    imported: Actual | None = None
    evidence: str = ""
    own: float | None = None
    score: float | None = None

    def spot(self, column: str) -> Spot:
        """Return the cell of one of its columns."""
        return Spot(self.sheet, self.cells.get(column))


@dataclass(frozen=True, slots=True)
class Earlier:
    """A person in the last cycle of the same kind: score, ratings by indicator, words by place."""

    score: float | None
    ratings: Mapping[str, float]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, or a department judged itself (as @sales), in a workbook that counts.

    `words` are all that were written, by their place: a column of the Summary sheet, or indicator and column.
    """

    id: str
    state: str
    score: float | None
    answers: tuple[Answer, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier | None = None

    @property
    def spot(self) -> Spot:
        """Where the rows of this subject begin."""
        return next((one.spot("employee") for one in self.answers if one.sheet), NOWHERE)


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook of a department as it counts; `received` is when it came, None where none did.

    `again` tells that an earlier one of this department had been read; `uncovered` are the people who should
    stand in it and have no form anywhere. `names` are the file names of the subjects' workbooks, of which
    there is one for each direct manager where the scheme says so.
    """

    department: str
    subjects: tuple[Subject, ...]
    received: datetime | None = None
    again: bool = False
    uncovered: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


class Changed(NamedTuple):
    """What has changed in a cycle since an event: all, some departments, or what lies outside them."""

    everything: bool = False
    departments: frozenset[str] = frozenset()
    outside: bool = False

    def __bool__(self) -> bool:
        return self.everything or self.outside or bool(self.departments)


@dataclass(frozen=True, slots=True)
class Whole:
    """The sums over all workbooks of a cycle, each counted by the database, and what they were issued as."""

    names: Mapping[str, str] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    alike: tuple[Alike, ...] = ()
    twice: tuple[Twice, ...] = ()
    copied: tuple[Copied, ...] = ()
