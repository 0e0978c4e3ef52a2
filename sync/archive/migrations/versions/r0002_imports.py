"""What other systems hand over: imported files, actuals, past results, posts; who works on a submission."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables of imports and the claims on submissions."""
    _imported()
    _facts()
    op.create_index(op.f("ix_form_workbook"), "form", ["workbook"], unique=False)
    op.create_table(
        "claim",
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("collector", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_claim_submission")),
        sa.PrimaryKeyConstraint("submission", name=op.f("pk_claim")),
        sqlite_with_rowid=False,
    )


def _imported() -> None:
    """Make the files taken in, and the values they held."""
    op.create_table(
        "imported",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["blob"], ["blob.sha256"], name=op.f("fk_imported_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_imported_blob"), "imported", ["blob"], unique=False)
    _fact(
        "imported_actual",
        ["cycle", "subject", "indicator"],
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
    )


def _facts() -> None:
    """Make past results and posts held."""
    _fact(
        "past_result",
        ["employee"],
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
    )
    _fact(
        "post_held",
        ["employee"],
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=True),
    )


def _fact(name: str, index: list[str], *columns: sa.Column[Any]) -> None:
    """Make a table whose rows are lines of an imported file."""
    op.create_table(
        name,
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        *columns,
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["imported"], ["imported.id"], name=op.f(f"fk_{name}_imported")),
        sa.PrimaryKeyConstraint("imported", "line", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{name}_{'_'.join(index)}"), name, index, unique=False)
