"""Filling a small workbook as its receiver would: values typed, every formula's value right."""

from __future__ import annotations

from templates.books.pack.plan import STATUS, PackPlan
from templates.books.pack.todo import Typed, status_text, todos
from templates.fill import CellValue, fill
from templates.references import reference


def fill_pack(data: bytes, plan: PackPlan, typed: Typed) -> bytes:
    """Return a small workbook with values typed into it; `data` as write_pack gave it for the plan."""
    assert set(typed) <= set(plan.keys), "typed for a row that was not issued"
    inputs: dict[str, CellValue] = {
        plan.cell(column, key): value for key, row in typed.items() for column, value in row.items()
    }
    shown: dict[str, CellValue] = {plan.cell("todo", key): said for key, said in todos(plan, typed).items()}
    first = next(at for at, column in enumerate(plan.table.columns) if not column.hidden)
    shown[reference(STATUS + 1, first + 1)] = status_text(plan, typed)
    return fill(data, {plan.sheet: inputs}, {plan.sheet: shown})
