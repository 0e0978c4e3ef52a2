"""Questions about some subjects of many: only theirs is read, so many of them named at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, func, select

AT_ONCE = 500
"""So many are named in one question to the database."""

Among = Collection[str] | Select[Any] | None
"""Some subjects by name, those that another question chooses, or (None) all there are."""


def portions(named: Iterable[str]) -> Iterator[list[str]]:
    """Yield what is named in portions that fit into one question."""
    waiting = iter(named)
    while portion := list(islice(waiting, AT_ONCE)):
        yield portion


def rows_among(connection: Connection, of: Select[Any], column: Column[Any], named: Among) -> Iterator[Any]:
    """Yield what a question finds of those whose name stands in a column."""
    if named is None or isinstance(named, Select):
        yield from connection.execute(of if named is None else of.where(column.in_(named)))
        return
    some = of.where(column.in_(bindparam("named", expanding=True)))
    for portion in portions(sorted(named)):
        yield from connection.execute(some, {"named": portion}).all()


def last_numbers(
    connection: Connection, column: Column[Any], named: Collection[str], *where: ColumnElement[bool]
) -> dict[str, int]:
    """Return the last number under which something is known of each; who is not known yet has none."""
    of = select(column, func.max(column.table.c.number)).where(*where).group_by(column)
    return {row[0]: row[1] for row in rows_among(connection, of, column, named)}
