"""The data dictionary: every table of every workbook, declared once."""

from __future__ import annotations

from templates.tables import calibration, department, master, pay, scheme, slips
from templates.tables.model import Column, Table
from templates.tables.packs import PACKS
from templates.tables.registers import REGISTERS

TABLES: dict[str, Table] = {
    table.key: table
    for table in (
        *scheme.SCHEME,
        department.MEMBERS,
        department.UNIT,
        department.APPRAISAL,
        department.SUMMARY,
        *(register.table for register in REGISTERS.values()),
        department.FINDINGS,
        slips.SLIP,
        slips.RECEIPT,
        slips.APPEAL,
        slips.OPINION,
        slips.TEAM,
        slips.TEAM_UNITS,
        pay.PAY_BASE,
        *PACKS.values(),
        calibration.CALIBRATION,
        calibration.COMMITTEE,
        master.PROGRESS,
        master.ROSTER,
        master.RESULTS,
        master.INDICATOR_SCORES,
        master.DISTRIBUTION,
        master.GRADES_BY_DEPARTMENT,
        master.DEPARTMENT_RESULTS,
        master.ALL_FINDINGS,
        master.RATER_PATTERNS,
        master.ACKNOWLEDGEMENTS,
        master.TRAINED,
        master.HEALTH,
        master.HEALTH_DEPARTMENTS,
        master.INDICATOR_HEALTH,
        master.APPEALS,
        master.OPINIONS,
        master.SUBMISSIONS,
        master.AUDIT_LOG,
    )
}

__all__ = ["TABLES", "Column", "Table"]
