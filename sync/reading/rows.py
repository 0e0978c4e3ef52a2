"""Reading somebody else's table, CSV or xlsx, as records of text by column title."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sync.reading.cells import DATE, Cell, Unreadable
from sync.reading.numbers import as_date
from sync.reading.tables import rows_of, written

ENCODINGS = ("utf-8-sig", "gb18030")
"""A CSV from Excel in China comes as GB 18030, from everywhere else as UTF-8."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: its line in the file, and its texts by column title.

    `beyond` is what stands in a line of a CSV after its last titled column, as where a comma was not quoted.
    """

    line: int
    texts: Mapping[str, str]
    beyond: tuple[str, ...] = ()


def read_rows(data: bytes) -> tuple[tuple[str, ...], list[Record]]:
    """Return the column titles and the records of a CSV or xlsx file; the first filled row holds the titles.

    Raises Unreadable where it is neither.
    """
    sheet = data[:2] == b"PK"
    lines = _sheet_lines(data) if sheet else _csv_lines(data)
    filled = ((number, row) for number, row in lines if any(row))
    _, titles = next(filled, (0, []))
    if not titles:
        raise Unreadable("no_rows")
    width = None if sheet else len(titles)
    return tuple(titles), [
        Record(number, dict(zip(titles, row, strict=False)), tuple(row[width:]) if width else ())
        for number, row in filled
    ]


def _csv_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    head = text[:4096]
    separator = max(",;\t", key=head.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise Unreadable("not_a_table", detail=error) from error


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise Unreadable("not_a_table", detail="binary")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_a_table", detail="/".join(ENCODINGS))


def _sheet_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from sync.reading.xlsx import read_book

    book = read_book(data)
    sheet = next((sheet for sheet in book.sheets if sheet.cells and sheet.state == "visible"), None)
    for number, cells in rows_of(sheet) if sheet else ():
        yield number, _spread(cells, book.date1904)


def _spread(cells: Sequence[Cell], date1904: bool) -> list[str]:
    row = [""] * cells[-1].column
    for cell in cells:
        row[cell.column - 1] = _text(cell, date1904)
    return row


def _text(cell: Cell, date1904: bool) -> str:
    day = as_date(cell, date1904) if cell.format == DATE else None
    return day.isoformat() if isinstance(day, date) else written(cell)
