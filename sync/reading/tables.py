"""Finding a declared table in a sheet: header by title in either language, rows by key, never by position."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from sync.reading.cells import BLANK, TEXT, Book, Cell, Sheet
from sync.reading.formulas import Canonical, Columns, Sheets
from sync.reading.merges import Merge, merges
from templates.references import reference
from templates.tables import Table

HEADER_WITHIN = 40
"""A header stands within the first rows of its sheet, but for that of what closes a letter."""

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One record: its row in the sheet and its cells by column key; blank cells are absent."""

    number: int
    cells: Mapping[str, Cell]

    def cell(self, column: str) -> Cell | None:
        """Return the cell of a column, None where blank."""
        return self.cells.get(column)

    def text(self, column: str) -> str:
        """Return what stands in a column as trimmed text; whole numbers without a point; "" where blank."""
        cell = self.cells.get(column)
        return "" if cell is None else written(cell)


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table as found in a workbook: its sheet, where each column stands, its rows, what is odd about it.

    `hidden_columns` and `merged` are what a person does not see of it.
    """

    key: str
    sheet: str
    header_row: int
    columns: Mapping[str, int]
    rows: tuple[ReadRow, ...]
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[str, ...] = ()
    merged: tuple[Merge, ...] = ()

    def place(self, row: ReadRow, column: str) -> str | None:
        """Return the reference of a row's cell in a column, blank or not."""
        return reference(row.number, self.columns[column]) if column in self.columns else None

    def places(self, row: ReadRow) -> dict[str, str]:
        """Return the references of all cells of a row by column, blank or not."""
        return dict(zip(self.columns, _references(tuple(self.columns.values()), row.number), strict=True))


@lru_cache(maxsize=1024)
def _references(columns: tuple[int, ...], row: int) -> tuple[str, ...]:
    """Return the references of some cells of a row; every department's table has the same ones."""
    return tuple(reference(row, column) for column in columns)


def written(cell: Cell) -> str:
    """Return a cell's value as trimmed text, whole numbers without a point."""
    if isinstance(cell.value, float) and cell.value.is_integer() and abs(cell.value) < 1e15:
        return str(int(cell.value))
    return "" if cell.value is None else str(cell.value).strip()


@lru_cache(maxsize=4096)
def normal(title: str) -> str:
    """Return a title as compared: full-width forms folded, white space folded, lower case."""
    return " ".join(unicodedata.normalize("NFKC", title).split()).lower()


def find_table(book: Book, table: Table, within: int = HEADER_WITHIN) -> TableReading | None:
    """Find a table anywhere in a workbook by its headings; the sheet with most of them wins."""
    return find_tables(book, [table], within)[0].get(table.key)


def find_tables(
    book: Book, tables: Iterable[Table], within: int = HEADER_WITHIN
) -> tuple[dict[str, TableReading], tuple[str, ...]]:
    """Find several tables in a workbook, each on a sheet of its own, and the names of sheets that repeat one.

    A sheet belongs to the table with most of its headings there; among copies of one table the visible one
    wins, then the first in order. within: the last row in which a header is looked for.
    """
    kinds = [(table, _headings(table)) for table in tables]
    matches = [
        (-len(columns), sheet.state != "visible", order, table, sheet, header_row, columns)
        for order, sheet in enumerate(book.sheets)
        for table, header_row, columns in _headers(sheet, kinds, within)
    ]
    found: dict[str, _Found] = {}
    taken: set[int] = set()
    twice: list[str] = []
    for _, _, order, table, sheet, header_row, columns in sorted(matches, key=itemgetter(0, 1, 2)):
        if order in taken:
            continue
        taken.add(order)
        if table.key in found:
            twice.append(sheet.name)
        else:
            found[table.key] = _Found(table, sheet, header_row, columns)
    places = {one.sheet.name.casefold(): (key, one.places) for key, one in found.items()}
    return {key: _read(one, places) for key, one in found.items()}, tuple(twice)


class _Found(NamedTuple):
    """Where a table stands: its sheet, the row of its titles, and its columns."""

    table: Table
    sheet: Sheet
    header_row: int
    columns: dict[str, int]

    @property
    def places(self) -> dict[int, str]:
        """The key of each column by its number."""
        return {column: key for key, column in self.columns.items()}


@lru_cache(maxsize=64)
def _headings(table: Table) -> dict[str, str]:
    return {normal(title): key for title, key in table.headings().items()}


def _headers(
    sheet: Sheet, kinds: Iterable[tuple[Table, Mapping[str, str]]], within: int
) -> Iterable[tuple[Table, int, dict[str, int]]]:
    """Yield for each table the first row that holds all its key columns, with where each column stands."""
    titles = _titles(sheet, within)
    for table, headings in kinds:
        for number, places in titles:
            if len(places) * 2 < len(table.columns):
                continue
            columns = _columns(places, headings)
            if columns.keys() >= set(table.keys) and len(columns) * 2 >= len(table.columns):
                yield table, number, columns
                break


def _columns(places: Mapping[str, int], headings: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for title, column in places.items():
        if title in headings:
            columns.setdefault(headings[title], column)
    return columns


def _titles(sheet: Sheet, within: int) -> list[tuple[int, dict[str, int]]]:
    """Return the texts of the rows in which a header may stand, each with its first column."""
    rows = []
    for number, cells in takewhile(lambda row: row.number <= within, sheet.rows):
        places: dict[str, int] = {}
        for column, cell in cells.items():
            if cell.kind == TEXT and len(str(cell.value)) <= LONGEST_TITLE:
                places.setdefault(normal(str(cell.value)), column)
        rows.append((number, places))
    return rows


def _read(found: _Found, sheets: Sheets) -> TableReading:
    """Read the rows below the header; a row that holds only formulas is none."""
    table, sheet, header_row, columns = found
    places, records = found.places, _Records(found.places, sheets)
    rows: list[ReadRow] = []
    unknown: list[str] = []
    for number, cells in sheet.rows:
        if number == header_row:
            unknown = [str(c.value) for at, c in cells.items() if at not in places and c.kind != BLANK]
        elif number > header_row:
            record, typed = records.record(number, cells)
            if typed:
                rows.append(ReadRow(number, record))
    return TableReading(
        key=table.key,
        sheet=sheet.name,
        header_row=header_row,
        columns=columns,
        rows=tuple(rows),
        unknown=tuple(unknown),
        missing=tuple(column.key for column in table.columns if column.key not in columns),
        hidden=sheet.state != "visible",
        hidden_rows=sheet.hidden_rows,
        hidden_columns=tuple(key for key, column in columns.items() if column in sheet.hidden_columns),
        merged=tuple(merges(sheet.merged, [row.number for row in rows], places)),
    )


class _Records(dict[tuple[int, Cell], Cell]):
    """The rows of a table by column key, with formulas as canonical text; each cell is worked out once."""

    def __init__(self, places: Columns, sheets: Sheets) -> None:
        self.places, self.canonical, self.row = places, Canonical(places, sheets), 0

    def __missing__(self, place: tuple[int, Cell]) -> Cell:
        column, cell = place
        rule = cell.formula or ""
        uniform = cell._replace(formula=self.canonical.of(rule, self.row, column))
        if self.canonical.lasts(rule, column):
            self[place] = uniform
        return uniform

    def record(self, number: int, cells: Mapping[int, Cell]) -> tuple[dict[str, Cell], bool]:
        """Return the cells of a row by column key, without blank ones, and whether any of them is typed."""
        self.row, typed = number, False
        record: dict[str, Cell] = {}
        for column, cell in cells.items():
            key = self.places.get(column)
            if key is None:
                continue
            if cell[2]:
                record[key] = self[column, cell]
            elif cell[0]:
                record[key] = cell
                typed = True
        return record, typed
