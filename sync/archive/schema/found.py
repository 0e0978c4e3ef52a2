"""What was found, waived and mended: tables of the archive."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from sync.archive.schema.columns import key, may, metadata, must


def _told() -> tuple[Column[Any], ...]:
    """Declare the columns of a finding, which are its fields in their order."""
    return (
        must("id"),
        must("code"),
        must("severity"),
        may("workbook"),
        may("sheet"),
        may("cell"),
        may("found"),
        may("expected"),
        must("fix"),
        must("message"),
        may("department"),
        may("employee"),
        may("indicator"),
    )


finding = Table(
    "finding",
    metadata,
    key("submission", Integer, ForeignKey("submission.id")),
    key("position", Integer),
    *_told(),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""What was wrong or odd in a submission, in the words it was told."""

waiver = Table(
    "waiver",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    must("cycle", Text, ForeignKey("cycle.id")),
    may("workbook"),
    must("finding"),
    must("code"),
    must("mark"),
    must("reason"),
    must("waived_by"),
    must("until"),
    must("waived_at"),
    may("submission", Integer, ForeignKey("submission.id")),
    must("event", Integer),
    Index(None, "cycle"),
    Index(None, "workbook"),
    sqlite_with_rowid=False,
)
"""An accepted exception: which finding, what stood there (`mark`), why, who, until which day.

`submission` is the one that counted then; for what was found across workbooks there is none, and no workbook.
"""

waiver_end = Table(
    "waiver_end",
    metadata,
    key("waiver", Integer, ForeignKey("waiver.id")),
    must("why"),
    may("submission", Integer, ForeignKey("submission.id")),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""The end of a waiver: what it waived was mended or changed, its day passed, or another one replaced it."""

cycle_finding = Table(
    "cycle_finding",
    metadata,
    key("cycle", Text, ForeignKey("cycle.id")),
    key("number", Integer),
    must("standing"),
    must("scope"),
    *_told(),
    must("event", Integer),
    sqlite_with_rowid=False,
)
"""What was found across the workbooks of a cycle (`found`), and that it is no longer so (`gone`).

The last number of an id counts. `scope` is the department a check looked at, "" for the whole cycle.
"""
