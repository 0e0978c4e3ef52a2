"""What the reader yields: rows of cells, sheet by sheet; a cell is what it holds, not where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

NUMBER, TEXT, BOOLEAN, ERROR, BLANK = "n", "t", "b", "e", ""
GENERAL, PERCENT, DATE, AS_TEXT = "", "percent", "date", "text"
PERCENT_SIGN = "percent sign"
"""A format such as 0"%", which only writes the sign behind the number: 85 is shown as 85%."""

DISGUISED = "disguised"
"""Begins the class of formats under which some numbers look like others, or like nothing: `disguised +-0`."""


CUT = "\0"
"""Stands in a formula where its row's own number is written; no workbook can hold this sign."""


class Cell(NamedTuple):
    """What one cell holds: kind, value, its formula (None: typed), number format class.

    kind: n number, t text, b boolean, e error (value is its text, `#N/A`), "" blank. A formula cell
    without a cached value is blank with a formula. Dates are numbers with format `date`. The formula is the
    same in every row that says the same of itself: the digits of the row's own number are cut out of it.
    """

    kind: str
    value: float | str | bool | None
    formula: str | None = None
    format: str = GENERAL


class Row(NamedTuple):
    """One row of a sheet: its number and its cells by column [both from 1]."""

    number: int
    cells: Mapping[int, Cell]


class Placed(NamedTuple):
    """One cell with its place, its formula written out."""

    row: int
    column: int
    kind: str
    value: float | str | bool | None
    formula: str | None
    format: str


def cut(formula: str, row: int) -> str:
    """Return a formula of a row without the row's own number."""
    return formula.replace(str(row), CUT)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: name, visibility (visible, hidden, veryHidden), its rows, what is hidden or merged."""

    name: str
    state: str
    rows: tuple[Row, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[Placed, ...]:
        """Every cell with its place, by row then column."""
        return tuple(
            Placed(number, column, kind, value, rule and rule.replace(CUT, str(number)), shown)
            for number, cells in self.rows
            for column, (kind, value, rule, shown) in cells.items()
        )


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as read: sheets in order, defined names, date system, the program that wrote it, notes."""

    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    application: str = ""
    notes: tuple[str, ...] = ()


class Unreadable(Exception):  # noqa: N818 - it is an outcome, told to people as a reason
    """The file cannot be read: `code` is a key of texts/reading.toml [reasons], `values` fill its text."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {
            name: _on_one_line(value) if isinstance(value, str) else value for name, value in values.items()
        }


def _on_one_line(text: str) -> str:
    """Return what stands in a file as it may stand in a message: short, without line breaks and controls."""
    return "".join(sign if sign.isprintable() else "�" for sign in text[:120])
