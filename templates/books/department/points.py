"""The first open points of a workbook, as the helper chains of the hidden sheet find them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from addin.texts import say
from templates.books.department.editions import people_table
from templates.books.department.formulas import todo_words
from templates.books.department.layout import COVER_POINTS, first, place, title
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import LineState, State
from templates.books.department.steps import OF_UNIT
from templates.references import reference


@dataclass(frozen=True, slots=True)
class Point:
    """One open point: its item (as the hidden sheet numbers it), whose, what, what to do, its cell."""

    item: int
    name: str
    what: str
    todo: str
    table: str
    cell: str


def cells_left(state: State) -> int:
    """Return how many cells are still to be filled [cells]."""
    return sum(person.open for person in state.people) + (state.unit.open if state.unit else 0)


def minutes_left(state: State) -> int:
    """Return how long filling them takes, at about half a minute a cell, rounded up [minutes]."""
    return ceil(cells_left(state) / 2)


def finished(state: State) -> int:
    """Return how many forms have no open point."""
    unit = [state.unit.open] if state.unit else []
    return sum(left == 0 for left in (*(person.open for person in state.people), *unit))


class Places(NamedTuple):
    """The places (1 is the first) of the first open rows of Department, Appraisal and Summary."""

    unit: list[int]
    lines: list[int]
    people: list[int]


def open_places(plan: DepartmentPlan, state: State) -> Places:
    """Return where the first open rows of each sheet are."""
    done = todo_words(plan.language)["done"]
    unit, lines = (
        [at for at, line in enumerate(found, start=1) if line.todo != done]
        for found in (state.unit.lines if state.unit else (), state.lines)
    )
    people = [at for at, person in enumerate(state.people, start=1) if person.lacking]
    return Places(unit[:COVER_POINTS], lines[:COVER_POINTS], people[:COVER_POINTS])


def points(plan: DepartmentPlan, state: State) -> list[Point]:
    """Return the first open points: those of Department, of Appraisal, of Summary."""
    places = open_places(plan, state)
    unit = state.unit.lines if state.unit else ()
    found = [_line(plan, unit[at - 1], at) for at in places.unit]
    found += [_line(plan, state.lines[at - 1], at) for at in places.lines]
    return (found + [_person(plan, state, at) for at in places.people])[:COVER_POINTS]


def _line(plan: DepartmentPlan, line: LineState, at: int) -> Point:
    planned = line.planned
    cell = _cell(planned.table, _column(plan, line), at)
    item = OF_UNIT + at if planned.table == "unit" else at
    return Point(item, planned.person.name, planned.indicator.name, line.todo, planned.table, cell)


def _cell(table: str, column: str, at: int) -> str:
    """Return the reference of a column in a row of a table (1 is the first)."""
    return reference(first(table) + at, place(table, column) + 1)


def _column(plan: DepartmentPlan, line: LineState) -> str:
    """Return the column that a row asks for."""
    words = todo_words(plan.language)
    if plan.goals or line.todo == words["target"]:
        return "target"
    if line.todo == words["comment"]:
        return "comment"
    if line.todo in (words["evidence"], words["both"]):
        return "evidence"
    return line.planned.line.input


def _person(plan: DepartmentPlan, state: State, at: int) -> Point:
    person = state.people[at - 1]
    lacking = person.lacking[0]
    todo = say(f"department.todo.{lacking}", plan.language)
    table = people_table(plan)
    what = title(table, plan.language)
    return Point(-at, person.planned.person.name, what, todo, table, _cell(table, lacking, at))
