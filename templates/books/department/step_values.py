"""What the formulas of the hidden sheet give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from addin.texts import say
from templates.books.department.layout import COVER_POINTS, STEPS, Spot
from templates.books.department.plan import DepartmentPlan
from templates.books.department.points import cells_left, finished, minutes_left, open_places, points
from templates.books.department.state import State
from templates.books.department.steps import (
    CELLS,
    CHOSEN,
    CHOSEN_ROW,
    FIGURES,
    FINISHED,
    FORM,
    ITEMS,
    LEFT,
    MINUTES,
    PERSONS,
    ROWS,
    TEXTS,
    UNITS,
    form_lines,
)
from templates.writer import Value


def step_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the hidden sheet gives; the Form shows the first person."""
    for row, person in enumerate(state.people, start=1):
        text = say(f"department.todo.{person.lacking[0]}", plan.language) if person.lacking else ""
        yield Spot(STEPS, row, TEXTS), text
    places = open_places(plan, state)
    found = points(plan, state)
    if plan.people:
        yield from _column(ROWS, places.lines, COVER_POINTS, 0)
        yield from _column(PERSONS, places.people, COVER_POINTS, 0)
    if plan.unit:
        yield from _column(UNITS, places.unit, COVER_POINTS, 0)
    yield from _column(ITEMS, [point.item for point in found], COVER_POINTS, 0)
    yield from _column(CELLS, [point.cell for point in found], COVER_POINTS, "")
    if not plan.goals:
        yield from _column(FORM, _lines_of_first(plan), form_lines(plan), 0)
    figures: dict[int, Value] = {
        LEFT: cells_left(state),
        MINUTES: minutes_left(state),
        FINISHED: finished(state),
    }
    if plan.people and not plan.goals:
        figures |= {CHOSEN: plan.people[0].person.id, CHOSEN_ROW: 1}
    for row, value in figures.items():
        yield Spot(STEPS, row, FIGURES), value


def _lines_of_first(plan: DepartmentPlan) -> list[Value]:
    """Return the places of the first person's lines in Appraisal (1 is the first)."""
    first = plan.people[0].person if plan.people else None
    return [place for place, line in enumerate(plan.lines, start=1) if line.person is first]


def _column(column: int, found: Sequence[Value], count: int, rest: Value) -> Iterator[tuple[Spot, Value]]:
    """Yield the values of one chain from its first row on, and what stands in the rows left over."""
    values: list[Value] = [*found[:count], *[rest] * (count - len(found))]
    for row, value in enumerate(values, start=1):
        yield Spot(STEPS, row, column), value
