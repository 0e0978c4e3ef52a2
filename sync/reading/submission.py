"""A workbook that somebody sent, as read: its stamp, its tables, its sheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from hashlib import sha256

from sync.reading.cells import BLANK, Book, Cell, Sheet
from sync.reading.formulas import canonicaliser
from sync.reading.gate import admit
from sync.reading.limits import LIMITS, Limits
from sync.reading.tables import ReadRow, TableReading, find_tables, rows_of, written
from sync.reading.xlsx import open_package
from templates import stamp as stamps
from templates.stamp import Stamp
from templates.tables import TABLES

DEPARTMENT_TABLES = ("members", "appraisal", "unit", "summary")
ISSUED_HIDDEN = "_"
"""Our own hidden sheets have names that begin so."""

STAMP_BEGINS_WITHIN = 3
"""The stamp's first cell, or nearly: Numbers writes the name of a table above it."""


@dataclass(frozen=True, slots=True)
class SheetFact:
    """One sheet of a submission: name, visibility, the table found on it, how many cells somebody typed."""

    name: str
    state: str
    table: str | None
    typed: int


@dataclass(frozen=True, slots=True)
class Submission:
    """A workbook as read: who it says it is, its tables by key, and what is odd about it.

    Formulas in its cells are canonical texts. `hidden_sheets` holds data and was not issued hidden;
    `notes` are `code` or `code detail`, codes in texts/reading.toml [notes]; `content_digest` names what
    stands typed in it, worked out where it is read: workers share that work.
    """

    stamp: Stamp | None
    tables: Mapping[str, TableReading]
    sheets: tuple[SheetFact, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    application: str = ""
    date1904: bool = False
    notes: tuple[str, ...] = field(default=())
    content_digest: str = ""


def read_submission(data: bytes, limits: Limits = LIMITS) -> Submission:
    """Read a department workbook from its bytes: gate, cells, stamp, tables; nothing is checked yet.

    Raises Unreadable with the reason where it cannot be read.
    """
    return submission_of(open_package(admit(data, limits), limits))


def submission_of(book: Book) -> Submission:
    """Find stamp and tables in a workbook that was read."""
    found, twice = find_tables(book, [TABLES[key] for key in DEPARTMENT_TABLES])
    sheets = {table.sheet: key for key, table in found.items()}
    facts = tuple(
        SheetFact(sheet.name, sheet.state, sheets.get(sheet.name), _typed(sheet)) for sheet in book.sheets
    )
    readings = _with_canonical_formulas(found)
    return Submission(
        stamp=read_stamp(book),
        tables=readings,
        sheets=facts,
        hidden_sheets=tuple(
            fact.name
            for fact in facts
            if fact.state != "visible" and fact.typed and not fact.name.startswith(ISSUED_HIDDEN)
        ),
        application=book.application,
        date1904=book.date1904,
        notes=book.notes + tuple(f"second_table {sheet}" for sheet in twice),
        content_digest=typed_content_digest(readings),
    )


def read_stamp(book: Book) -> Stamp | None:
    """Read the hidden stamp of a workbook; None where there is none or it is broken."""
    sheet = stamp_sheet(book)
    return None if sheet is None else stamps.parse(_pairs(sheet))


def stamp_sheet(book: Book) -> Sheet | None:
    """Find the sheet with the hidden stamp by its name or, if that was changed, by its first cells."""
    by_name = [sheet for sheet in book.sheets if sheet.name == stamps.SHEET]
    by_content = [
        sheet
        for sheet in book.sheets
        if any(cell.value == stamps.TEXT_FIELDS[0] for cell in sheet.cells[:STAMP_BEGINS_WITHIN])
    ]
    whole = (sheet for sheet in by_name + by_content if stamps.parse(_pairs(sheet)) is not None)
    return next(whole, None)


def _pairs(sheet: Sheet) -> Iterable[tuple[str, str]]:
    for _, cells in rows_of(sheet):
        named = {cell.column: written(cell) for cell in cells}
        if 1 in named:
            yield named[1], named.get(2, "")


def _typed(sheet: Sheet) -> int:
    return sum(cell.formula is None for cell in sheet.cells)


def _with_canonical_formulas(found: Mapping[str, TableReading]) -> dict[str, TableReading]:
    places = {
        table.sheet.casefold(): (key, {column: name for name, column in table.columns.items()})
        for key, table in found.items()
    }
    made = {}
    for key, table in found.items():
        canonical = canonicaliser(places[table.sheet.casefold()][1], places)
        made[key] = replace(table, rows=tuple(_canonical_row(row, canonical) for row in table.rows))
    return made


def _canonical_row(row: ReadRow, canonical: Callable[[str, int, int], str]) -> ReadRow:
    cells = dict(row.cells)
    for key, cell in row.cells.items():
        if cell.formula is not None:
            cells[key] = Cell(
                cell.row,
                cell.column,
                cell.kind,
                cell.value,
                canonical(cell.formula, cell.row, cell.column),
                cell.format,
            )
    return ReadRow(row.number, cells)


def typed_content_digest(tables: Mapping[str, TableReading]) -> str:
    """Return the digest of what stands typed in tables: the same for a copy, sorted or saved again.

    Counted are the cells a manager fills and every other cell of a table that holds no formula, by row key;
    so correcting an overwritten target, or a number typed as text, is new content. Of a formula in a cell a
    manager fills its result counts, or the formula itself where no program has calculated it. Other formulas
    and their results, formats, order of rows and columns, sheets and file names are not counted.
    """
    content = [
        (key, sorted(_typed_row(table, row) for row in table.rows)) for key, table in sorted(tables.items())
    ]
    return sha256(json.dumps(content).encode()).hexdigest()


def _content(cell: Cell) -> str:
    """Write a cell's value as every program keeps it: 15 digits, white space folded; else its formula."""
    value = cell.formula if cell.kind == BLANK else cell.value
    if isinstance(value, str):
        return _folded(value)
    return f"{value:.15g}" if isinstance(value, float) else written(cell)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(text.split())


def _typed_row(table: TableReading, row: ReadRow) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Return a row's key, and for each typed cell its column, kind and content."""
    keys, manual, order = _order(table.key)
    return [row.text(key) for key in keys], [
        (key, cell.kind, _content(cell))
        for key in order
        if (cell := row.cells.get(key)) is not None
        and (cell.kind != BLANK if cell.formula is None else key in manual)
    ]


@cache
def _order(table: str) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    """Return a table's key columns, those that are typed, and all of them in the order of their names."""
    declared = TABLES[table]
    return declared.keys, frozenset(declared.typed), tuple(sorted(column.key for column in declared.columns))
