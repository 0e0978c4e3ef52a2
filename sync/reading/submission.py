"""A workbook that somebody sent, as read: its stamp, its tables, its sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from json import dumps
from json.encoder import encode_basestring_ascii as quoted

from sync.reading.cells import BLANK, Book, Cell, Row, Sheet
from sync.reading.gate.package import admit
from sync.reading.limits import LIMITS, Limits
from sync.reading.tables import TableReading, find_tables, written
from sync.reading.xlsx import open_package
from templates import stamp as stamps
from templates.stamp import Stamp
from templates.tables import TABLES
from templates.tables.calibration import CALIBRATING, EDITION
from templates.tables.packs import PACKS
from templates.tables.registers import REGISTERS

DEPARTMENT_TABLES = ("members", "appraisal", "unit", "summary")
"""The tables of a department workbook; a smaller one has the one of its edition."""

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
    """Read a workbook that was sent from its bytes: gate, cells, stamp, tables; nothing is checked yet.

    Raises Unreadable with the reason where it cannot be read.
    """
    return submission_of(open_package(admit(data, limits), limits))


def submission_of(book: Book) -> Submission:
    """Find stamp and tables in a workbook that was read; of registers, those it was issued with."""
    stamp = read_stamp(book)
    found, twice = find_tables(book, [TABLES[key] for key in _wanted(stamp)])
    found = {key: _of_layout(table, stamp) for key, table in found.items()}
    sheets = {table.sheet: key for key, table in found.items()}
    facts = tuple(
        SheetFact(sheet.name, sheet.state, sheets.get(sheet.name), _typed(sheet)) for sheet in book.sheets
    )
    return Submission(
        stamp=stamp,
        tables=found,
        sheets=facts,
        hidden_sheets=tuple(
            fact.name
            for fact in facts
            if fact.state != "visible" and fact.typed and not fact.name.startswith(ISSUED_HIDDEN)
        ),
        application=book.application,
        date1904=book.date1904,
        notes=book.notes + tuple(f"second_table {sheet}" for sheet in twice),
        content_digest=typed_content_digest(found),
    )


def _wanted(stamp: Stamp | None) -> tuple[str, ...]:
    """Return the tables that a workbook may hold by its stamp."""
    if stamp is None:
        return DEPARTMENT_TABLES
    if stamp.edition in PACKS:
        return (stamp.edition,)
    if stamp.edition == EDITION:
        return CALIBRATING
    return (*DEPARTMENT_TABLES, *(key for key in REGISTERS if key in stamp.columns))


def _of_layout(table: TableReading, stamp: Stamp | None) -> TableReading:
    """Return a table that misses only what it was issued with: an older layout had fewer columns."""
    issued = stamp.columns.get(table.key) if stamp else None
    if issued is None or set(table.missing) <= set(issued):
        return table
    return replace(table, missing=tuple(column for column in table.missing if column in issued))


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
        if any(_first(row) == stamps.TEXT_FIELDS[0] for row in sheet.rows[:STAMP_BEGINS_WITHIN])
    ]
    whole = (sheet for sheet in by_name + by_content if stamps.parse(_pairs(sheet)) is not None)
    return next(whole, None)


def _pairs(sheet: Sheet) -> Iterable[tuple[str, str]]:
    for _, cells in sheet.rows:
        if 1 in cells:
            yield written(cells[1]), written(cells[2]) if 2 in cells else ""


def _first(row: Row) -> object:
    return next(iter(row.cells.values())).value


def _typed(sheet: Sheet) -> int:
    return sum(cell.formula is None for row in sheet.rows for cell in row.cells.values())


def typed_content_digest(tables: Mapping[str, TableReading]) -> str:
    """Return the digest of what stands typed in tables: the same for a copy, sorted or saved again.

    Counted are the cells a manager fills and every other cell of a table that holds no formula, by row key;
    so correcting an overwritten target, or a number typed as text, is new content. Of a formula in a cell a
    manager fills its result counts, or the formula itself where no program has calculated it. Other formulas
    and their results, formats, order of rows and columns, sheets and file names are not counted.
    """
    written_out = ", ".join(f"[{dumps(key)}, {_typed_rows(table)}]" for key, table in sorted(tables.items()))
    return sha256(f"[{written_out}]".encode()).hexdigest()


def _typed_rows(table: TableReading) -> str:
    """Write what is typed in a table as JSON: by row its key, and for each cell column, kind and content."""
    keys, typed = TABLES[table.key].keys, _Typed(table.key)
    rows = [
        ([row.text(key) for key in keys], sorted(filter(None, map(typed.__getitem__, row.cells.items()))))
        for row in table.rows
    ]
    texts = (f"[{dumps(key)}, [{', '.join([cell[-1] for cell in cells])}]]" for key, cells in sorted(rows))
    return f"[{', '.join(texts)}]"


class _Typed(dict[tuple[str, Cell], tuple[str, ...] | None]):
    """What counts of a cell in a column: column, kind and content, and the three as JSON; None: nothing."""

    def __init__(self, table: str) -> None:
        self.manual = frozenset(TABLES[table].typed)

    def __missing__(self, place: tuple[str, Cell]) -> tuple[str, ...] | None:
        key, cell = place
        counts = cell.kind != BLANK if cell.formula is None else key in self.manual
        found = None
        if counts:
            three = key, cell.kind, _content(cell)
            found = *three, f"[{', '.join(map(quoted, three))}]"
        if cell.value != 0:  # 0 and -0 are one key, and two contents
            self[place] = found
        return found


def _content(cell: Cell) -> str:
    """Write a cell's value as every program keeps it: 15 digits, white space folded; else its formula."""
    value = cell.formula if cell.kind == BLANK else cell.value
    if isinstance(value, str):
        return " ".join(value.split())
    return f"{value:.15g}" if isinstance(value, float) else written(cell)
