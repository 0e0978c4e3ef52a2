"""Each row against the event that wrote it: both are walked once, in the order of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, Table, select, type_coerce
from sqlalchemy.types import NullType

from sync.archive import events
from sync.archive.naming import about_event, about_row
from sync.archive.rows import Broken
from sync.archive.schema import CHANGING, WRITTEN_ONCE, event, meta
from sync.archive.writing import key_of

Row = tuple[Any, ...]

AT_ONCE = 1000
"""So many rows are fetched together."""


class Sealed(NamedTuple):
    """What one event recorded of one table: the digests of its rows (by key, where rows move on)."""

    seq: int
    digests: Any


class _Details(msgspec.Struct):
    rows: dict[str, msgspec.Raw] = {}


class _Text(msgspec.Struct):
    details: _Details


def tables(connection: Connection) -> Iterator[Iterator[Broken]]:
    """Yield, table by table, what does not agree with what the events recorded of it."""
    for table in (meta, *WRITTEN_ONCE):
        yield _written_once(connection, table)
    for table in CHANGING:
        yield _changing(connection, table)


def sealed(connection: Connection, table: Table) -> Iterator[Sealed]:
    """Yield what each event recorded of a table; an event that cannot be read is named elsewhere."""
    texts = select(event.c.seq, event.c.text).order_by(event.c.seq)
    for seq, text in connection.execute(texts.execution_options(yield_per=AT_ONCE)):
        try:
            recorded = msgspec.json.decode(text, type=_Text).details.rows.get(table.name)
            if recorded is not None:
                yield Sealed(seq, msgspec.json.decode(recorded))
        except (msgspec.DecodeError, TypeError):
            continue


def as_it_lies(column: Column[Any]) -> ColumnElement[Any]:
    """Return a column to be read without any notion of what it should hold."""
    return type_coerce(column, NullType())


def stored(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield the rows of a table as they lie there, whatever types they have, in the order of their events."""
    of = select(*map(as_it_lies, table.columns)).order_by(tuple(table.columns)[-1])
    return map(tuple, connection.execute(of.execution_options(yield_per=AT_ONCE)))


def _digest(table: Table, row: Row) -> str:
    """Return the digest of a row; "" where bytes lie in a column of texts, since empty ones look alike."""
    for column, value in zip(table.columns, row, strict=True):
        if isinstance(value, bytes) and not isinstance(column.type, LargeBinary):
            return ""
    return events.row_digest(row)


def _event_of(table: Table, row: Row) -> int:
    """Return the event that a row names; the archive's own name was written by the first one."""
    if table is meta:
        return 1
    return row[-1] if isinstance(row[-1], int) else 0


def _written_once(connection: Connection, table: Table) -> Iterator[Broken]:
    """Match rows and recorded digests event by event; what is left over on either side does not hold."""
    recorded = sealed(connection, table)
    here = next(recorded, None)
    for seq, rows in groupby(stored(connection, table), key=lambda row: _event_of(table, row)):
        while here is not None and here.seq < seq:
            yield from _gone(connection, table, here.seq, _digests(here).total())
            here = next(recorded, None)
        matching = here is not None and here.seq == seq
        left = _digests(here) if here is not None and matching else Counter[str]()
        yield from _compared(connection, table, seq, rows, left)
        here = next(recorded, None) if matching else here
    while here is not None:
        yield from _gone(connection, table, here.seq, _digests(here).total())
        here = next(recorded, None)


def _digests(recorded: Sealed) -> Counter[str]:
    return Counter(events.split_digests(recorded.digests) if isinstance(recorded.digests, str) else ())


def _compared(
    connection: Connection, table: Table, seq: int, rows: Iterable[Row], left: Counter[str]
) -> Iterator[Broken]:
    odd: list[Row] = []
    for row in rows:
        digest = _digest(table, row)
        if left[digest] > 0:
            left[digest] -= 1
        else:
            odd.append(row)
    missing = left.total()
    for number, row in enumerate(odd):
        what = "row_changed" if number < missing else "row_unknown"
        yield Broken(what, table.name, key_of(table, row), f"#{seq}", *about_row(connection, table, row))
    yield from _gone(connection, table, seq, missing - len(odd))


def _gone(connection: Connection, table: Table, seq: int, count: int) -> Iterator[Broken]:
    for _ in range(count):
        yield Broken("row_missing", table.name, "", f"#{seq}", about_event(connection, seq))


def _changing(connection: Connection, table: Table) -> Iterator[Broken]:
    """Find each row that is not as the last event that touched it left it.

    `unmet` holds the rows whose event is still to come; at the end, those that never came.
    """
    recorded = sealed(connection, table)
    here = next(recorded, None)
    unmet: dict[str, str] = {}
    odd: set[str] = set()
    for row in stored(connection, table):
        while here is not None and here.seq <= _event_of(table, row):
            unmet |= here.digests if isinstance(here.digests, dict) else {}
            here = next(recorded, None)
        key = key_of(table, row)
        if unmet.get(key) == _digest(table, row):
            del unmet[key]
        else:
            odd.add(key)
    while here is not None:
        unmet |= here.digests if isinstance(here.digests, dict) else {}
        here = next(recorded, None)
    yield from _not_as_left(connection, table, unmet, odd)


def _not_as_left(
    connection: Connection, table: Table, unmet: dict[str, str], odd: set[str]
) -> Iterator[Broken]:
    if not unmet and not odd:
        return
    there = set()
    for row in stored(connection, table):
        key = key_of(table, row)
        there.add(key)
        if key in unmet or key in odd:
            what = "row_changed" if key in unmet else "row_unknown"
            yield Broken(what, table.name, key, "", *about_row(connection, table, row))
    for key in unmet:
        if key not in there:
            yield Broken("row_missing", table.name, key)
