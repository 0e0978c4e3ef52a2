"""What people decide between a checked form and a closed cycle."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXT, WHOLE, NUMBER, COINS = sa.Text(), sa.Integer(), sa.Float(), sa.BigInteger()


def must(*names: str, kind: Any = TEXT) -> list[sa.Column[Any]]:
    """Declare columns that are always filled."""
    return [sa.Column(name, kind, nullable=False) for name in names]


def may(*names: str, kind: Any = TEXT) -> list[sa.Column[Any]]:
    """Declare columns that may be empty."""
    return [sa.Column(name, kind, nullable=True) for name in names]


def of_cycle(table: str, *columns: sa.Column[Any]) -> None:
    """Make a table whose rows belong to a subject of a cycle, by number, and name their event."""
    op.create_table(
        table,
        *must("cycle", "subject"),
        *must("number", kind=WHOLE),
        *columns,
        *must("event", kind=WHOLE),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name=op.f(f"fk_{table}_cycle")),
        sa.PrimaryKeyConstraint("cycle", "subject", "number", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    """Add the tables of steps, decided results, records of processes, and what payroll was told."""
    of_cycle("step", *must("was", "state", "decided_by", "reason", "at"))
    of_cycle(
        "final",
        *must("version", kind=WHOLE),
        *must("kind"),
        *may("score", kind=NUMBER),
        *may("grade"),
        *may("rank", kind=WHOLE),
        *may("coefficient", "provisional", "bonus", "deduction", kind=NUMBER),
        *may("veto", "proposed"),
        *must("decided_by", "reason", "at"),
    )
    of_cycle(
        "pay_line",
        *must("batch", "state"),
        *may("grade"),
        *may("coefficient", kind=NUMBER),
        *may("base", "amount", kind=COINS),
        *must("days", "of_days", kind=WHOLE),
        *may("difference", kind=COINS),
    )
    op.create_index(op.f("ix_pay_line_batch"), "pay_line", ["batch"])
    op.create_table(
        "record",
        *must("kind", "cycle", "key"),
        *must("number", kind=WHOLE),
        *must("document", "decided_by", "at"),
        *must("event", kind=WHOLE),
        sa.PrimaryKeyConstraint("kind", "cycle", "key", "number", name=op.f("pk_record")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_record_cycle"), "record", ["cycle"])
