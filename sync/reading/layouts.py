"""Finding the table in somebody else's file: its sheet, line of titles, separator and encoding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sync.reading.cells import Sheet, Unreadable
from sync.reading.encodings import encoding_of
from sync.reading.gate.foreign import kind_of
from sync.reading.rows import SEPARATORS, Layout, csv_lines, is_book, sheet_lines

HEADER_WITHIN = 20
"""The titles stand in one of the first filled rows."""

TEXTS = ("text", "unknown")
"""The kinds of file that a table may be in, unless reading them as one says otherwise."""

Lacks = Callable[[Sequence[str]], int]
"""Tells how many of the needed columns a row of titles lacks."""


class Found(NamedTuple):
    """The layout of a file's table, and the names of the other visible sheets that hold something."""

    layout: Layout
    others: tuple[str, ...] = ()


def find_layout(data: bytes, lacks: Lacks) -> Found:
    """Find the table: the titles are the first row, of the first sheet, that lacks fewest needed columns.

    Raises Unreadable with the kind of a file that is neither CSV nor xlsx, or where nothing stands in it.
    """
    if is_book(data):
        return _in_book(data, lacks)
    if data and (kind := kind_of(data)).code not in TEXTS:
        raise kind
    return Found(_in_text(data, lacks))


def _in_book(data: bytes, lacks: Lacks) -> Found:
    from sync.reading.xlsx import read_book

    book = read_book(data)
    sheets = {
        order: sheet for order, sheet in enumerate(book.sheets) if sheet.state == "visible" and _filled(sheet)
    }
    found = [
        (lacks(row), order, line)
        for order, sheet in sheets.items()
        for line, row in _first(sheet_lines(book, sheet))
    ]
    if not found:
        raise Unreadable("no_rows")
    _, taken, line = min(found)
    return Found(Layout(line, taken), tuple(one.name for order, one in sheets.items() if order != taken))


def _filled(sheet: Sheet) -> bool:
    cells = (cell for row in sheet.rows for cell in row.cells.values())
    return any(cell.value not in (None, "") or cell.formula for cell in cells)


def _first(lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return islice(((line, row) for line, row in lines if any(row)), HEADER_WITHIN)


def _in_text(data: bytes, lacks: Lacks) -> Layout:
    """Find titles and separator among the lines that can be read; why one cannot, `read_rows` says."""
    encoding = encoding_of(data)
    text, found, reason = data.decode(encoding), [], Unreadable("no_rows")
    for separator in SEPARATORS:
        try:
            for line, row in _first(csv_lines(text, separator)):
                found.append((lacks(row), line, -len(row), separator))
        except Unreadable as unreadable:
            reason = unreadable
    if not found:
        raise reason
    _, line, _, separator = min(found)
    return Layout(line, 0, encoding, separator)
