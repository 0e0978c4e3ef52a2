"""The tables of the master archive: every row names the event that wrote it, times are UTC as ISO text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

REVISIONS = ("0001", "0002", "0003")
"""The Alembic revisions this program knows, oldest first; any other one is newer than the program.

A revision never changes the columns of a table that events guard: the digests in the log cover whole rows, so
every row would seem changed. A new fact gets a table of its own under the same key, as in 0002.
"""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key(name: str, kind: Any = Text, *constraints: Any) -> Column[Any]:
    return Column(name, kind, *constraints, primary_key=True, nullable=False)


def _must(name: str, kind: Any = Text, *constraints: Any) -> Column[Any]:
    return Column(name, kind, *constraints, nullable=False)


def _may(name: str, kind: Any = Text, *constraints: Any) -> Column[Any]:
    return Column(name, kind, *constraints, nullable=True)


meta = Table("meta", metadata, _key("name"), _must("value"))
"""What the archive is: its id and the key that signs stamps."""

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _must("text"),
    _must("previous"),
    _must("hash"),
)
"""The audit log: the exact text that was hashed, chained to the event before it."""

blob = Table("blob", metadata, _key("sha256"), _must("size", BigInteger), _must("content", LargeBinary))
"""Every file ever received or issued, byte for byte."""

scheme_version = Table(
    "scheme_version",
    metadata,
    _key("digest"),
    _must("document", LargeBinary),
    _must("blob", Text, ForeignKey("blob.sha256")),
    _must("event", Integer),
)
"""A version of the rules: as parsed, and the scheme workbook it was parsed from."""

roster_version = Table(
    "roster_version",
    metadata,
    _key("digest"),
    _must("document", LargeBinary),
    _must("event", Integer),
)
"""A version of the people."""

cycle = Table(
    "cycle",
    metadata,
    _key("id"),
    _must("scheme", Text, ForeignKey("scheme_version.digest")),
    _must("roster", Text, ForeignKey("roster_version.digest")),
    _must("opened_at"),
    _must("event", Integer),
)
"""An opened cycle with the rules pinned at its first issue."""

issued = Table(
    "issued",
    metadata,
    _key("workbook"),
    _key("revision", Integer),
    _must("kind"),
    _must("cycle", Text, ForeignKey("cycle.id")),
    _must("department"),
    _must("edition"),
    _must("scheme", Text, ForeignKey("scheme_version.digest")),
    _must("roster", Text, ForeignKey("roster_version.digest")),
    _must("name"),
    _must("stamp"),
    _must("blob", Text, ForeignKey("blob.sha256")),
    _may("reading", LargeBinary),
    _must("issued_at"),
    _must("event", Integer),
    Index(None, "cycle"),
)
"""Each workbook handed out, by revision: issued ones with their reading, filled and returned copies.

A filled copy is an issue with what had been typed before; it follows its issue, which stayed here.
"""

form = Table(
    "form",
    metadata,
    _key("cycle", Text, ForeignKey("cycle.id")),
    _key("employee"),
    _must("workbook"),
    _must("department"),
    _must("state"),
    _may("submission", Integer, ForeignKey("submission.id")),
    _must("version", Integer),
    _must("event", Integer),
    Index(None, "workbook"),
    sqlite_with_rowid=False,
)
"""One person's form in a cycle: where it stands, and the submission it was accepted from."""

submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _must("blob", Text, ForeignKey("blob.sha256")),
    _must("name"),
    _must("source"),
    _must("received_at"),
    _must("state"),
    _may("reason"),
    _may("reason_values"),
    _may("workbook"),
    _may("cycle"),
    _may("department"),
    _may("edition"),
    _may("base", Integer),
    _may("content_digest"),
    _must("forms", Integer),
    _must("returned", Integer),
    _must("event", Integer),
    Index(None, "blob"),
    Index(None, "workbook"),
    Index(None, "cycle"),
    sqlite_autoincrement=True,
)
"""Each file received, in the archive's own order, and what became of it."""

entry = Table(
    "entry",
    metadata,
    _key("submission", Integer, ForeignKey("submission.id")),
    _key("employee"),
    _key("indicator"),
    _may("actual", Float),
    _may("self_rating", Float),
    _may("manager_rating", Float),
    _must("applicable", Integer),
    _must("evidence"),
    _must("comment"),
    _may("sheet"),
    _must("cells"),
    _must("event", Integer),
    sqlite_with_rowid=False,
)
"""What was typed for one person and indicator, and the cells it stood in."""

register = Table(
    "register",
    metadata,
    _key("submission", Integer, ForeignKey("submission.id")),
    _key("kind"),
    _key("key"),
    _must("document"),
    _may("sheet"),
    _must("cells"),
    _must("event", Integer),
    sqlite_with_rowid=False,
)
"""The rows of every other table that people fill, as JSON by the table's declaration."""

finding = Table(
    "finding",
    metadata,
    _key("submission", Integer, ForeignKey("submission.id")),
    _key("position", Integer),
    _must("id"),
    _must("code"),
    _must("severity"),
    _may("workbook"),
    _may("sheet"),
    _may("cell"),
    _may("found"),
    _may("expected"),
    _must("fix"),
    _must("message"),
    _may("department"),
    _may("employee"),
    _may("indicator"),
    _must("event", Integer),
    sqlite_with_rowid=False,
)
"""What was wrong or odd in a submission, in the words it was told."""

result = Table(
    "result",
    metadata,
    _key("cycle", Text, ForeignKey("cycle.id")),
    _key("employee"),
    _key("version", Integer),
    _must("department"),
    _may("submission", Integer, ForeignKey("submission.id")),
    _may("score", Float),
    _may("grade"),
    _must("state"),
    _must("recorded_at"),
    _must("event", Integer),
    Index(None, "submission"),
    sqlite_with_rowid=False,
)
"""Each version of each person's result; never overwritten."""

indicator_score = Table(
    "indicator_score",
    metadata,
    _key("cycle"),
    _key("employee"),
    _key("version", Integer),
    _key("position", Integer),
    _must("indicator"),
    _must("weight", Float),
    _must("method"),
    _may("target", Float),
    _may("actual", Float),
    _may("score", Float),
    _may("sheet"),
    _may("cell"),
    _must("event", Integer),
    ForeignKeyConstraint(
        ["cycle", "employee", "version"], ["result.cycle", "result.employee", "result.version"]
    ),
    sqlite_with_rowid=False,
)
"""The lines of a result version, in the order of the template."""

imported = Table(
    "imported",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _must("kind"),
    _must("source"),
    _must("name"),
    _must("blob", Text, ForeignKey("blob.sha256")),
    _must("mapping"),
    _must("rows", Integer),
    _must("imported_at"),
    _must("event", Integer),
    Index(None, "blob"),
    sqlite_autoincrement=True,
)
"""Each file of another system that was taken in, with the mapping of its columns as JSON."""

imported_actual = Table(
    "imported_actual",
    metadata,
    _key("imported", Integer, ForeignKey("imported.id")),
    _key("line", Integer),
    _must("cycle"),
    _must("subject"),
    _must("indicator"),
    _must("value", Float),
    _must("evidence"),
    _must("event", Integer),
    Index(None, "cycle", "subject", "indicator"),
    sqlite_with_rowid=False,
)
"""Values of indicators that another system measured, by the line of the file; the latest import counts."""

past_result = Table(
    "past_result",
    metadata,
    _key("imported", Integer, ForeignKey("imported.id")),
    _key("line", Integer),
    _must("employee"),
    _must("period"),
    _may("score", Float),
    _may("grade"),
    _must("event", Integer),
    Index(None, "employee"),
    sqlite_with_rowid=False,
)
"""Results from the time before this archive, as another system has them; the latest import counts."""

post_held = Table(
    "post_held",
    metadata,
    _key("imported", Integer, ForeignKey("imported.id")),
    _key("line", Integer),
    _must("employee"),
    _must("starts"),
    _may("ends"),
    _must("department"),
    _must("position"),
    _may("manager"),
    _must("event", Integer),
    Index(None, "employee"),
    sqlite_with_rowid=False,
)
"""Which post a person held from one day to another; the latest import counts."""

adjusted = Table(
    "adjusted",
    metadata,
    _key("cycle", Text, ForeignKey("cycle.id")),
    _key("number", Integer),
    _must("scheme", Text, ForeignKey("scheme_version.digest")),
    _must("event", Integer),
    sqlite_with_rowid=False,
)
"""Which version of the scheme says who gets bonus, deduction or veto in a cycle; the last number counts."""

claim = Table(
    "claim",
    metadata,
    _key("submission", Integer, ForeignKey("submission.id")),
    _must("collector"),
    sqlite_with_rowid=False,
)
"""Which run of collect is working on a submission, until it is settled."""

seen = Table(
    "seen",
    metadata,
    _key("path"),
    _must("size", BigInteger),
    _must("mtime_ns", BigInteger),
    _must("sha256"),
    sqlite_with_rowid=False,
)
"""Which files of a folder were taken in already, so that only what changed is read."""

WRITTEN_ONCE = (
    scheme_version,
    roster_version,
    issued,
    entry,
    register,
    finding,
    result,
    indicator_score,
    imported,
    imported_actual,
    past_result,
    post_held,
    adjusted,
)
"""Tables whose rows never change: an event records a digest of each row it wrote."""

CHANGING = (cycle, form, submission)
"""Tables whose rows move on: the last event that touched a row records its digest under the row's key."""
