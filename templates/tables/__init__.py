"""The data dictionary: every table of every workbook, declared once."""

from __future__ import annotations

from templates.tables import department, master, scheme
from templates.tables.model import Column, Table

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
        master.PROGRESS,
        master.ROSTER,
        master.RESULTS,
        master.INDICATOR_SCORES,
        master.DISTRIBUTION,
        master.GRADES_BY_DEPARTMENT,
        master.DEPARTMENT_RESULTS,
        master.ALL_FINDINGS,
        master.RATER_PATTERNS,
        master.SUBMISSIONS,
        master.AUDIT_LOG,
    )
}

__all__ = ["TABLES", "Column", "Table"]
