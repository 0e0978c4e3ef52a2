"""The pages on the archive say what is so: tables drawn as declared, each of them explained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Table

from sync.archive.schema import CHANGING, WRITTEN_ONCE, metadata

HOUSE = Path(__file__).resolve().parent.parent
PAGES = (HOUSE / "docs" / "archive.md", HOUSE / "docs" / "zh" / "archive.md")
KINDS = {"TEXT": "text", "INTEGER": "integer", "BIGINT": "integer", "FLOAT": "number", "BLOB": "bytes"}


def drawing() -> Iterator[str]:
    """Yield the drawing of the declared tables, line by line."""
    yield "erDiagram"
    for table in metadata.tables.values():
        keys = table.foreign_key_constraints
        for key in sorted(keys, key=lambda key: (key.referred_table.name, str(key.column_keys))):
            names = ", ".join(key.column_keys)
            end = "|o" if any(column.nullable for column in key.columns) else "||"
            yield f'    {key.referred_table.name} {end}--o{{ {table.name} : "{names}"'
    for table in metadata.tables.values():
        yield from box(table)


def box(table: Table) -> Iterator[str]:
    """Yield the drawing of one table."""
    yield f"    {table.name} {{"
    for column in table.columns:
        yield f"        {line(column)}"
    yield "    }"


def line(column: Column[object]) -> str:
    """Return the drawing of one column: kind, name, keys, whether it may be empty."""
    keys = [key for key, holds in (("PK", column.primary_key), ("FK", bool(column.foreign_keys))) if holds]
    parts = [
        KINDS[str(column.type)],
        column.name,
        ", ".join(keys),
        '"may be empty"' if column.nullable else "",
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_tables_are_drawn_as_declared(page: Path) -> None:
    """The drawing on the page is the one that follows from the declared tables."""
    drawn = page.read_text("utf-8").split("```mermaid\n")[1].split("\n```")[0]
    assert drawn.splitlines() == list(drawing())


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_table_is_explained(page: Path) -> None:
    """The page says of each table whether its rows are written once, move on, or are guarded by nothing."""
    told = page.read_text("utf-8")
    assert [table.name for table in (*WRITTEN_ONCE, *CHANGING) if f"`{table.name}`" not in told] == []
    assert all(f"`{name}`" in told for name in ("event", "blob", "seen", "claim"))
