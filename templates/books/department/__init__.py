"""The department workbook, edition rating: planned, written, and filled for demos and tests.

Its parts are loaded when they are asked for: whoever only asks what a row demands loads no writer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from templates.books.department.filling import fill_department
    from templates.books.department.plan import (
        DepartmentPlan,
        Known,
        PlannedLine,
        PlannedPerson,
        plan_department,
    )
    from templates.books.department.state import Typed, TypedSummary
    from templates.books.department.write import write_department

__all__ = [
    "DepartmentPlan",
    "Known",
    "PlannedLine",
    "PlannedPerson",
    "Typed",
    "TypedSummary",
    "fill_department",
    "plan_department",
    "write_department",
]

_HOMES = {
    "fill_department": "filling",
    "Typed": "state",
    "TypedSummary": "state",
    "write_department": "write",
}


def __getattr__(name: str) -> Any:
    """Load a name of __all__ from the module it lives in."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'plan')}"), name)
