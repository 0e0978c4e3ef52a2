"""What people decide between a checked form and a closed cycle: tables of the archive."""

from __future__ import annotations

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Integer, Table, Text

from sync.archive.schema.columns import key, may, metadata, must

step = Table(
    "step",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    key("subject"),
    key("number", Integer),
    must("was"),
    must("state"),
    must("decided_by"),
    must("reason"),
    must("at"),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""Every move of a form after its workbook was checked: from where to where, who, when and why."""

final = Table(
    "final",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    key("subject"),
    key("number", Integer),
    must("version", Integer),
    must("kind"),
    may("score", Float),
    may("grade"),
    may("rank", Integer),
    may("coefficient", Float),
    may("provisional", Float),
    may("bonus", Float),
    may("deduction", Float),
    may("veto"),
    may("proposed"),
    must("decided_by"),
    must("reason"),
    must("at"),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""Each decided version of a result; `version` names the result whose lines it stands on. The last counts."""

record = Table(
    "record",
    metadata,
    key("kind"),
    key("cycle"),
    key("key"),
    key("number", Integer),
    must("document"),
    must("decided_by"),
    must("at"),
    must("event", Integer),
    Index(None, "cycle"),
    sqlite_with_rowid=False,
)
"""What a process notes that came in no workbook, as JSON; the last number of a key counts."""

pay_line = Table(
    "pay_line",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    key("subject"),
    key("number", Integer),
    must("batch"),
    must("state"),
    may("grade"),
    may("coefficient", Float),
    may("base", BigInteger),
    may("amount", BigInteger),
    must("days", Integer),
    must("of_days", Integer),
    may("difference", BigInteger),
    must("event", Integer),
    Index(None, "batch"),
    sqlite_with_rowid=False,
)
"""What was told to payroll of a person in a cycle, by batch [smallest coin]; later ones tell differences."""
