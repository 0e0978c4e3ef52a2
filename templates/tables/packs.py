"""The tables of the small workbooks: self-appraisal, rater workbook, data workbook; each by its edition.

Their columns are those of Appraisal, so that one reader and one set of checks serve all: `manager_rating`
holds the rating of whoever fills the workbook, under a title of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from templates.tables.model import Column, Table

READ = "@read"
"""Subject and indicator of the row in which somebody confirms to have read the standards."""

READ_KEY = (READ, READ)

_WHO = (
    Column("employee", "id", "fixed", width=12, hidden=True),
    Column("name", "text", "fixed", width=18, hidden=True),
    Column("position", "text", "fixed", width=16, hidden=True),
    Column("indicator", "id", "fixed", width=12, hidden=True),
)
_ASKED = (
    Column("indicator_name", "text", "fixed", width=26),
    Column("standard", "text", "fixed", width=58),
)
_ANSWERED = (
    Column("manager_rating", "rating", "sender", width=12),
    Column("comment", "text", "sender", width=34),
    Column("todo", "formula", "formula", width=14),
)
_SCALE = (
    Column("scale", "integer", "fixed", width=8, hidden=True),
    Column("half_steps", "flag", "fixed", width=8, hidden=True),
)

SELF = Table(
    "self",
    "pack",
    (
        *_WHO,
        *_ASKED,
        Column("unit", "text", "fixed", width=12),
        Column("target", "value", "fixed", width=10),
        *_ANSWERED,
        *_SCALE,
    ),
    keys=("employee", "indicator"),
)

RATER = Table(
    "rater",
    "pack",
    (
        _WHO[0],
        Column("name", "text", "fixed", width=18),
        *_WHO[2:],
        *_ASKED,
        *_ANSWERED,
        Column("relation", "choice", "fixed", choices="group", width=12, hidden=True),
        *_SCALE,
    ),
    keys=("employee", "indicator"),
)

DATA = Table(
    "data",
    "pack",
    (
        Column("employee", "id", "fixed", width=14),
        Column("name", "text", "fixed", width=22),
        *_WHO[2:],
        Column("indicator_name", "text", "fixed", width=32),
        Column("unit", "text", "fixed", width=14),
        Column("method", "choice", "fixed", choices="method", width=12, hidden=True),
        Column("actual", "value", "sender", width=14),
        Column("evidence", "text", "sender", width=44),
        Column("todo", "formula", "formula", width=14),
    ),
    keys=("employee", "indicator"),
)

ASKED_TO_READ = ("self", "rater")
"""The editions in which somebody confirms to have read the standards."""

PACKS: Mapping[str, Table] = {table.key: table for table in (SELF, RATER, DATA)}
"""The table of each edition, by the edition's name."""
