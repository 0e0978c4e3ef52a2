"""How every table of the archive is declared: one set of tables, columns that must or may be filled."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, MetaData, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def key(name: str, kind: Any = Text, *constraints: Any) -> Column[Any]:
    """Declare a column of a table's key."""
    return Column(name, kind, *constraints, primary_key=True, nullable=False)


def must(name: str, kind: Any = Text, *constraints: Any) -> Column[Any]:
    """Declare a column that is always filled."""
    return Column(name, kind, *constraints, nullable=False)


def may(name: str, kind: Any = Text, *constraints: Any) -> Column[Any]:
    """Declare a column that may be empty."""
    return Column(name, kind, *constraints, nullable=True)
