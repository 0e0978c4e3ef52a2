"""What the checks of a department workbook look at: what was sent and issued, the rules, our own scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from addin.scoring.form import Entry, Score
from addin.scoring.scheme import Cycle, Indicator, Line, Scheme
from sync.checks.matching import Matching
from sync.reading.numbers import Odd
from sync.reading.submission import Submission
from sync.reading.tables import ReadRow


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line of a form as sent: rule, row (None: deleted), entry, and what is odd, by column."""

    line: Line
    indicator: Indicator
    issued: ReadRow
    row: ReadRow | None
    entry: Entry
    odd: Mapping[str, Odd]


@dataclass(frozen=True, slots=True)
class FormReading:
    """One person's form as sent, in the order of the template, with the row of the Summary sheet."""

    employee: str
    name: str
    position: str
    lines: tuple[LineReading, ...]
    summary: ReadRow | None


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a check may look at; nothing in it reaches the archive or the disk.

    `issued` is the reading of the bytes that were issued; `scores` are ours, from the typed inputs and the
    issued rules; `matching` says which sent row belongs to which issued line.
    """

    submission: Submission
    issued: Submission
    scheme: Scheme
    cycle: Cycle
    forms: tuple[FormReading, ...]
    scores: Mapping[str, Score]
    language: str
    matching: Matching
