"""What the editions of a department workbook ask for: which columns are typed, fixed, computed, hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from templates.books.department.plan import DepartmentPlan
from templates.tables import TABLES, Column
from templates.tables.model import Filler

TARGETS: Mapping[str, Filler] = {"target": "manager", "comment": "manager"}
UNASKED = (
    "actual",
    "self_rating",
    "manager_rating",
    "reviewed_rating",
    "score",
    "evidence",
    "total",
    "grade",
)
"""What the goals edition leaves empty and does not show."""


def columns_of(plan: DepartmentPlan, table: str) -> tuple[Column, ...]:
    """Return the columns of a table as this workbook uses them: who fills each, and whether it is seen."""
    return _columns(table, plan.goals, plan.reviewed and table == "appraisal")


@cache
def _columns(table: str, goals: bool, reviewed: bool) -> tuple[Column, ...]:
    use = _for_goals if goals else _for_rating
    return tuple(use(column, reviewed) for column in TABLES[table].columns)


def _for_goals(column: Column, reviewed: bool) -> Column:  # noqa: ARG001 - one of two uses
    if column.key in UNASKED:
        return replace(column, filled_by="fixed", hidden=True)
    return replace(column, filled_by=TARGETS.get(column.key, column.filled_by))


def _for_rating(column: Column, reviewed: bool) -> Column:
    unseen = column.key == "agreed_on" or (column.key == "reviewed_rating" and not reviewed)
    return replace(column, filled_by="fixed", hidden=True) if unseen else column


def typed_columns(plan: DepartmentPlan, table: str) -> tuple[str, ...]:
    """Return the columns that the manager, or whoever reviews, types in this workbook."""
    return tuple(column.key for column in columns_of(plan, table) if column.filled_by == "manager")


def people_table(plan: DepartmentPlan) -> str:
    """Return the table that asks something for each person: Summary, or People while goals are agreed."""
    return "members" if plan.goals else "summary"
