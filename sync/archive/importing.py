"""Taking in files of other systems: bytes kept, rows by line, the mapping remembered, all in one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, func, literal, select

from sync.archive.given import counting
from sync.archive.handed import Actual, ActualRow, PastRow, PostRow
from sync.archive.rated import RatingRow
from sync.archive.schema import imported, imported_actual, imported_rating, past_result, post_held
from sync.archive.writing import Writing, add, finish, keep

Kind = Literal["actuals", "ratings", "history", "posts"]
Rows = Sequence[ActualRow] | Sequence[RatingRow] | Sequence[PastRow] | Sequence[PostRow]

TABLES: Mapping[Kind, Table] = {
    "actuals": imported_actual,
    "ratings": imported_rating,
    "history": past_result,
    "posts": post_held,
}

ABOUT: Mapping[Kind, tuple[str, ...]] = {
    "actuals": ("cycle", "subject", "indicator"),
    "ratings": ("cycle", "subject", "indicator", "rater", "relation"),
    "history": ("employee", "period"),
    "posts": ("employee",),
}
"""What a row is about: a later import that says something about the same replaces it."""


class Import(NamedTuple):
    """A file that was taken in: the number of its import; not new where the same one stands already."""

    number: int
    new: bool


class Origin(NamedTuple):
    """Where an imported fact comes from: the import, the system, the file and its line."""

    number: int
    source: str
    name: str
    line: int


def take_in(
    writing: Writing,
    kind: Kind,
    source: str,
    name: str,
    content: bytes,
    mapping: object,
    rows: Rows,
    by: str,
) -> Import:
    """Keep a file and write the rows that were understood in it.

    Nothing is written where the same file was taken in under the same mapping and all its rows still count.

    mapping: how the file was read, so that its rows follow from its bytes; kept as JSON.
    """
    told = msgspec.json.encode(mapping).decode()
    sha256 = keep(writing.connection, content)
    known = _standing(writing.connection, kind, source, sha256, told)
    if known is not None:
        return Import(known, new=False)
    number = (writing.connection.scalar(select(func.max(imported.c.id))) or 0) + 1
    add(writing, imported, [(number, kind, source, name, sha256, told, len(rows), writing.at)])
    add(writing, TABLES[kind], ((number, *row) for row in rows))
    details = {"kind": kind, "source": source, "name": name, "blob": sha256, "count": len(rows)}
    finish(writing, by, "imported", str(number), details)
    return Import(number, new=True)


def _standing(connection: Connection, kind: Kind, source: str, sha256: str, told: str) -> int | None:
    """Return the import of the same file under the same mapping of which nothing was replaced since."""
    found = imported.c
    same = (found.kind == kind, found.source == source, found.blob == sha256, found.mapping == told)
    number: int | None = connection.scalar(select(func.max(found.id)).where(*same))
    if number is None:
        return None
    own, later = TABLES[kind].alias(), TABLES[kind].alias()
    again = and_(later.c.imported > number, *(own.c[name] == later.c[name] for name in ABOUT[kind]))
    replaced = select(own.c.line).join_from(own, later, again).where(own.c.imported == number).limit(1)
    return number if connection.execute(replaced).first() is None else None


def actuals(connection: Connection, cycle: str, until: int | None = None) -> dict[tuple[str, str], Actual]:
    """Return the values measured for a cycle by subject and indicator; of several the latest counts.

    They were imported, or given in a data workbook.

    With `until`, those that counted right after that event.
    """
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
    known = literal(True) if until is None else values.event <= until
    found = of.where(values.cycle == cycle, known).order_by(values.imported, values.line)
    imports = {(subject, indicator): Actual(*rest) for subject, indicator, *rest in connection.execute(found)}
    for one in counting(connection, cycle, rated=False, until=until):
        row = one.row
        before = imports.get((row.subject, row.indicator))
        if before is None or before.event < one.event:
            told = (row.value, one.department, one.name, 0, one.event, row.evidence, row.sheet, row.cell)
            imports[row.subject, row.indicator] = Actual(*told)
    return imports


def past_results(connection: Connection, employee: str) -> list[tuple[PastRow, Origin]]:
    """Return a person's results from before this archive by period; of several the latest counts."""
    found = _facts(connection, past_result, past_result.c.employee == employee)
    latest = {row.period: (row, origin) for row, origin in ((PastRow(*fact), at) for fact, at in found)}
    return [latest[period] for period in sorted(latest)]


def posts_held(connection: Connection, employee: str) -> list[tuple[PostRow, Origin]]:
    """Return the posts a person held by day of their beginning, as the latest import that knows them says."""
    latest = select(func.max(post_held.c.imported)).where(post_held.c.employee == employee).scalar_subquery()
    of = and_(post_held.c.employee == employee, post_held.c.imported == latest)
    found = [(PostRow(*fact), origin) for fact, origin in _facts(connection, post_held, of)]
    return sorted(found, key=lambda one: (one[0].starts, one[0].line))


def _facts(
    connection: Connection, table: Table, where: ColumnElement[bool]
) -> list[tuple[tuple[Any, ...], Origin]]:
    """Return rows of a table of imported facts, import by import, each with where it comes from."""
    columns = tuple(table.c)[1:-1]
    of = select(imported.c.id, imported.c.source, imported.c.name, *columns).join_from(table, imported)
    rows = connection.execute(of.where(where).order_by(table.c.imported, table.c.line))
    return [(tuple(row[3:]), Origin(*row[:4])) for row in rows]
