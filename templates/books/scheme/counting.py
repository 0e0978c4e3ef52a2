"""Open points that every table can have, counted by expressions and now: twice, unknown, still needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from addin.scoring.expression import literal
from templates.books.scheme.content import Record, SchemeContent
from templates.books.scheme.layout import FIRST_ROW
from templates.books.scheme.places import LAST_COLUMN, LISTED, OPEN, switched_on, used
from templates.lists import word
from templates.tables import TABLES, Column, Table

LONG = 2000
"""Rows with keys of several columns are compared up to here; beyond, `scheme check` does it."""

REPEATING = ("adjustments", "changelog")
"""Tables in which a row may stand twice."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of open point on a sheet: the key of its sentence, its number as an expression and now."""

    table: str
    text: str
    count: str
    now: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is counted: the records of all tables now, and the expressions of its columns."""

    table: Table
    all_rows: Mapping[str, Sequence[Record]]
    content: SchemeContent
    language: str

    @property
    def rows(self) -> Sequence[Record]:
        """The records of this table."""
        return self.all_rows[self.table.key]

    def cells(self, column: str, table: str | None = None) -> str:
        """Return the cells in use of a column, of this table or another one."""
        key = table or self.table.key
        return used(key, column, len(self.all_rows[key]), self.language)

    @property
    def lead(self) -> str:
        """The first key column that no row can do without."""
        return lead(self.table)


def lead(table: Table) -> str:
    """Return the first key column that no row can do without."""
    return next((key for key in table.keys if table.column(key).required), table.keys[0])


def twice(sheet: Sheet) -> Iterator[Trouble]:
    """Count the rows whose key stands in another row, too."""
    table = sheet.table
    if table.key in REPEATING:
        return
    keys = Counter(tuple(row.get(key) or "" for key in table.keys) for row in sheet.rows)
    now = sum(number - 1 for key, number in keys.items() if number > 1)
    if len(table.keys) == 1:
        cells = sheet.cells(table.keys[0])
        first = f"ISNUMBER(1/(MATCH({cells},{cells},0)=ROW({cells})-{FIRST_ROW}))"
        yield Trouble(table.key, "twice", f"COUNTA({cells})-SUMPRODUCT(--{first})", now)
        return
    pairs = ",".join(f'{sheet.cells(key)},{sheet.cells(key)}&""' for key in table.keys)
    leads = sheet.cells(sheet.lead)
    extra = f'SUMPRODUCT(({leads}<>"")*(1-1/(COUNTIFS({pairs})+({leads}=""))))'
    last = f"{OPEN}!${LAST_COLUMN}${LISTED.index(table.key) + 1}"
    yield Trouble(table.key, "twice", f"IF({last}>{LONG},0,ROUND({extra},0))", now)


def unknown(sheet: Sheet) -> Iterator[Trouble]:
    """Count the cells that name something which is not on its own sheet."""
    counts, now = [], 0
    for column in sheet.table.columns:
        if column.refers:
            cells, known = sheet.cells(column.key), _known(sheet, column)
            keys = sheet.cells(TABLES[column.refers].keys[0], column.refers)
            count = f'SUMPRODUCT(({cells}<>"")*ISNA(MATCH({cells},{keys},0)))'
            module = TABLES[column.refers].module
            on = module is None or module in sheet.content.scheme.settings.modules
            counts.append(f"IF({switched_on(module, sheet.language)},{count},0)" if module else count)
            now += sum(bool(row.get(column.key)) and row[column.key] not in known for row in sheet.rows) * on
    if counts:
        yield Trouble(sheet.table.key, "unknown", "+".join(counts), now)


def _known(sheet: Sheet, column: Column) -> set[object]:
    refers = column.refers or ""
    key = TABLES[refers].keys[0]
    return {row.get(key) for row in sheet.all_rows[refers]}


def needed(sheet: Sheet) -> Iterator[Trouble]:
    """Count the empty cells that a row cannot do without; a heading of Templates needs no method."""
    leads, counts, now = sheet.cells(sheet.lead), [], 0
    for column in sheet.table.columns:
        if column.required and column.key != sheet.lead:
            heads = _heads(sheet) if column.key == "method" else ""
            counts.append(f'SUMPRODUCT(({leads}<>"")*({sheet.cells(column.key)}=""){heads})')
            now += sum(_lacks(row, column.key, sheet) for row in sheet.rows)
    if counts:
        yield Trouble(sheet.table.key, "needed", "+".join(counts), now)


def _lacks(row: Record, column: str, sheet: Sheet) -> bool:
    if row.get(column) not in (None, "") or not row.get(sheet.lead):
        return False
    parts = {(one.get("template"), one.get("within")) for one in sheet.rows} if column == "method" else set()
    return (row.get("template"), row.get("indicator")) not in parts


def _heads(sheet: Sheet) -> str:
    template, within, indicator = (sheet.cells(key) for key in ("template", "within", "indicator"))
    return f"*(COUNTIFS({template},{template},{within},{indicator})=0)"


def chosen(sheet: Sheet, table: str, choice: str) -> str:
    """Return the word of a choice as a text in an expression."""
    return literal(word(table, choice, sheet.language))
