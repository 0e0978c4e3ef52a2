"""The tables of the scheme workbook, written by HR, in the order in which they are read and told of."""

from __future__ import annotations

from templates.tables.model import Table
from templates.tables.scheme.company import (
    CHANGELOG,
    CYCLES,
    DEPARTMENTS,
    PEOPLE,
    POSITIONS,
    SETTINGS,
    SOURCES,
)
from templates.tables.scheme.processes import (
    ASSIGNMENTS,
    COURSES,
    HONOUR_RULES,
    NOTICE_FIELDS,
    NOTICE_TEXTS,
    PARTICIPANTS,
    RATERS,
    REWARD_RULES,
    ROLES,
    SALARY_STANDARDS,
)
from templates.tables.scheme.rules import (
    ADJUSTMENTS,
    BESIDE,
    CHECKS,
    COEFFICIENTS,
    GOALS,
    GRADES,
    INDICATORS,
    PARAMETERS,
    QUOTAS,
    TEMPLATES,
    TOLERANCE,
)

SCHEME: tuple[Table, ...] = (
    SETTINGS,
    PEOPLE,
    POSITIONS,
    TEMPLATES,
    INDICATORS,
    GRADES,
    CYCLES,
    CHANGELOG,
    DEPARTMENTS,
    GOALS,
    RATERS,
    ASSIGNMENTS,
    QUOTAS,
    COEFFICIENTS,
    ADJUSTMENTS,
    CHECKS,
    SOURCES,
    PARTICIPANTS,
    REWARD_RULES,
    HONOUR_RULES,
    SALARY_STANDARDS,
    COURSES,
    NOTICE_TEXTS,
    ROLES,
)

__all__ = [
    "ADJUSTMENTS",
    "ASSIGNMENTS",
    "BESIDE",
    "CHECKS",
    "COEFFICIENTS",
    "GOALS",
    "INDICATORS",
    "NOTICE_FIELDS",
    "NOTICE_TEXTS",
    "PARAMETERS",
    "PARTICIPANTS",
    "PEOPLE",
    "QUOTAS",
    "RATERS",
    "REWARD_RULES",
    "SALARY_STANDARDS",
    "SCHEME",
    "TEMPLATES",
    "TOLERANCE",
]
