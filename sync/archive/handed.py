"""What other systems and small workbooks hand over, as it goes into the archive and comes out of it."""

from __future__ import annotations

from typing import NamedTuple


class GivenRow(NamedTuple):
    """A rating or an actual that a small workbook gave, and the cell it stood in.

    `giver` is the person themself, a code that stands for a rater, or the department that provides figures;
    `relation` is what the giver is to the subject, None for an actual.
    """

    subject: str
    indicator: str
    giver: str
    relation: str | None
    value: float
    evidence: str
    sheet: str | None
    cell: str | None


class ActualRow(NamedTuple):
    """A value that another system measured: for a subject and indicator in a cycle, and the file's line.

    `subject` is an employee number, or a department as `of_department` writes it.
    """

    line: int
    cycle: str
    subject: str
    indicator: str
    value: float
    evidence: str = ""


class PastRow(NamedTuple):
    """A person's result of a period before this archive, and the line of the file it stood in."""

    line: int
    employee: str
    period: str
    score: float | None
    grade: str | None


class PostRow(NamedTuple):
    """A post held from one day (ISO) to another (None: to this day), and the line of the file it stood in."""

    line: int
    employee: str
    starts: str
    ends: str | None
    department: str
    position: str
    manager: str | None = None


class Actual(NamedTuple):
    """A value known before a manager types: the number, and the system and file line it came from.

    One from a data workbook names its department as the system, and the sheet and cell it stood in.
    """

    value: float
    source: str
    name: str
    line: int
    event: int
    evidence: str = ""
    sheet: str | None = None
    cell: str | None = None
