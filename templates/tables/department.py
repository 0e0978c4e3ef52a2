"""The tables of the department workbook, filled by a manager."""

from __future__ import annotations

from dataclasses import replace

from templates.tables.model import Column, Table
from templates.tables.scheme import BESIDE

MEMBERS = Table(
    "members",
    "department",
    (
        Column("employee", "id", "fixed", width=14),
        Column("name", "text", "fixed", width=20),
        Column("department", "text", "fixed", width=22),
        Column("position", "text", "fixed", width=24),
        Column("hired", "date", "fixed"),
        Column("agreed_on", "date", "manager", width=14),
        Column("lines", "formula", "formula", width=12),
        Column("open", "formula", "formula", width=12),
    ),
    keys=("employee",),
)

APPRAISAL = Table(
    "appraisal",
    "department",
    (
        Column("employee", "id", "fixed", width=9),
        Column("name", "text", "fixed", width=14),
        Column("position", "text", "fixed", width=16, hidden=True),
        Column("indicator", "id", "fixed", width=9, hidden=True),
        Column("indicator_name", "text", "fixed", width=28),
        Column("category", "choice", "fixed", choices="category", width=10, hidden=True),
        Column("unit", "text", "fixed", width=15),
        Column("weight", "number", "fixed", unit="%", width=9),
        Column("method", "choice", "fixed", choices="method", width=12, hidden=True),
        Column("target", "value", "fixed", width=10),
        Column("actual", "value", "manager", width=12),
        Column("self_rating", "rating", "fixed", width=10),
        Column("manager_rating", "rating", "manager", width=12),
        Column("score", "formula", "formula", width=9),
        Column("evidence", "text", "manager", width=26),
        Column("comment", "text", "manager", width=44),
        Column("reviewed_rating", "rating", "manager", width=12),
        Column("standard", "text", "fixed", width=48),
        Column("last_score", "number", "fixed", width=10),
        Column("source", "text", "fixed", width=22),
        Column("todo", "formula", "formula", width=14),
        *(replace(column, filled_by="fixed", hidden=True) for column in BESIDE),
        Column("missing", "choice", "fixed", choices="missing", hidden=True),
        Column("weighted", "formula", "formula", width=10, hidden=True),
        Column("counted_weight", "formula", "formula", width=10, hidden=True),
        Column("blocking", "formula", "formula", width=8, hidden=True),
        Column("person_key", "text", "fixed", width=12, hidden=True),
    ),
    keys=("employee", "indicator"),
)

NOT_OF_A_UNIT = ("employee", "name", "position", "person_key")
"""Columns of Appraisal that say who a person is."""

UNIT = Table(
    "unit",
    "department",
    (
        Column("department", "id", "fixed", width=12, hidden=True),
        *(column for column in APPRAISAL.columns if column.key not in NOT_OF_A_UNIT),
        Column("total", "formula", "formula", width=10, hidden=True),
        Column("grade", "formula", "formula", width=10, hidden=True),
    ),
    keys=("department", "indicator"),
)
"""The department's own indicators: the grid of Appraisal with one subject, the department itself.

Every row carries total and grade, so that they are read and checked wherever rows are sorted to; the sheet
shows them once above the table.
"""

SUMMARY = Table(
    "summary",
    "department",
    (
        Column("employee", "id", "fixed", width=11),
        Column("name", "text", "fixed", width=16),
        Column("position", "text", "fixed", width=22),
        Column("score", "formula", "formula", width=13),
        Column("grade", "formula", "formula", width=13),
        Column("strengths", "text", "manager", width=32),
        Column("to_improve", "text", "manager", width=32),
        Column("overall_comment", "text", "manager", width=44),
        Column("open", "formula", "formula", width=12),
    ),
    keys=("employee",),
)

FINDINGS = Table(
    "findings",
    "department",
    (
        Column("severity", "choice", "service", choices="severity", width=11),
        Column("standing", "choice", "service", choices="standing", width=11),
        Column("code", "id", "service", width=9),
        Column("place", "text", "service", width=24),
        Column("name", "text", "service", width=15),
        Column("found", "text", "service", width=20),
        Column("expected", "text", "service", width=20),
        Column("message", "text", "service", width=52),
        Column("fix", "text", "service", width=46),
    ),
    keys=("code", "place"),
)
