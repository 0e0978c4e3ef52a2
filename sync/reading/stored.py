"""A reading as the archive stores it: JSON, also as an earlier program wrote it."""

from __future__ import annotations

from typing import Any

import msgspec

from sync.reading.submission import Submission

PLACED = 6
"""Cells were stored with their row and column before their kind."""


def store(submission: Submission) -> bytes:
    """Write a reading as JSON."""
    return msgspec.json.encode(submission)


def restore(document: bytes) -> Submission:
    """Read a stored reading back. Raises msgspec.ValidationError where it is none."""
    try:
        return msgspec.json.decode(document, type=Submission)
    except msgspec.ValidationError:
        return msgspec.json.decode(brought_up(document), type=Submission)


def brought_up(document: bytes) -> bytes:
    """Return a stored reading as this program writes it. Raises msgspec.DecodeError where it is no JSON."""
    loose = msgspec.json.decode(document)
    for row in _rows(loose):
        for key, cell in row["cells"].items():
            if isinstance(cell, list) and len(cell) == PLACED:
                row["cells"][key] = cell[2:]
    return msgspec.json.encode(loose)


def _rows(loose: Any) -> list[dict[str, Any]]:
    """Return the rows of all tables; none where the document is of another kind."""
    tables = loose.get("tables") if isinstance(loose, dict) else None
    listed = [table.get("rows") for table in tables.values()] if isinstance(tables, dict) else []
    rows = [row for one in listed if isinstance(one, list) for row in one]
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("cells"), dict)]
