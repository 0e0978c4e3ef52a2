"""The first open points of a workbook, as the helper chains of the hidden sheet find them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from addin.texts import say
from templates.books.department.formulas import todo_words
from templates.books.department.layout import COVER_POINTS, FIRST, place, title
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import LineState, State
from templates.references import reference


@dataclass(frozen=True, slots=True)
class Point:
    """One open point: its item (a place in Appraisal, or minus one in Summary), whose, what, its cell."""

    item: int
    name: str
    what: str
    todo: str
    table: str
    cell: str


def cells_left(state: State) -> int:
    """Return how many cells are still to be filled [cells]."""
    return sum(person.open for person in state.people)


def minutes_left(state: State) -> int:
    """Return how long filling them takes, at about half a minute a cell, rounded up [minutes]."""
    return ceil(cells_left(state) / 2)


def finished(state: State) -> int:
    """Return how many people have no open point."""
    return sum(person.open == 0 for person in state.people)


def open_places(plan: DepartmentPlan, state: State) -> tuple[list[int], list[int]]:
    """Return the places (1 is the first) of the first open rows of Appraisal and of Summary."""
    done = todo_words(plan.language)["done"]
    lines = [at for at, line in enumerate(state.lines, start=1) if line.todo != done]
    people = [at for at, person in enumerate(state.people, start=1) if person.lacking]
    return lines[:COVER_POINTS], people[:COVER_POINTS]


def points(plan: DepartmentPlan, state: State) -> list[Point]:
    """Return the first open points, those of Appraisal before those of Summary."""
    lines, people = open_places(plan, state)
    found = [_line(plan, state.lines[at - 1], at) for at in lines]
    return (found + [_person(plan, state, at) for at in people])[:COVER_POINTS]


def _line(plan: DepartmentPlan, line: LineState, at: int) -> Point:
    planned = line.planned
    cell = _cell("appraisal", _column(plan, line), at)
    return Point(at, planned.person.name, planned.indicator.name, line.todo, "appraisal", cell)


def _cell(table: str, column: str, at: int) -> str:
    """Return the reference of a column in a row of a table (1 is the first)."""
    return reference(FIRST + at, place(table, column) + 1)


def _column(plan: DepartmentPlan, line: LineState) -> str:
    """Return the column of Appraisal that a row asks for."""
    words = todo_words(plan.language)
    if line.todo == words["comment"]:
        return "comment"
    if line.todo in (words["evidence"], words["both"]):
        return "evidence"
    return line.planned.line.input


def _person(plan: DepartmentPlan, state: State, at: int) -> Point:
    person = state.people[at - 1]
    lacking = person.lacking[0]
    todo = say(f"department.todo.{lacking}", plan.language)
    what = title("summary", plan.language)
    return Point(-at, person.planned.person.name, what, todo, "summary", _cell("summary", lacking, at))
