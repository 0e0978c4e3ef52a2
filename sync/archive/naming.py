"""Whose a row is, as people say it: the file name of its workbook, and the person it is about."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, select

from sync.archive import events
from sync.archive.schema import event, imported, issued, record, result, scheme_version, submission

Whose = tuple[str | None, str | None]
"""File name and subject; None where a row has none."""

FILE = "file"
"""The kind of the records that tell of files kept for a process; their key is the SHA-256 of the bytes."""


def about_row(connection: Connection, table: Table, row: tuple[Any, ...]) -> Whose:
    """Return the workbook and the person a row belongs to."""
    values = dict(zip(table.columns.keys(), row, strict=True))
    subject = values.get("employee") or values.get("subject")
    return _workbook(connection, table, values), None if subject is None else str(subject)


def _workbook(connection: Connection, table: Table, values: dict[str, Any]) -> str | None:
    if table.name in ("submission", "issued", "imported"):
        return str(values["name"])
    if table.name == "indicator_score":
        keys = [column == values[column.name] for column in tuple(result.c)[:3]]
        return _name(connection, submission.c.name, submission.c.id == result.c.submission, *keys)
    if values.get("submission") is not None:
        return name_of(connection, values["submission"])
    if values.get("imported") is not None:
        return _name(connection, imported.c.name, imported.c.id == values["imported"])
    if values.get("workbook") is not None:
        return _name(connection, issued.c.name, issued.c.workbook == values["workbook"])
    return None


def name_of(connection: Connection, number: Any) -> str | None:
    """Return the file name under which a submission was received."""
    return _name(connection, submission.c.name, submission.c.id == number)


def _name(connection: Connection, column: ColumnElement[str], *where: ColumnElement[bool]) -> str | None:
    found = connection.execute(select(column).where(*where).limit(1)).first()
    return None if found is None else str(found[0])


def about_event(connection: Connection, seq: int) -> str | None:
    """Return the file names of the workbooks an event was about."""
    try:
        found = events.parsed(connection.scalar(select(event.c.text).where(event.c.seq == seq)) or "")
    except (msgspec.DecodeError, TypeError):
        return None
    name, handed_out = found.details.get("name"), found.details.get("workbooks")
    if isinstance(handed_out, list):
        return ", ".join(str(one[-1]) for one in handed_out if isinstance(one, list) and one) or None
    if isinstance(name, str):
        return name
    return name_of(connection, int(found.subject)) if found.subject.isdecimal() else None


def about_file(connection: Connection, sha256: str) -> str | None:
    """Return the names under which a kept file was received, handed out or imported."""
    names: set[str] = set()
    for table in (submission, issued, imported):
        names |= {
            str(name) for name in connection.scalars(select(table.c.name).where(table.c.blob == sha256))
        }
    filed = select(record.c.document).where(record.c.kind == FILE, record.c.key == sha256)
    names |= {str(msgspec.json.decode(text)["name"]) for text in connection.scalars(filed)}
    if not names and _name(connection, scheme_version.c.blob, scheme_version.c.blob == sha256):
        return "scheme.xlsx"
    return ", ".join(sorted(names)) or None
