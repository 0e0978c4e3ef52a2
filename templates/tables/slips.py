"""The tables of what people receive after the appraisal: slip, forms, a manager's list of results."""

from __future__ import annotations

from templates.tables.model import Column, Table

SLIP = Table(
    "slip",
    "slip",
    (
        Column("indicator_name", "text", "service", width=38),
        Column("weight", "number", "service", unit="%", width=9),
        Column("target", "text", "service", width=11),
        Column("actual", "text", "service", width=13),
        Column("score", "number", "service", width=9),
        Column("weighted", "number", "service", width=9),
        Column("bar", "text", "service", width=17),
        Column("standard", "text", "service"),
        Column("comment", "text", "service"),
    ),
    keys=("indicator_name",),
)
"""The lines of a result; standard and comment stand below each line, over the whole width."""

_QUESTIONS = (
    Column("question", "text", "fixed", width=24),
    Column("answer", "text", "sender", width=58),
    Column("help", "text", "fixed", width=32),
    Column("key", "id", "fixed", width=12, hidden=True),
)

RECEIPT = Table(
    "receipt",
    "slip",
    (
        Column("question", "text", "fixed", width=38),
        Column("answer", "text", "sender", width=68),
        Column("key", "id", "fixed", width=12, hidden=True),
    ),
    keys=("key",),
)
"""The end of a slip: that its receiver has read it. It may stand far below, after many lines."""

APPEAL = Table("appeal", "slip", _QUESTIONS, keys=("key",))
OPINION = Table("opinion", "slip", _QUESTIONS, keys=("key",))

TEAM = Table(
    "team",
    "slip",
    (
        Column("department", "text", "service", width=28),
        Column("employee", "id", "service", width=13),
        Column("name", "text", "service", width=20),
        Column("position", "text", "service", width=22),
        Column("manager_name", "text", "service", width=20),
        Column("score", "number", "service", width=10),
        Column("grade", "text", "service", width=9),
        Column("last_score", "number", "service", width=10),
        Column("last_grade", "text", "service", width=9),
        Column("change", "number", "service", width=10),
        Column("strengths", "text", "service", width=38),
        Column("to_improve", "text", "service", width=38),
    ),
    keys=("employee",),
)
"""The results of everybody below one manager, and of nobody else."""

TEAM_UNITS = Table(
    "team_units",
    "slip",
    (
        Column("department", "text", "service", width=30),
        Column("people", "integer", "service", width=11),
        Column("mean", "number", "service", width=11),
        Column("score", "number", "service", width=13),
        Column("grade", "text", "service", width=13),
    ),
    keys=("department",),
)
"""The departments below a manager of managers; beside these the sheet has a column for each grade."""
