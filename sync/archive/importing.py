"""Taking in files of other systems: bytes kept, rows by line, the mapping remembered, all in one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from sqlalchemy import Connection, Table, func, select

from sync.archive.rows import Actual, ActualRow, PastRow, PostRow
from sync.archive.schema import imported, imported_actual, past_result, post_held
from sync.archive.writing import Writing, add, finish, keep

Kind = Literal["actuals", "history", "posts"]
Rows = Sequence[ActualRow] | Sequence[PastRow] | Sequence[PostRow]
MappedTo = Mapping[str, Sequence[str]]
"""For each field of ours the titles of the columns that make it up."""

TABLES: Mapping[Kind, Table] = {"actuals": imported_actual, "history": past_result, "posts": post_held}


def take_in(
    writing: Writing,
    kind: Kind,
    source: str,
    name: str,
    content: bytes,
    mapping: MappedTo,
    rows: Rows,
    by: str,
) -> int:
    """Keep a file and write the rows that were understood in it; returns the number of the import."""
    number = (writing.connection.scalar(select(func.max(imported.c.id))) or 0) + 1
    sha256 = keep(writing.connection, content)
    told = msgspec.json.encode(mapping).decode()
    add(writing, imported, [(number, kind, source, name, sha256, told, len(rows), writing.at)])
    add(writing, TABLES[kind], ((number, *row) for row in rows))
    details = {"kind": kind, "source": source, "name": name, "blob": sha256, "count": len(rows)}
    finish(writing, by, "imported", str(number), details)
    return number


def actuals(connection: Connection, cycle: str) -> dict[tuple[str, str], Actual]:
    """Return the values imported for a cycle by subject and indicator; of several the latest counts."""
    values = imported_actual.c
    of = select(
        values.subject,
        values.indicator,
        values.value,
        imported.c.source,
        imported.c.name,
        values.line,
        values.event,
        values.evidence,
    ).join_from(imported_actual, imported)
    rows = connection.execute(of.where(values.cycle == cycle).order_by(values.imported, values.line))
    return {(subject, indicator): Actual(*rest) for subject, indicator, *rest in rows}


def past_results(connection: Connection, employee: str) -> list[PastRow]:
    """Return a person's results from before this archive by period; of several the latest counts."""
    found = past_result.c
    of = select(*tuple(found)[1:-1]).where(found.employee == employee).order_by(found.imported, found.line)
    latest = {row.period: PastRow(*row) for row in connection.execute(of)}
    return [latest[period] for period in sorted(latest)]


def posts_held(connection: Connection, employee: str) -> list[PostRow]:
    """Return the posts a person held by day of their beginning, as the latest import that knows them says."""
    found = post_held.c
    latest = select(func.max(found.imported)).where(found.employee == employee).scalar_subquery()
    of = select(*tuple(found)[1:-1]).where(found.employee == employee, found.imported == latest)
    return [PostRow(*row) for row in connection.execute(of.order_by(found.starts, found.line))]
