"""What stands in the rows of a register: numbers, what was carried on or typed, and the one computed cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from addin.texts import words
from templates.books.department.layout import FIRST, REGISTER_ROOM, Spot, last_row, own, place, title
from templates.books.department.plan import DepartmentPlan, Filled
from templates.books.department.steps import named, staff
from templates.lists import word
from templates.tables import TABLES, Column
from templates.tables.registers import NUMBER
from templates.writer import Value

Rows = Sequence[Filled]
NOTHING_TYPED: Mapping[str, Rows] = {}


def numbers(plan: DepartmentPlan, register: str) -> list[str]:
    """Return the numbers printed in a register: those of the rows of before, then new ones."""
    planned = plan.registers[register]
    kept = [str(row[NUMBER]) for row in planned.rows]
    return [*kept, *(str(planned.taken + at) for at in range(1, REGISTER_ROOM + 1))]


def cell_value(plan: DepartmentPlan, column: Column, value: object) -> Value:
    """Return what a person sees in a cell: a date, the word for a choice, number and name of a person.

    What could not be understood when it was read is a text, and stays one.
    """
    if not isinstance(value, str):
        return value if isinstance(value, int | float | date) else None
    if column.kind == "integer" and value.isdecimal():
        return int(value)
    if column.kind == "date":
        return as_day(value)
    if column.choices and value in words("choices", plan.language)[column.choices]:
        return word(column.choices, value, plan.language)
    if column.refers == "members":
        return next((named(one) for one in staff(plan) if one.id == value), value)
    return value


def as_day(value: str) -> date | str:
    """Return a day written as 2026-11-05 as a date; anything else that stood there as it is."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def planned_cells(plan: DepartmentPlan, register: str) -> Iterator[tuple[Spot, Value]]:
    """Yield the numbers of a register, and what stands in its rows of before."""
    sheet, kept = title(register, plan.language), plan.registers[register].rows
    numbered = TABLES[register].column(NUMBER)
    for row, number in enumerate(numbers(plan, register), start=FIRST):
        yield Spot(sheet, row, place(register, NUMBER)), cell_value(plan, numbered, number)
    for row, filled in enumerate(kept, start=FIRST):
        yield from _cells(plan, register, row, filled)


def typed_cells(plan: DepartmentPlan, typed: Mapping[str, Rows]) -> Iterator[tuple[Spot, Value]]:
    """Yield the cells of rows that somebody types, each in the next free row of its register."""
    for register, rows in typed.items():
        for row, filled in enumerate(rows, start=FIRST + len(plan.registers[register].rows)):
            yield from _cells(plan, register, row, filled)


def _cells(plan: DepartmentPlan, register: str, row: int, filled: Filled) -> Iterator[tuple[Spot, Value]]:
    sheet = title(register, plan.language)
    for column in TABLES[register].columns:
        if column.key in filled and column.key != NUMBER and column.kind != "formula":
            yield (
                Spot(sheet, row, place(register, column.key)),
                cell_value(plan, column, filled[column.key]),
            )


COMPUTED = {"improvement": "change"}
"""The computed column of a register: by what part a figure has become better since the plan began."""


def register_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the registers with its place."""
    for register, column in COMPUTED.items():
        if register in plan.registers:
            for row in range(FIRST, last_row(plan, register) + 1):
                yield Spot(title(register, plan.language), row, place(register, column)), _improved(row)


def _improved(row: int) -> str:
    """Write the change towards the target as a share of the figure before; blank until all are there."""
    before, target, now = (own("improvement", key, row) for key in ("baseline", "goal_value", "current"))
    change = f"({now}-{before})/ABS({before})*IF({target}<{before},-1,1)"
    return f'=IF(COUNT({before},{target},{now})<3,"",IF({before}=0,"",{change}))'


def register_values(
    plan: DepartmentPlan, typed: Mapping[str, Rows] = NOTHING_TYPED
) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the registers gives once these rows are typed."""
    for register, column in COMPUTED.items():
        if register in plan.registers:
            rows = [*plan.registers[register].rows, *typed.get(register, ())]
            for row in range(FIRST, last_row(plan, register) + 1):
                filled = rows[row - FIRST] if row - FIRST < len(rows) else {}
                yield Spot(title(register, plan.language), row, place(register, column)), improved(filled)


def improved(filled: Filled) -> float | str:
    """Return by what part a figure has become better since before [-1: lost wholly, 0.1: 10 % better]."""
    before, target, now = (filled.get(key) for key in ("baseline", "goal_value", "current"))
    if not (isinstance(before, int | float) and isinstance(target, int | float)):
        return ""
    if not isinstance(now, int | float) or not before:
        return ""
    return (now - before) / abs(before) * (-1 if target < before else 1)
