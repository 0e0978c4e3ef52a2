"""The table of the file that payroll receives."""

from __future__ import annotations

from templates.tables.model import Column, Table

PAY_BASE = Table(
    "pay_base",
    "pay",
    (
        Column("employee", "id", "service", width=14),
        Column("name", "text", "service", width=18),
        Column("cycle", "text", "service", width=12),
        Column("batch", "text", "service", width=9),
        Column("version", "integer", "service", width=10),
        Column("state", "text", "service", width=13),
        Column("grade", "text", "service", width=9),
        Column("coefficient", "number", "service", width=13),
        Column("base", "number", "service", width=14),
        Column("days", "integer", "service", width=12),
        Column("of_days", "integer", "service", width=11),
        Column("amount", "number", "service", width=15),
        Column("difference", "number", "service", width=20),
        Column("checksum", "id", "service", width=20),
    ),
    keys=("cycle", "employee"),
)
"""What payroll is told of people in one batch: a file of its own, which nobody else receives."""

SUMMED = tuple(column.key for column in PAY_BASE.columns if column.key not in ("name", "checksum"))
"""The columns that the checksum of a line is taken of, in this order."""
