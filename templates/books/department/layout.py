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
"""A table begins with its header in the first row of its sheet."""

FIGURES_ROW = 1
FIGURES = {"total": "unit", "grade": "actual", "open": "score"}
"""Total, grade and cells left above the table of Department: their row and columns."""

HEADLINE = 3
"""So many rows above the header of Department show whose it is, with total and grade."""

STEPS = SHEET
"""The hidden sheet with the choice lists and the helper chains of Cover and Form."""

KEY_SIGN = "#"

REGISTER_ROOM = 14
"""So many numbered rows of a register wait to be filled: what stands on one printed page. More may follow."""

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


def header(table: str) -> int:
    """Return the row of a table's header, from 0."""
    return HEADLINE if table == "unit" else HEADER


def first(table: str) -> int:
    """Return the first row of a table below its header, from 0."""
    return header(table) + 1


def unit_figure(plan: DepartmentPlan, key: str) -> Spot:
    """Return where a figure above the Department table stands: total, grade or open."""
    column = "target" if plan.goals else FIGURES[key]
    return Spot(title("unit", plan.language), FIGURES_ROW, place("unit", column))


def figure_cell(plan: DepartmentPlan, key: str) -> str:
    """Return the reference of a figure above the Department table from anywhere."""
    spot = unit_figure(plan, key)
    return f"{quoted(spot.sheet)}!${letters(spot.column + 1)}${spot.row + 1}"


def own(table: str, column: str, row: int) -> str:
    """Return the reference of a row's own cell, as formulas in this row use it: $K5."""
    return f"${reference(row + 1, place(table, column) + 1)}"


def last_row(plan: DepartmentPlan, table: str) -> int:
    """Return the last row of a table, from 0; of a register, the last one with a number."""
    if table in plan.registers:
        return header(table) + len(plan.registers[table].rows) + REGISTER_ROOM
    grid = table in ("appraisal", "unit")
    return header(table) + (len(plan.rows(table)) if grid else len(plan.people))


def person_key(employee: str) -> str:
    """Return the text by which the rows of a person are summed up: no program takes it for a number."""
    return KEY_SIGN + employee


def whole(plan: DepartmentPlan, table: str, column: str, spare: int = 0) -> str:
    """Return the reference of a whole column of a table from anywhere: 'Appraisal'!$K$2:$K$81.

    spare: so many empty rows below belong to it.
    """
    letter = letters(place(table, column) + 1)
    last = last_row(plan, table) + 1 + spare
    return f"{quoted(title(table, plan.language))}!${letter}${first(table) + 1}:${letter}${last}"


def spot(plan: DepartmentPlan, column: str, subject: str, indicator: str) -> Spot:
    """Return where a column stands for one subject and indicator, as issued."""
    line = next(line for line in plan.all_lines if line.key == (subject, indicator))
    row = plan.rows(line.table).index(line)
    return Spot(title(line.table, plan.language), first(line.table) + row, place(line.table, column))
