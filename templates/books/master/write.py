"""Writing the master workbook: index first, then the dashboard, then the tables that hold anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from addin.texts import say, words
from templates.books.master.content import Filled, MasterContent
from templates.books.master.dashboard import write_dashboard, write_numbers
from templates.books.master.index import Entry, write_index
from templates.books.master.listing import write_listing
from templates.writer import SafeWorkbook


def write_master(content: MasterContent) -> bytes:
    """Write the master workbook of a cycle, or the one for directors; empty tables are left out."""
    language = content.language
    book = SafeWorkbook(language, title=say(f"master.title.{content.kind}", language, cycle=content.cycle))
    index = book.sheet(say("master.index.title", language), group="path")
    tables = [filled for one in content.tables for filled in _if_any(one)]
    known = {one.table.key for one in tables}
    write_dashboard(book, content, known)
    rows = [write_listing(book, content, one, known) for one in tables]
    write_numbers(book, content)
    write_index(index, content, list(_entries(content, tables, rows)))
    return book.save()


def _if_any(filled: Filled) -> Iterator[Filled]:
    """Yield a table that has a row; its rows may come one by one and only once."""
    rows = iter(filled.rows)
    for first in rows:
        yield replace(filled, rows=chain([first], rows))
        return


def _entries(content: MasterContent, tables: list[Filled], rows: list[int]) -> Iterator[Entry]:
    texts = words("master", content.language)
    yield Entry(texts["dashboard"]["title"], texts["about"]["dashboard"])
    for filled, count in zip(tables, rows, strict=True):
        yield Entry(filled.table.title(content.language), _about(content, filled.table.key), count)
    if content.plots:
        yield Entry(texts["numbers"]["title"], texts["about"]["numbers"])


def _about(content: MasterContent, table: str) -> str:
    """Say what a table shows; of a register, that its rows come from the departments."""
    texts = words("master", content.language)
    about: dict[str, str] = texts["about"] | (texts["about_board"] if content.kind == "board" else {})
    return about.get(table) or about["register"]
