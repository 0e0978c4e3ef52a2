"""The first tables of the archive."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables of an empty archive."""
    _kept()
    _rules()
    _received()
    _read()
    _scored()


def _kept() -> None:
    """Make what the archive is, its log and the files it keeps."""
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "seen",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_seen")),
        sqlite_with_rowid=False,
    )


def _rules() -> None:
    """Make the versions of rules and people, the cycles, and what was issued."""
    op.create_table(
        "scheme_version",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["blob"], ["blob.sha256"], name=op.f("fk_scheme_version_blob")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_scheme_version")),
    )
    op.create_table(
        "roster_version",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_roster_version")),
    )
    op.create_table(
        "cycle",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("roster", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["roster"], ["roster_version.digest"], name=op.f("fk_cycle_roster")),
        sa.ForeignKeyConstraint(["scheme"], ["scheme_version.digest"], name=op.f("fk_cycle_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
    )
    op.create_table(
        "issued",
        sa.Column("workbook", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("roster", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=True),
        sa.Column("issued_at", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["blob"], ["blob.sha256"], name=op.f("fk_issued_blob")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name=op.f("fk_issued_cycle")),
        sa.ForeignKeyConstraint(["roster"], ["roster_version.digest"], name=op.f("fk_issued_roster")),
        sa.ForeignKeyConstraint(["scheme"], ["scheme_version.digest"], name=op.f("fk_issued_scheme")),
        sa.PrimaryKeyConstraint("workbook", "revision", name=op.f("pk_issued")),
    )
    op.create_index(op.f("ix_issued_cycle"), "issued", ["cycle"], unique=False)


def _received() -> None:
    """Make the submissions and the forms."""
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_values", sa.Text(), nullable=True),
        sa.Column("workbook", sa.Text(), nullable=True),
        sa.Column("cycle", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("edition", sa.Text(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("content_digest", sa.Text(), nullable=True),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["blob"], ["blob.sha256"], name=op.f("fk_submission_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_submission_blob"), "submission", ["blob"], unique=False)
    op.create_index(op.f("ix_submission_cycle"), "submission", ["cycle"], unique=False)
    op.create_index(op.f("ix_submission_workbook"), "submission", ["workbook"], unique=False)
    op.create_table(
        "form",
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("workbook", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name=op.f("fk_form_cycle")),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_form_submission")),
        sa.PrimaryKeyConstraint("cycle", "employee", name=op.f("pk_form")),
        sqlite_with_rowid=False,
    )


def _read() -> None:
    """Make what was read in a submission."""
    op.create_table(
        "entry",
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("actual", sa.Float(), nullable=True),
        sa.Column("self_rating", sa.Float(), nullable=True),
        sa.Column("manager_rating", sa.Float(), nullable=True),
        sa.Column("applicable", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_entry_submission")),
        sa.PrimaryKeyConstraint("submission", "employee", "indicator", name=op.f("pk_entry")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register",
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_register_submission")),
        sa.PrimaryKeyConstraint("submission", "kind", "key", name=op.f("pk_register")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("workbook", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("fix", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("employee", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_finding_submission")),
        sa.PrimaryKeyConstraint("submission", "position", name=op.f("pk_finding")),
        sqlite_with_rowid=False,
    )


def _scored() -> None:
    """Make the versions of results with their lines."""
    op.create_table(
        "result",
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name=op.f("fk_result_cycle")),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_result_submission")),
        sa.PrimaryKeyConstraint("cycle", "employee", "version", name=op.f("pk_result")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_result_submission"), "result", ["submission"], unique=False)
    op.create_table(
        "indicator_score",
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("actual", sa.Float(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "employee", "version"],
            ["result.cycle", "result.employee", "result.version"],
            name=op.f("fk_indicator_score_cycle_employee_version"),
        ),
        sa.PrimaryKeyConstraint("cycle", "employee", "version", "position", name=op.f("pk_indicator_score")),
        sqlite_with_rowid=False,
    )
    # ### end Alembic commands ###
