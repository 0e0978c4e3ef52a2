"""The sample workbook with every register switched on, one row carried on, and a row typed in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from addin.scoring.scheme import Scheme
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Filled, PlannedRegister, issued_columns
from templates.books.department.write import write_department
from templates.stamp import sign
from templates.tables.registers import REGISTERS
from tests.builders import KEY, SUMMARIES, TYPED, sample_plan, sample_scheme

CARRIED: Mapping[str, PlannedRegister] = {
    "tasks": PlannedRegister(
        (
            {
                "no": "4",
                "task": "Prepare the stocktaking",
                "employee": "00124",
                "due": "2026-11-30",
                "status": "open",
                "since": "2026-Q2",
            },
        ),
        taken=7,
    )
}
"""Task 4 of the quarter before is open; numbers up to 7 are taken."""

ROWS: Mapping[str, Sequence[Filled]] = {
    "incidents": [
        {"happened_on": "2026-08-14", "employee": "00123", "kind": "strong", "what": "Kept a customer"}
    ],
    "plans": [{"employee": "E-07", "plan": "Release 4", "due": "2026-09-15", "progress": 0.5}],
    "tasks": [
        {
            "task": "Order the new scales",
            "kind": "temporary",
            "priority": "high",
            "employee": "00123",
            "due": "2026-09-01",
            "progress": 1.0,
            "status": "done",
            "done_on": "2026-08-30",
            "score": 95.0,
        }
    ],
    "inspections": [
        {
            "inspected_on": "2026-07-09",
            "kind": "safety",
            "place": "Hall 2",
            "found": "Exit blocked",
            "level": "serious",
            "employee": "E-07",
            "deducted": 5.0,
            "due": "2026-07-10",
        }
    ],
    "rewards": [
        {
            "happened_on": "2026-08-01",
            "employee": "00124",
            "kind": "merit",
            "reason": "Saved a day a week",
            "basis": "Reward rules",
            "credit": 2.0,
            "amount": 500.0,
            "status": "approved",
        }
    ],
    "interviews": [
        {
            "employee": "00124",
            "held_on": "2026-10-02",
            "review": "Good, but late",
            "cause": "process",
            "plan": "Two talks a month",
        }
    ],
    "improvement": [
        {
            "employee": "00124",
            "goal": "Figures on time",
            "baseline": 70.0,
            "goal_value": 95.0,
            "current": 84.0,
            "due": "2026-11-20",
            "measures": "Draft by Thursday",
            "status": "on_track",
        }
    ],
    "probation": [
        {
            "employee": "E-07",
            "kind": "adaptation",
            "starts": "2026-08-01",
            "ends": "2026-10-31",
            "manager_mark": 84.0,
        }
    ],
    "training_needs": [{"topic": "First aid", "origin": "strategy", "way": "course"}],
    "coaching": [{"held_on": "2026-09-03", "employee": "00123", "advice": "Two hours without mail"}],
    "meetings": [{"held_on": "2026-09-04", "kind": "work_report", "topic": "Half-way", "employee": "00123"}],
    "proposals": [{"kind": "question", "about": "process", "words": "Can we see self ratings?"}],
}
"""One row of every register, as it is understood when it is read."""


def register_scheme() -> Scheme:
    """Return the sample scheme with every register switched on."""
    scheme = sample_scheme()
    return replace(scheme, settings=replace(scheme.settings, modules=tuple(REGISTERS)))


@cache
def register_plan(language: str = "en", carried: bool = True) -> DepartmentPlan:
    """Return the plan of the sample workbook with every register, and one task carried on."""
    plan, known = sample_plan(language), CARRIED if carried else {}
    return replace(
        plan,
        settings=register_scheme().settings,
        registers={key: known.get(key, PlannedRegister()) for key in REGISTERS},
        stamp=sign(replace(plan.stamp, columns=issued_columns(True, False, registers=REGISTERS)), KEY),
    )


def register_workbook(
    filled: bool, rows: Mapping[str, Sequence[Filled]] = ROWS, language: str = "en"
) -> bytes:
    """Return the workbook as issued, or filled without an open point, with rows in its registers."""
    plan = register_plan(language)
    issued = write_department(plan)
    return fill_department(issued, plan, TYPED, SUMMARIES, rows) if filled else issued
