"""Where everything stands in a department workbook, so that filling and tests find a cell without reading.

Rows and columns count from 0, as the writer counts; `Spot.reference` is what people see.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from addin.texts import say
from templates.books.department.plan import DepartmentPlan
from templates.lists import SHEET
from templates.references import letters, quoted, reference
from templates.tables import TABLES

HEADER = 0
FIRST = 1
"""Every table begins with its header in the first row of its sheet."""

STEPS = SHEET
"""The hidden sheet with the choice lists and the helper chains of Cover and Form."""

COVER_POINTS = 10
"""Points the Cover names at most, of those still open and of those found by a check."""


class Spot(NamedTuple):
    """One cell: title of its sheet, row and column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def reference(self) -> str:
        """The reference as people write it, e.g. K5."""
        return reference(self.row + 1, self.column + 1)


def title(sheet: str, language: str) -> str:
    """Return the title of a sheet of this workbook by its key."""
    if sheet in TABLES:
        return TABLES[sheet].title(language)
    return STEPS if sheet == STEPS else say(f"department.sheets.{sheet}", language)


@cache
def place(table: str, column: str) -> int:
    """Return where a column of a table stands, from 0."""
    return next(at for at, found in enumerate(TABLES[table].columns) if found.key == column)


def own(table: str, column: str, row: int) -> str:
    """Return the reference of a row's own cell, as formulas in this row use it: $K5."""
    return f"${reference(row + 1, place(table, column) + 1)}"


def last_row(plan: DepartmentPlan, table: str) -> int:
    """Return the last row of a table, from 0."""
    return HEADER + (plan.size if table == "appraisal" else len(plan.people))


def whole(plan: DepartmentPlan, table: str, column: str, spare: int = 0) -> str:
    """Return the reference of a whole column of a table from anywhere: 'Appraisal'!$K$2:$K$81.

    spare: so many empty rows below belong to it.
    """
    letter = letters(place(table, column) + 1)
    last = last_row(plan, table) + 1 + spare
    return f"{quoted(title(table, plan.language))}!${letter}${FIRST + 1}:${letter}${last}"


def spot(plan: DepartmentPlan, column: str, employee: str, indicator: str) -> Spot:
    """Return where a column of Appraisal stands for one person and indicator, as issued."""
    row = next(at for at, line in enumerate(plan.lines) if line.key == (employee, indicator))
    return Spot(title("appraisal", plan.language), FIRST + row, place("appraisal", column))
