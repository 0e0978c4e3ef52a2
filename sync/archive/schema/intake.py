"""What a collect is working on: tables of the archive."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Integer, Table, Text

from sync.archive.schema.columns import key, metadata, must

claim = Table(
    "claim",
    metadata,
    key("submission", Integer, ForeignKey("submission.id")),
    must("collector"),
    sqlite_with_rowid=False,
)
"""Which run of collect is working on a submission, until it is settled."""

seen = Table(
    "seen",
    metadata,
    key("path"),
    must("size", BigInteger),
    must("mtime_ns", BigInteger),
    must("sha256"),
    sqlite_with_rowid=False,
)
"""Which files of a folder were taken in already, so that only what changed is read."""

looked_across = Table(
    "looked_across",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""Up to which event the workbooks of a cycle were last compared; without it all are compared again."""
