"""What the heads of the sample company type into their registers, where HR has switched some on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from templates.books.department.plan import DepartmentPlan, Filled
from templates.tables.registers import REGISTERS
from templates.tables.registers.model import Register

ROWS = Path(__file__).with_name("registers.toml")

KEPT: Mapping[str, tuple[str, ...]] = {
    "sales": tuple(REGISTERS),
    "production": ("tasks", "inspections", "meetings"),
    "service": ("incidents", "coaching"),
}
"""Which department keeps which registers."""


def kept_registers(plan: DepartmentPlan) -> dict[str, list[Filled]]:
    """Return the rows that a department's head types into the registers of the workbook."""
    kept = (key for key in KEPT.get(plan.department.id, ()) if key in plan.registers)
    return {key: [_row(plan, REGISTERS[key], row) for row in _rows()[key]] for key in kept}


@cache
def _rows() -> Mapping[str, list[Mapping[str, Any]]]:
    return tomllib.loads(ROWS.read_text(encoding="utf-8"))


def _row(plan: DepartmentPlan, register: Register, row: Mapping[str, Any]) -> Filled:
    return {key: _value(plan, register, key, value) for key, value in row.items()}


def _value(plan: DepartmentPlan, register: Register, key: str, value: Any) -> object:
    """Return a value as it is typed: a day near this period, somebody of the department, its language."""
    column = register.table.column(key)
    if column.kind == "date":
        return (plan.cycle.ends + timedelta(days=value)).isoformat()
    if column.refers == "members":
        return plan.people[value % len(plan.people)].person.id
    return value[plan.language] if isinstance(value, dict) else value
