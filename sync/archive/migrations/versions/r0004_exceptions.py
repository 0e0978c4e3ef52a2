"""Waived findings, what is found across workbooks, and ratings of other systems."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

FOUND = ("id", "code", "severity", "workbook?", "sheet?", "cell?", "found?", "expected?", "fix", "message")
ABOUT = ("department?", "employee?", "indicator?")


def upgrade() -> None:
    """Add the tables."""
    _waivers()
    _table(
        "cycle_finding",
        ["cycle", "number"],
        {"cycle": "cycle.id"},
        *_texts("cycle"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("standing", "scope", *FOUND, *ABOUT),
    )
    _table(
        "imported_rating",
        ["imported", "line"],
        {"imported": "imported.id"},
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        *_texts("cycle", "subject", "indicator", "rater", "relation"),
        sa.Column("rating", sa.Float(), nullable=False),
    )
    op.create_index(op.f("ix_imported_rating_cycle_subject"), "imported_rating", ["cycle", "subject"])
    _table("looked_across", ["cycle"], {"cycle": "cycle.id"}, *_texts("cycle"))


def _waivers() -> None:
    _table(
        "waiver",
        ["id"],
        {"cycle": "cycle.id", "submission": "submission.id"},
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("cycle", "workbook?", "finding", "code", "mark", "reason", "waived_by", "until", "waived_at"),
        sa.Column("submission", sa.Integer(), nullable=True),
    )
    for column in ("cycle", "workbook"):
        op.create_index(op.f(f"ix_waiver_{column}"), "waiver", [column])
    _table(
        "waiver_end",
        ["waiver"],
        {"waiver": "waiver.id", "submission": "submission.id"},
        sa.Column("waiver", sa.Integer(), nullable=False),
        *_texts("why"),
        sa.Column("submission", sa.Integer(), nullable=True),
    )


def _texts(*names: str) -> list[sa.Column[Any]]:
    """Declare columns of text; those with a question mark may be empty."""
    return [sa.Column(name.rstrip("?"), sa.Text(), nullable=name.endswith("?")) for name in names]


def _table(name: str, key: list[str], refers: dict[str, str], *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("event", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{name}_{column}"))
            for column, to in refers.items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
