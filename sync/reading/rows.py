"""Reading somebody else's table, CSV or xlsx, as records of text by column title."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import dropwhile

from sync.reading.cells import BLANK, DATE, PERCENT, Book, Cell, Sheet, Unreadable
from sync.reading.encodings import text_at_first
from sync.reading.numbers import as_date
from sync.reading.tables import written

SEPARATORS = ",;\t"

UNCALCULATED = "\0"
"""Stands for a formula whose result the file does not hold; no text of a sheet can be this."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table of a file stands and how its text is written: sheet [0-based], line of titles."""

    header: int
    sheet: int = 0
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: its line in the file, and its texts by column title.

    `beyond` is what stands in a line of a CSV after its last titled column, as where a comma was not quoted.
    """

    line: int
    texts: Mapping[str, str]
    beyond: tuple[str, ...] = ()


def read_rows(data: bytes, layout: Layout | None = None) -> tuple[tuple[str, ...], list[Record]]:
    """Return the column titles and the records of a CSV or xlsx file.

    layout: as it was found at import; without one the first filled row of the first sheet holds the titles,
    percentages come as fractions, and formulas without a result as blanks, as files were read at first.
    Raises Unreadable where it is neither.
    """
    sheet = is_book(data)
    if layout is None:
        lines = _first_sheet(data) if sheet else csv_lines(text_at_first(data))
    else:
        all_of_them = _sheet(data, layout) if sheet else csv_lines(decoded(data, layout), layout.separator)
        lines = dropwhile(lambda line: line[0] < layout.header, all_of_them)
    filled = ((number, row) for number, row in lines if any(row))
    _, titles = next(filled, (0, []))
    if not titles:
        raise Unreadable("no_rows")
    width = None if sheet else len(titles)
    return tuple(titles), [
        Record(number, dict(zip(titles, row, strict=False)), tuple(row[width:]) if width else ())
        for number, row in filled
    ]


def is_book(data: bytes) -> bool:
    """Tell whether a file is a workbook and no text."""
    return data[:2] == b"PK"


def csv_lines(text: str, separator: str = "") -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV with their numbers; the first line tells a separator that is not given."""
    first = text[:4096].partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator or max(SEPARATORS, key=first.count)
    )
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise Unreadable("not_a_table", detail=error) from error


def decoded(data: bytes, layout: Layout) -> str:
    """Return a text file's text; raises Unreadable where it is not in the encoding of its layout."""
    try:
        return data.decode(layout.encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("not_a_table", detail=layout.encoding) from error


def _first_sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from sync.reading.xlsx import read_book

    book = read_book(data)
    sheet = next((sheet for sheet in book.sheets if sheet.rows and sheet.state == "visible"), None)
    for number, cells in sheet.rows if sheet else ():
        yield number, _spread(cells, lambda cell: _text(cell, book.date1904))


def _sheet(data: bytes, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    from sync.reading.xlsx import read_book

    book = read_book(data)
    return sheet_lines(book, book.sheets[layout.sheet]) if layout.sheet < len(book.sheets) else iter(())


def sheet_lines(book: Book, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet with their numbers, percentages as such, formulas without result marked."""
    for number, cells in sheet.rows:
        yield number, _spread(cells, lambda cell: _as_shown(cell, book.date1904))


def _spread(cells: Mapping[int, Cell], text_of: Callable[[Cell], str]) -> list[str]:
    row = [""] * max(cells)
    for column, cell in cells.items():
        row[column - 1] = text_of(cell)
    return row


def _text(cell: Cell, date1904: bool) -> str:
    day = as_date(cell, date1904) if cell.format == DATE else None
    return day.isoformat() if isinstance(day, date) else written(cell)


def _as_shown(cell: Cell, date1904: bool) -> str:
    if cell.kind == BLANK and cell.formula:
        return UNCALCULATED
    if cell.format == PERCENT and isinstance(cell.value, float):
        return f"{Decimal(repr(cell.value)).scaleb(2).normalize():f}%"
    return _text(cell, date1904)
