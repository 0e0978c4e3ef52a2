"""The data dictionary: every table of every workbook, declared once."""

from __future__ import annotations

from templates.tables import department, master, scheme
from templates.tables.model import Column, Table
from templates.tables.packs import PACKS

TABLES: dict[str, Table] = {
    table.key: table
    for table in (
        scheme.SETTINGS,
        scheme.PEOPLE,
        scheme.POSITIONS,
        scheme.TEMPLATES,
        scheme.INDICATORS,
        scheme.GRADES,
        scheme.CYCLES,
        scheme.CHANGELOG,
        scheme.DEPARTMENTS,
        scheme.GOALS,
        scheme.RATERS,
        scheme.ASSIGNMENTS,
        scheme.QUOTAS,
        scheme.COEFFICIENTS,
        scheme.ADJUSTMENTS,
        scheme.CHECKS,
        scheme.SOURCES,
        department.MEMBERS,
        department.UNIT,
        department.APPRAISAL,
        department.SUMMARY,
        department.FINDINGS,
        *PACKS.values(),
        master.RESULTS,
        master.INDICATOR_SCORES,
        master.DEPARTMENT_RESULTS,
        master.ALL_FINDINGS,
        master.SUBMISSIONS,
    )
}

__all__ = ["TABLES", "Column", "Table"]
