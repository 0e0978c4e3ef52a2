"""What the checks of a department workbook look at: what was sent and issued, the rules, our own scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from addin.scoring.form import Entry, Score
from addin.scoring.goals import department_of
from addin.scoring.scheme import Cycle, Indicator, Line, Scheme
from sync.checks.matching import Matching
from sync.checks.staff import NOBODY, Staff
from sync.reading.numbers import Odd
from sync.reading.submission import Submission
from sync.reading.tables import ReadRow
from templates.books.department.plan import RATING
from templates.tables.packs import PACKS

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line of a form as sent: rule, row (None: deleted), entry, and what is odd, by column.

    `input` is the column whose value counts: actual, a rating, or the target while goals are agreed.
    """

    line: Line
    indicator: Indicator
    issued: ReadRow
    row: ReadRow | None
    entry: Entry
    odd: Mapping[str, Odd]
    input: str = ""
    target: float | None = None


@dataclass(frozen=True, slots=True)
class FormReading:
    """One form as sent, in the order of the template, with the row of the Summary sheet.

    `employee` is the department as @sales where the department itself is judged; its lines stand in the
    table `unit`, every row of which carries total and grade, and it has no row in Summary.
    """

    employee: str
    name: str
    position: str
    lines: tuple[LineReading, ...]
    summary: ReadRow | None
    table: str = "appraisal"

    @property
    def person(self) -> str | None:
        """The employee number; None for a department."""
        return self.employee if department_of(self.employee) is None else None

    @property
    def total_table(self) -> str:
        """The table in which total and grade stand."""
        return "summary" if self.table == "appraisal" else self.table

    @property
    def total_row(self) -> ReadRow | None:
        """The row in which total and grade stand."""
        if self.table == "appraisal":
            return self.summary
        return next((line.row for line in self.lines if line.row), None)

    def total_column(self, key: str) -> str:
        """Return the column of total (`score`) or grade."""
        return "total" if key == "score" and self.table == "unit" else key


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a check may look at; nothing in it reaches the archive or the disk.

    `issued` is the reading of the bytes that were issued; `scores` are ours, from the typed inputs and the
    issued rules; `matchings` says, per table, which sent row belongs to which issued line; `name` is what the
    file is called; `staff` is everybody whom registers may name; `looked_for` is what several checks ask for,
    found once.
    """

    submission: Submission
    issued: Submission
    scheme: Scheme
    cycle: Cycle
    forms: tuple[FormReading, ...]
    scores: Mapping[str, Score]
    language: str
    matchings: Mapping[str, Matching]
    name: str = ""
    staff: Staff = NOBODY
    looked_for: dict[object, tuple[Any, ...]] = field(default_factory=dict, compare=False)

    @property
    def pack(self) -> str | None:
        """The edition of a small workbook; None where this is a department's."""
        return self.edition if self.edition in PACKS else None

    @property
    def edition(self) -> str:
        """What the workbook was issued for: rating, agreeing on goals, or the edition of a small one."""
        return edition_of(self.issued)


def edition_of(issued: Submission) -> str:
    """Return the edition of a workbook as it was issued."""
    return issued.stamp.edition if issued.stamp else RATING


def once(find: Callable[[Context], Iterator[Found]]) -> Callable[[Context], tuple[Found, ...]]:
    """Look for something once in a workbook, although several checks ask for it."""

    def found(context: Context) -> tuple[Found, ...]:
        if find not in context.looked_for:
            context.looked_for[find] = tuple(find(context))
        return context.looked_for[find]

    return found
