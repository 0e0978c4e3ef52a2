"""What other systems hand over: tables of the archive."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from sync.archive.schema.columns import key, may, metadata, must

imported = Table(
    "imported",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    must("kind"),
    must("source"),
    must("name"),
    must("blob", Text, ForeignKey("blob.sha256")),
    must("mapping"),
    must("rows", Integer),
    must("imported_at"),
    must("event", Integer),
    Index(None, "blob"),
    sqlite_autoincrement=True,
)
"""Each file of another system that was taken in, with the mapping of its columns as JSON."""

imported_actual = Table(
    "imported_actual",
    metadata,
    key("imported", Integer, ForeignKey("imported.id")),
    key("line", Integer),
    must("cycle"),
    must("subject"),
    must("indicator"),
    must("value", Float),
    must("evidence"),
    must("event", Integer),
    Index(None, "cycle", "subject", "indicator"),
    sqlite_with_rowid=False,
)
"""Values of indicators that another system measured, by the line of the file; the latest import counts."""

past_result = Table(
    "past_result",
    metadata,
    key("imported", Integer, ForeignKey("imported.id")),
    key("line", Integer),
    must("employee"),
    must("period"),
    may("score", Float),
    may("grade"),
    must("event", Integer),
    Index(None, "employee"),
    sqlite_with_rowid=False,
)
"""Results from the time before this archive, as another system has them; the latest import counts."""

post_held = Table(
    "post_held",
    metadata,
    key("imported", Integer, ForeignKey("imported.id")),
    key("line", Integer),
    must("employee"),
    must("starts"),
    may("ends"),
    must("department"),
    must("position"),
    may("manager"),
    must("event", Integer),
    Index(None, "employee"),
    sqlite_with_rowid=False,
)
"""Which post a person held from one day to another; the latest import counts."""

imported_rating = Table(
    "imported_rating",
    metadata,
    key("imported", Integer, ForeignKey("imported.id")),
    key("line", Integer),
    must("cycle"),
    must("subject"),
    must("indicator"),
    must("rater"),
    must("relation"),
    must("rating", Float),
    must("event", Integer),
    Index(None, "cycle", "subject"),
    sqlite_with_rowid=False,
)
"""What peers, reports and customers rated in another system; never shown with the rater's name."""
