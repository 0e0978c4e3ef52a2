"""Bonuses, deductions and vetoes of a cycle: the version of the scheme that says them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table of taken-in adjustments."""
    op.create_table(
        "adjusted",
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name=op.f("fk_adjusted_cycle")),
        sa.ForeignKeyConstraint(["scheme"], ["scheme_version.digest"], name=op.f("fk_adjusted_scheme")),
        sa.PrimaryKeyConstraint("cycle", "number", name=op.f("pk_adjusted")),
        sqlite_with_rowid=False,
    )
