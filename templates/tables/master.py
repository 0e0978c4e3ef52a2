"""The tables of the master workbook, rendered from the archive and never edited."""

from __future__ import annotations

from templates.tables.model import Column, Table

RESULTS = Table(
    "results",
    "master",
    (
        Column("department", "text", "service", width=32),
        Column("employee", "id", "service", width=14),
        Column("name", "text", "service", width=22),
        Column("position", "text", "service", width=24),
        Column("appraised_in", "text", "service", width=30),
        Column("provisional", "number", "service", width=12),
        Column("bonus", "number", "service", width=10),
        Column("deduction", "number", "service", width=11),
        Column("veto", "choice", "service", choices="effect", width=16),
        Column("score", "number", "service", width=10),
        Column("grade", "text", "service", width=10),
        Column("rank", "integer", "service", width=8),
        Column("proposed_grade", "text", "service", width=12),
        Column("proposed_because", "text", "service", width=42),
        Column("state", "choice", "service", choices="state", width=14),
        Column("version", "integer", "service", width=10),
    ),
    keys=("employee",),
)

INDICATOR_SCORES = Table(
    "indicator_scores",
    "master",
    (
        Column("department", "text", "service", width=32),
        Column("employee", "id", "service", width=14),
        Column("name", "text", "service", width=22),
        Column("indicator", "id", "service", width=14),
        Column("indicator_name", "text", "service", width=34),
        Column("weight", "number", "service", unit="%", width=10),
        Column("method", "choice", "service", choices="method", width=14),
        Column("target", "value", "service", width=12),
        Column("actual", "value", "service", width=12),
        Column("score", "number", "service", width=10),
        Column("points", "number", "service", width=12),
        Column("workbook", "text", "service", width=26),
        Column("sheet", "text", "service", width=14),
        Column("cell", "text", "service", width=8),
    ),
    keys=("employee", "indicator"),
)

DEPARTMENT_RESULTS = Table(
    "department_results",
    "master",
    (
        Column("department", "text", "service", width=30),
        Column("forms", "integer", "service", width=10),
        Column("open", "integer", "service", width=10),
        Column("returned", "integer", "service", width=10),
        Column("checked", "integer", "service", width=10),
        Column("scored", "integer", "service", width=10),
        Column("mean", "number", "service", width=12),
        Column("lowest", "number", "service", width=10),
        Column("highest", "number", "service", width=10),
        Column("score", "number", "service", width=12),
        Column("grade", "text", "service", width=10),
        Column("rank", "integer", "service", width=8),
        Column("due", "date", "service", width=13),
        Column("late", "flag", "service", width=8),
    ),
    keys=("department",),
)

ALL_FINDINGS = Table(
    "all_findings",
    "master",
    (
        Column("severity", "choice", "service", choices="severity", width=12),
        Column("code", "id", "service", width=8),
        Column("department", "text", "service", width=30),
        Column("workbook", "text", "service", width=26),
        Column("sheet", "text", "service", width=14),
        Column("cell", "text", "service", width=8),
        Column("employee", "id", "service", width=14),
        Column("name", "text", "service", width=18),
        Column("indicator", "id", "service", width=12),
        Column("found", "text", "service", width=22),
        Column("expected", "text", "service", width=22),
        Column("message", "text", "service", width=60),
        Column("fix", "text", "service", width=48),
        Column("standing", "choice", "service", choices="standing", width=12),
        Column("waived", "text", "service", width=48),
    ),
    keys=("code", "workbook", "cell"),
)

SUBMISSIONS = Table(
    "submissions",
    "master",
    (
        Column("submission", "integer", "service", width=10),
        Column("workbook", "text", "service", width=30),
        Column("department", "text", "service", width=32),
        Column("edition", "choice", "service", choices="edition", width=10),
        Column("state", "choice", "service", choices="submission", width=14),
        Column("received_at", "text", "service", width=18),
        Column("forms", "integer", "service", width=8),
        Column("returned", "integer", "service", width=10),
        Column("reason", "text", "service", width=60),
        Column("sha256", "text", "service", width=22),
    ),
    keys=("submission",),
)
