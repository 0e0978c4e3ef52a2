"""Which rows of a sent table belong to which issued line: by number, never by position.

A number that lost its leading zeros or was turned into 1.23E+15 is matched where only one issued number fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from sync.reading.cells import NUMBER, Cell
from sync.reading.tables import ReadRow, TableReading
from templates.tables import TABLES
from templates.tables.department import APPRAISAL, SUMMARY

Key = tuple[str, str]
"""Subject (employee number, or department as @sales) and indicator number, as issued."""

DIGITS = 15
"""A spreadsheet keeps this many digits of a number."""

SHORTENED = re.compile(r"[0-9]{10,40}|[0-9](?:\.[0-9]{1,14})?e\+?[0-9]{1,2}", re.ASCII)
SHORTENED_FROM = 10**9
"""Shorter numbers are not turned into powers of ten."""


class Rewritten(NamedTuple):
    """A number that was written differently: in which row and column, and the line it was matched with."""

    row: ReadRow
    column: str
    key: Key

    @property
    def number(self) -> str:
        """The number as issued."""
        return self.key[1] if self.column == "indicator" else self.key[0]


@dataclass(frozen=True, slots=True)
class Matching:
    """The sent rows by issued line, in the sheet's order, and the rows that belong to none.

    `rewritten`: numbers written differently; `unissued`: (row, employee) where the person has no such
    line; `strangers`: people not issued; `unnumbered`: rows without a number.
    """

    lines: Mapping[Key, tuple[ReadRow, ...]]
    rewritten: tuple[Rewritten, ...] = ()
    strangers: tuple[ReadRow, ...] = ()
    unissued: tuple[tuple[ReadRow, str], ...] = ()
    unnumbered: tuple[ReadRow, ...] = ()

    def row(self, key: Key) -> ReadRow | None:
        """Return the row that counts for a line: the first with something typed, else the first."""
        rows = self.lines.get(key, ())
        if len(rows) == 1:
            return rows[0]
        return _counting(rows) if rows else None


def _counting(rows: Sequence[ReadRow], columns: Sequence[str] = APPRAISAL.typed) -> ReadRow:
    return next((row for row in rows if any(typed(row, columns))), rows[0])


def typed(row: ReadRow, columns: Sequence[str] = APPRAISAL.typed) -> tuple[str, ...]:
    """Return what the manager typed in a row."""
    return tuple(row.text(column) for column in columns)


def match_lines(sent: TableReading | None, issued: TableReading) -> Matching:
    """Match the rows of a sent table, Appraisal or Department, with the issued lines."""
    whose = subject_column(issued.key)
    indicators: dict[str, list[str]] = {}
    for row in issued.rows:
        indicators.setdefault(row.text(whose), []).append(row.text("indicator"))
    keys = {(subject, indicator) for subject, listed in indicators.items() for indicator in listed}
    lines: dict[Key, list[ReadRow]] = {}
    rewritten: list[Rewritten] = []
    strangers: list[ReadRow] = []
    unissued: list[tuple[ReadRow, str]] = []
    unnumbered: list[ReadRow] = []
    for row in sent.rows if sent else ():
        written = _key(row, whose)
        if written in keys and all(written):  # as most are
            lines.setdefault(written, []).append(row)
            continue
        employee = resolve(row.cell(whose), indicators)
        indicator = resolve(row.cell("indicator"), indicators.get(employee or "", ()))
        if not (row.text(whose) and row.text("indicator")):
            unnumbered.append(row)
        elif employee is None:
            strangers.append(row)
        elif indicator is None:
            unissued.append((row, employee))
        else:
            lines.setdefault((employee, indicator), []).append(row)
            rewritten += _rewritten(row, (whose, "indicator"), (employee, indicator))
    return Matching(
        {key: tuple(rows) for key, rows in lines.items()},
        tuple(rewritten),
        tuple(strangers),
        tuple(unissued),
        tuple(unnumbered),
    )


def _key(row: ReadRow, whose: str) -> tuple[object, object]:
    """Return what stands in the cells of a row's two numbers."""
    subject, indicator = row.cells.get(whose), row.cells.get("indicator")
    return subject and subject.value, indicator and indicator.value


def subject_column(table: str) -> str:
    """Return the column that says whose a line is: the employee number, or the department."""
    return TABLES[table].keys[0]


def match_people(sent: TableReading | None, employees: Iterable[str]) -> dict[str, ReadRow]:
    """Return the row of each issued person that counts: the first with something typed, else the first."""
    found = rows_of_people(sent, employees)
    return {employee: _counting(rows, SUMMARY.typed) for employee, rows in found.items()}


def rows_of_people(sent: TableReading | None, employees: Iterable[str]) -> dict[str, list[ReadRow]]:
    """Return all sent rows of each issued person in Summary, which has one row per person as issued."""
    known = dict.fromkeys(employees)
    rows: dict[str, list[ReadRow]] = {}
    for row in sent.rows if sent else ():
        employee = resolve(row.cell("employee"), known)
        if employee is not None:
            rows.setdefault(employee, []).append(row)
    return rows


def resolve(cell: Cell | None, known: Iterable[str]) -> str | None:
    """Return the issued number that a cell stands for; None where none fits or more than one does."""
    if cell is None or cell.value is None:
        return None
    text = plain(cell)
    if text in known:
        return text
    folded = _fold(text)
    for fits in (_same, _but_for_zeros, _rounded):
        found = [number for number in known if fits(number, folded)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _rewritten(row: ReadRow, columns: tuple[str, str], key: Key) -> Iterable[Rewritten]:
    for column, number in zip(columns, key, strict=True):
        cell = row.cell(column)
        if cell is not None and cell.value != number and not _same(number, _fold(plain(cell))):
            yield Rewritten(row, column, key)


def plain(cell: Cell) -> str:
    """Return a number as its digits, however the cell shows it."""
    if cell.kind == NUMBER and isinstance(cell.value, float):
        return format(Decimal(repr(cell.value)).normalize(), "f")
    return str(cell.value).strip()


@lru_cache(4096)
def _fold(text: str) -> str:
    return "".join(normalize("NFKC", text).split()).lstrip("'").casefold()


def _same(number: str, folded: str) -> bool:
    """Tell whether two numbers differ only in width, case, spaces or an apostrophe."""
    return _fold(number) == folded


def _but_for_zeros(number: str, folded: str) -> bool:
    """Tell whether two numbers are the same but for leading zeros."""
    return number.isdecimal() and folded.isdecimal() and number.lstrip("0") == folded.lstrip("0")


def _rounded(number: str, folded: str) -> bool:
    """Tell whether a long number was rounded to what stands there, as 1.23E+15 or to fifteen digits."""
    if not (number.isdecimal() and SHORTENED.fullmatch(folded)):
        return False
    found = Decimal(folded)
    kept = len(found.as_tuple().digits) if "e" in folded else DIGITS
    return found >= SHORTENED_FROM and Decimal(f"{Decimal(number):.{kept - 1}E}") == found
