"""Questions about some subjects of many: only theirs is read, however many of them are named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from sync.archive.storable import gate

Among = Collection[str] | Select[Any] | None
"""Some subjects by name, those that another question chooses, or (None) all there are."""


class _Listed(FunctionElement[str]):
    """The texts of a JSON list, as a question: they travel as one value, which no database limits."""

    inherit_cache = True


@compiles(_Listed)
def _in_sqlite(listed: _Listed, compiler: Any, **how: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(listed.clauses, **how)}))"


@compiles(_Listed, "postgresql")
def _on_server(listed: _Listed, compiler: Any, **how: Any) -> str:
    return f"(SELECT json_array_elements_text(CAST({compiler.process(listed.clauses, **how)} AS json)))"


def one_of(column: Column[Any], parameter: str) -> ColumnElement[bool]:
    """Return the condition that a column holds one of the texts listed in a parameter, see `as_list`."""
    return column.op("IN", is_comparison=True)(_Listed(bindparam(parameter)))


def as_list(named: Iterable[str]) -> str:
    """Return texts as the parameter that lists them; what no database keeps is in none."""
    return gate(list(named))[1].decode()


def rows_among(connection: Connection, of: Select[Any], column: Column[Any], named: Among) -> Iterator[Any]:
    """Yield what a question finds of those whose name stands in a column."""
    if named is None or isinstance(named, Select):
        yield from connection.execute(of if named is None else of.where(column.in_(named)))
    else:
        yield from connection.execute(of.where(one_of(column, "named")), {"named": as_list(named)}).all()


def last_numbers(
    connection: Connection, column: Column[Any], named: Collection[str], *where: ColumnElement[bool]
) -> dict[str, int]:
    """Return the last number under which something is known of each; who is not known yet has none."""
    of = select(column, func.max(column.table.c.number)).where(*where).group_by(column)
    return {row[0]: row[1] for row in rows_among(connection, of, column, named)}
