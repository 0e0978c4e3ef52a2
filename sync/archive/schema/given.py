"""What self-appraisals, rater and data workbooks give: a table of the archive."""

from __future__ import annotations

from sqlalchemy import Float, ForeignKey, Index, Integer, Table

from sync.archive.schema.columns import key, may, metadata, must

given = Table(
    "given",
    metadata,
    key("submission", Integer, ForeignKey("submission.id")),
    key("subject"),
    key("indicator"),
    must("cycle"),
    must("giver"),
    may("relation"),
    must("value", Float),
    must("evidence"),
    may("sheet"),
    may("cell"),
    must("event", Integer),
    Index(None, "cycle", "subject"),
    sqlite_with_rowid=False,
)
"""Ratings and actuals that small workbooks gave; they count while their submission does.

`relation` is what the giver is to the subject, none for an actual; a rater's `giver` is a code.
"""
