"""Filling a department workbook as its manager would: inputs typed, every formula's value right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from templates.books.department.editions import people_table, typed_columns
from templates.books.department.layout import FIRST, Spot, first, place, title
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.register_rows import NOTHING_TYPED, Rows, typed_cells
from templates.books.department.shown import shown
from templates.books.department.state import Typed, TypedSummary
from templates.fill import CellValue, fill
from templates.writer import Value

__all__ = ["Typed", "TypedSummary", "fill_department"]


def fill_department(
    data: bytes,
    plan: DepartmentPlan,
    typed: Mapping[Key, Typed],
    summaries: Mapping[str, TypedSummary],
    registers: Mapping[str, Rows] = NOTHING_TYPED,
) -> bytes:
    """Return an issued workbook with inputs typed into it, and with right cached values everywhere.

    data: as write_department gave it for the same plan; typed: by subject and indicator; summaries: by
    employee; registers: new rows of each. None leaves a cell as it was issued; a key the plan does not have
    is a bug.
    """
    assert set(typed) <= {line.key for line in plan.all_lines}, "typed for a row that was not issued"
    assert set(summaries) <= {person.person.id for person in plan.people}, "typed for a person not issued"
    inputs = {**dict(_inputs(plan, typed, summaries)), **dict(typed_cells(plan, registers))}
    return fill(data, _by_sheet(inputs), _by_sheet(_changed(plan, typed, summaries, registers)))


def _inputs(
    plan: DepartmentPlan, typed: Mapping[Key, Typed], summaries: Mapping[str, TypedSummary]
) -> Iterator[tuple[Spot, Value]]:
    """Yield the cells that are typed."""
    for table in plan.grids:
        for row, line in enumerate(plan.rows(table), start=first(table)):
            for column in typed_columns(plan, table):
                value = getattr(typed[line.key], column) if line.key in typed else None
                if value is not None:
                    yield Spot(title(table, plan.language), row, place(table, column)), value
    table = people_table(plan)
    for row, person in enumerate(plan.people, start=FIRST):
        for column in typed_columns(plan, table):
            found = summaries.get(person.person.id)
            value = getattr(found, column) if found else None
            if value is not None:
                yield Spot(title(table, plan.language), row, place(table, column)), value


def _changed(
    plan: DepartmentPlan,
    typed: Mapping[Key, Typed],
    summaries: Mapping[str, TypedSummary],
    registers: Mapping[str, Rows],
) -> dict[Spot, Value]:
    """Return the formula cells whose values are no longer those of the empty workbook."""
    before, after = shown(plan, {}, {}), shown(plan, typed, summaries, registers)
    return {spot: value for spot, value in after.items() if value != before[spot]}


def _by_sheet(values: Mapping[Spot, Value]) -> dict[str, dict[str, CellValue]]:
    found: dict[str, dict[str, CellValue]] = {}
    for spot, value in values.items():
        found.setdefault(spot.sheet, {})[spot.reference] = value
    return found
