"""Ratings and actuals from self-appraisals, rater and data workbooks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table of what small workbooks gave."""
    texts = (
        ("subject", False),
        ("indicator", False),
        ("cycle", False),
        ("giver", False),
        ("relation", True),
    )
    op.create_table(
        "given",
        sa.Column("submission", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=empty) for name, empty in texts),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_given_submission")),
        sa.PrimaryKeyConstraint("submission", "subject", "indicator", name=op.f("pk_given")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_given_cycle_subject"), "given", ["cycle", "subject"])
