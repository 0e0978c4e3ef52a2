"""The registers of the department workbook, in the order of their sheets; HR switches each on in Settings."""

from __future__ import annotations

from templates.tables.registers.growth import (
    COACHING,
    IMPROVEMENT,
    INCIDENTS,
    INTERVIEWS,
    PROBATION,
    REWARDS,
    TRAINING_NEEDS,
)
from templates.tables.registers.model import NUMBER, SINCE, Register
from templates.tables.registers.work import INSPECTIONS, MEETINGS, PLANS, PROPOSALS, TASKS

REGISTERS: dict[str, Register] = {
    one.table.key: one
    for one in (
        INCIDENTS,
        PLANS,
        TASKS,
        INSPECTIONS,
        REWARDS,
        INTERVIEWS,
        IMPROVEMENT,
        PROBATION,
        TRAINING_NEEDS,
        COACHING,
        MEETINGS,
        PROPOSALS,
    )
}

__all__ = ["NUMBER", "REGISTERS", "SINCE", "Register"]
