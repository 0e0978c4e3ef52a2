"""One transaction of the archive: rows are written with the number of the event that will seal them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select

from sync.archive import events
from sync.archive.among import as_list, one_of
from sync.archive.engine import insert_many
from sync.archive.schema import blob
from sync.archive.storable import gate_all
from sync.settings import now

AT_ONCE = 5_000
"""So many rows are on their way to the database at once."""

KEPT = select(blob.c.size).where(blob.c.sha256 == bindparam("sha256"))


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction under way: its event and the hash before it, time, digests of its rows."""

    connection: Connection
    seq: int
    previous: str
    at: str
    rows: dict[str, Any] = field(default_factory=dict)


def moment() -> str:
    """Return the time in UTC as ISO text, to the second."""
    return now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def begin(connection: Connection) -> Writing:
    """Start to write; the connection's transaction already holds the write lock."""
    return Writing(connection, *events.next_event(connection), moment())


def add(writing: Writing, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows that never change, given without their last column, the event.

    They are taken so many at once, so that memory stays flat however many there are.
    """
    waiting = iter(rows)
    while portion := [(*row, writing.seq) for row in islice(waiting, AT_ONCE)]:
        complete, encoded = gate_all(portion)
        insert_many(writing.connection, table, complete)
        digests = "".join(map(events.digest_of, encoded))
        writing.rows[table.name] = writing.rows.get(table.name, "") + digests


def touched(writing: Writing, table: Table, **of: object) -> None:
    """Note rows of a changing table as they now stand, by their key; `of`: columns and value, or list."""
    digests = writing.rows.setdefault(table.name, {})
    chosen = _touched(table, tuple((name, isinstance(value, list)) for name, value in of.items()))
    asked = {name: as_list(value) if isinstance(value, list) else value for name, value in of.items()}
    for row in writing.connection.execute(chosen, {"seq": writing.seq, **asked}):
        digests[key_of(table, tuple(row))] = events.row_digest(tuple(row))


@cache
def _touched(table: Table, of: tuple[tuple[str, bool], ...]) -> Select[Any]:
    """Choose the rows an event has written, by some columns; each is given one value or a list."""
    where = [
        one_of(table.c[name], name) if listed else table.c[name] == bindparam(name) for name, listed in of
    ]
    return select(table).where(table.c.event == bindparam("seq"), *where)


def key_of(table: Table, row: tuple[Any, ...]) -> str:
    """Return what names a row to people: the values of its key."""
    return " / ".join([str(row[index]) for index in _keys(table)])


@cache
def _keys(table: Table) -> tuple[int, ...]:
    return tuple(index for index, column in enumerate(table.columns) if column.primary_key)


def finish(writing: Writing, actor: str, kind: str, subject: str, details: Mapping[str, Any]) -> None:
    """Seal what was written with its event."""
    sealed = dict(details) | {"rows": writing.rows}
    link = writing.seq, writing.previous
    events.append(writing.connection, link, writing.at, actor, kind, subject, sealed)


def keep(connection: Connection, content: bytes) -> str:
    """Keep bytes under their SHA-256, once; returns it."""
    name = sha256(content).hexdigest()
    if connection.execute(KEPT, {"sha256": name}).first() is None:
        insert_many(connection, blob, [(name, len(content), content)])
    return name
