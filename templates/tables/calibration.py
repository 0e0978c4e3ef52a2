"""The tables of the committee's workbook: one row per form whose grade is decided, and who decides."""

from __future__ import annotations

from templates.tables.model import Column, Table

EDITION = "calibration"
"""The edition of its stamp."""

CALIBRATION = Table(
    EDITION,
    "calibration",
    (
        Column("group", "text", "fixed", width=13),
        Column("department", "text", "fixed", width=13),
        Column("employee", "id", "fixed", width=11),
        Column("name", "text", "fixed", width=13),
        Column("position", "text", "fixed", width=15),
        Column("score", "number", "fixed", width=9),
        Column("place", "integer", "fixed", width=10),
        Column("last_grade", "text", "fixed", width=8),
        Column("grade", "text", "fixed", width=9),
        Column("ceiling", "text", "fixed", width=8),
        Column("proposed", "text", "fixed", width=10),
        Column("why", "text", "fixed", width=25),
        Column("tie", "text", "fixed", width=17),
        Column("decided", "text", "sender", width=10),
        Column("reason", "text", "sender", width=27),
        Column("todo", "formula", "formula", width=14),
        Column("counted", "integer", "fixed", width=6, hidden=True),
        Column("mark", "id", "fixed", width=8, hidden=True),
    ),
    keys=("employee",),
)
"""`place` counts within the group, `counted` tells who takes one of its places; `mark` signs the row."""

COMMITTEE = Table(
    "committee",
    "calibration",
    (
        Column("no", "integer", "fixed", width=7),
        Column("member", "text", "sender", width=26),
        Column("post", "text", "sender", width=30),
        Column("signature", "text", "fixed", width=30),
        Column("signed_on", "text", "sender", width=16),
    ),
    keys=("no",),
)

CALIBRATING = (EDITION, COMMITTEE.key)
"""The tables that are read back."""
