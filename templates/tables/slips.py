"""The tables of what a person receives after the appraisal: result slip, appeal form, opinion form."""

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

APPEAL = Table("appeal", "slip", _QUESTIONS, keys=("key",))
OPINION = Table("opinion", "slip", _QUESTIONS, keys=("key",))
