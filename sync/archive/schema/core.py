"""What is issued, received and scored: tables of the archive."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from sync.archive.schema.columns import key, may, metadata, must

meta = Table("meta", metadata, key("name"), must("value"))
"""What the archive is: its id and the key that signs stamps."""

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    must("text"),
    must("previous"),
    must("hash"),
)
"""The audit log: the exact text that was hashed, chained to the event before it."""

blob = Table("blob", metadata, key("sha256"), must("size", BigInteger), must("content", LargeBinary))
"""Every file ever received or issued, byte for byte."""

scheme_version = Table(
    "scheme_version",
    metadata,
    key("digest"),
    must("document", LargeBinary),
    must("blob", Text, ForeignKey("blob.sha256")),
    must("event", Integer),
)
"""A version of the rules: as parsed, and the scheme workbook it was parsed from."""

roster_version = Table(
    "roster_version",
    metadata,
    key("digest"),
    must("document", LargeBinary),
    must("event", Integer),
)
"""A version of the people."""

cycle = Table(
    "cycle",
    metadata,
    key("id"),
    must("scheme", Text, ForeignKey("scheme_version.digest")),
    must("roster", Text, ForeignKey("roster_version.digest")),
    must("opened_at"),
    must("event", Integer),
)
"""An opened cycle with the rules pinned at its first issue."""

issued = Table(
    "issued",
    metadata,
    key("workbook"),
    key("revision", Integer),
    must("kind"),
    must("cycle", Text, ForeignKey("cycle.id")),
    must("department"),
    must("edition"),
    must("scheme", Text, ForeignKey("scheme_version.digest")),
    must("roster", Text, ForeignKey("roster_version.digest")),
    must("name"),
    must("stamp"),
    must("blob", Text, ForeignKey("blob.sha256")),
    may("reading", LargeBinary),
    must("issued_at"),
    must("event", Integer),
    Index(None, "cycle"),
)
"""Each workbook handed out, by revision: issued ones with their reading, filled and returned copies.

A filled copy is an issue with what had been typed before; it follows its issue, which stayed here.
"""

form = Table(
    "form",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    key("employee"),
    must("workbook"),
    must("department"),
    must("state"),
    may("submission", Integer, ForeignKey("submission.id")),
    must("version", Integer),
    must("event", Integer),
    Index(None, "workbook"),
    sqlite_with_rowid=False,
)
"""One person's form in a cycle: where it stands, and the submission it was accepted from."""

submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    must("blob", Text, ForeignKey("blob.sha256")),
    must("name"),
    must("source"),
    must("received_at"),
    must("state"),
    may("reason"),
    may("reason_values"),
    may("workbook"),
    may("cycle"),
    may("department"),
    may("edition"),
    may("base", Integer),
    may("content_digest"),
    must("forms", Integer),
    must("returned", Integer),
    must("event", Integer),
    Index(None, "blob"),
    Index(None, "workbook"),
    Index(None, "cycle"),
    sqlite_autoincrement=True,
)
"""Each file received, in the archive's own order, and what became of it."""

entry = Table(
    "entry",
    metadata,
    key("submission", Integer, ForeignKey("submission.id")),
    key("employee"),
    key("indicator"),
    may("actual", Float),
    may("self_rating", Float),
    may("manager_rating", Float),
    must("applicable", Integer),
    must("evidence"),
    must("comment"),
    may("sheet"),
    must("cells"),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""What was typed for one person and indicator, and the cells it stood in."""

register = Table(
    "register",
    metadata,
    key("submission", Integer, ForeignKey("submission.id")),
    key("kind"),
    key("key"),
    must("document"),
    may("sheet"),
    must("cells"),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""The rows of every other table that people fill, as JSON by the table's declaration."""

result = Table(
    "result",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    key("employee"),
    key("version", Integer),
    must("department"),
    may("submission", Integer, ForeignKey("submission.id")),
    may("score", Float),
    may("grade"),
    must("state"),
    must("recorded_at"),
    must("event", Integer),
    Index(None, "submission"),
    sqlite_with_rowid=False,
)
"""Each version of each person's result; never overwritten."""

indicator_score = Table(
    "indicator_score",
    metadata,
    key("cycle"),
    key("employee"),
    key("version", Integer),
    key("position", Integer),
    must("indicator"),
    must("weight", Float),
    must("method"),
    may("target", Float),
    may("actual", Float),
    may("score", Float),
    may("sheet"),
    may("cell"),
    must("event", Integer),
    ForeignKeyConstraint(
        ["cycle", "employee", "version"], ["result.cycle", "result.employee", "result.version"]
    ),
    sqlite_with_rowid=False,
)
"""The lines of a result version, in the order of the template."""

adjusted = Table(
    "adjusted",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    key("number", Integer),
    must("scheme", Text, ForeignKey("scheme_version.digest")),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""Which version of the scheme says who gets bonus, deduction or veto in a cycle; the last number counts."""
