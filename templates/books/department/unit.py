"""The sheet Department: the unit's own indicators, with total and grade above the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.texts import say
from templates.books.department import formulas
from templates.books.department.appraisal import grid_formulas, line_values, write_grid
from templates.books.department.layout import (
    FIGURES,
    FIGURES_ROW,
    Spot,
    first,
    place,
    title,
    unit_figure,
    whole,
)
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import State
from templates.writer import SafeSheet, SafeWorkbook, Value

KEY = "unit"
TITLE = 0
HEIGHTS = {TITLE: 34, FIGURES_ROW: 26, FIGURES_ROW + 1: 8}
LABELS = {"total": "indicator_name", "grade": "weight", "open": "manager_rating"}
GOALS = {"open": "unit"}
"""The columns in which the figures above the table have their labels."""


def write_unit(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the sheet, if the department is judged itself."""
    if plan.unit is None:
        return
    sheet = write_grid(book, plan, KEY, values)
    _write_headline(book, sheet, plan)
    for spot, formula in headline_formulas(plan):
        look = book.look("computed", "centre", "bold", "large", *_format(spot))
        sheet.formula(spot.row, spot.column, formula, values[spot], look)


def _format(spot: Spot) -> tuple[str, ...]:
    return ("score",) if spot.column == place(KEY, FIGURES["total"]) else ("integer",)


def _write_headline(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write whose indicators these are, and the labels of the figures."""
    for row, height in HEIGHTS.items():
        sheet.height(row, height)
    text = _words(plan, "headline", department=plan.department.name, cycle=plan.cycle.id)
    sheet.write(TITLE, place(KEY, LABELS["total"]), text, book.look("title"))
    for key, column in (GOALS if plan.goals else LABELS).items():
        sheet.write(FIGURES_ROW, place(KEY, column), _words(plan, key), book.look("label", "bold", "indent"))


def _words(plan: DepartmentPlan, key: str, **values: object) -> str:
    return say(f"department.unit.{key}", plan.language, **values)


def headline_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield the formulas above the table: the total and grade that every row carries, and what is left."""
    for key in () if plan.goals else ("total", "grade"):
        yield unit_figure(plan, key), f"=INDEX({whole(plan, KEY, key)},1)"
    yield unit_figure(plan, "open"), formulas.unit_open(plan)


def unit_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet with its place."""
    if plan.unit is not None:
        yield from grid_formulas(plan, KEY)
        yield from headline_formulas(plan)


def unit_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet gives."""
    unit = state.unit
    if unit is None:
        return
    yield from line_values(plan, KEY, unit.lines)
    if plan.goals:
        yield unit_figure(plan, "open"), unit.open
        return
    for row in range(first(KEY), first(KEY) + len(unit.lines)):
        yield Spot(title(KEY, plan.language), row, place(KEY, "total")), unit.score
        yield Spot(title(KEY, plan.language), row, place(KEY, "grade")), unit.grade
    for key, value in (("total", unit.score), ("grade", unit.grade), ("open", unit.open)):
        yield unit_figure(plan, key), value
