"""What processes note that came in no workbook: appeals, extensions, notices sent, receipts and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, literal, select

from sync.archive.among import Among, last_numbers, rows_among
from sync.archive.schema import record
from sync.archive.writing import Writing, add


class Record(NamedTuple):
    """A version of what a process noted: which process (`kind`), of which cycle, under which key.

    `by` noted it, `at` [UTC]; `event` gives the order.
    """

    kind: str
    cycle: str
    key: str
    number: int
    document: Mapping[str, Any]
    by: str
    at: str
    event: int


def note(
    writing: Writing, kind: str, cycle: str, documents: Iterable[tuple[str, Mapping[str, Any]]], by: str
) -> None:
    """Write down documents under their keys, each as the next version of its key."""
    documents = list(documents)
    own = (record.c.kind == kind, record.c.cycle == cycle)
    last = last_numbers(writing.connection, record.c.key, {key for key, _ in documents}, *own)

    def rows() -> Iterator[tuple[object, ...]]:
        for key, document in documents:
            last[key] = last.get(key, 0) + 1
            text = msgspec.json.encode(document).decode()
            yield kind, cycle, key, last[key], text, by, writing.at

    add(writing, record, rows())


def records(
    connection: Connection,
    kind: str,
    cycle: str | None = None,
    key: str | None = None,
    *,
    among: Among = None,
    every: bool = False,
) -> list[Record]:
    """Return what was noted last under each key of a process, or every version, in the order it was noted.

    cycle, key, among (several keys): only of these; None for all.
    """
    of = select(record).where(record.c.kind == kind)
    of = of.where(literal(True) if cycle is None else record.c.cycle == cycle)
    of = of.order_by(record.c.event, record.c.key, record.c.number)
    rows = rows_among(connection, of, record.c.key, among if key is None else (key,))
    found = [_record(*row) for row in rows]
    if every:
        return found
    last = {(one.cycle, one.key): one for one in found}
    return sorted(last.values(), key=lambda one: (one.event, one.cycle, one.key))


def last_event(connection: Connection, kind: str) -> int:
    """Return the event by which a process noted something last; 0 where it never did."""
    return connection.scalar(select(func.max(record.c.event)).where(record.c.kind == kind)) or 0


def _record(kind: str, cycle: str, key: str, number: int, text: str, by: str, at: str, event: int) -> Record:
    return Record(kind, cycle, key, number, msgspec.json.decode(text), by, at, event)
