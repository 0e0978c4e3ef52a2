"""What is open in the whole scheme, live: a hidden sheet counts it, each sheet says it, Start sums it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from addin.scoring.expression import literal
from addin.texts import phrase, say
from templates.books.scheme.content import Record, SchemeContent, records
from templates.books.scheme.counting import Sheet, Trouble, lead, needed, twice, unknown
from templates.books.scheme.layout import FIRST_ROW
from templates.books.scheme.places import (
    COUNT_COLUMN,
    LINE_COLUMN,
    LISTED,
    OPEN,
    SHEET_COLUMN,
    TEXT_COLUMN,
    switched_on,
    whole,
)
from templates.books.scheme.rulings import OF_TABLE
from templates.phrases import joined
from templates.tables import TABLES
from templates.writer import SafeWorkbook

Rows = Mapping[str, Sequence[Record]]


def all_rows(content: SchemeContent, language: str) -> Rows:
    """Return the records of every table that is looked at."""
    return {table: records(content, table, language) for table in LISTED}


def troubles(content: SchemeContent, language: str, rows: Rows) -> list[Trouble]:
    """Return every kind of open point, sheet by sheet, the gravest first; none while its module is off."""
    found: list[Trouble] = []
    for table in LISTED:
        sheet = Sheet(TABLES[table], rows, content, language)
        for count in (twice, *OF_TABLE.get(table, ()), unknown, needed):
            found += [_while_on(one, sheet) for one in count(sheet)]
    return found


def _while_on(one: Trouble, sheet: Sheet) -> Trouble:
    module = sheet.table.module
    if module is None:
        return one
    on = module in sheet.content.scheme.settings.modules
    count = f"IF({switched_on(module, sheet.language)},{one.count},0)"
    return replace(one, count=count, now=one.now if on else 0)


def draw_open(book: SafeWorkbook, content: SchemeContent, rows_of: Rows, found: Sequence[Trouble]) -> None:
    """Add the hidden sheet: how far each table goes; the number, sheet and sentence of each open point."""
    sheet, language = book.sheet(OPEN, state="veryHidden"), book.language
    for row, table in enumerate(LISTED):
        rows = rows_of[table]
        cells = whole(table, lead(TABLES[table]), len(rows), language)
        last = f'=MAX(1,SUMPRODUCT(MAX(({cells}<>"")*(ROW({cells})-{FIRST_ROW}))))'
        sheet.write(row, 0, table)
        sheet.formula(row, 1, last, max(1, _last(table, rows)))
        module = TABLES[table].module
        on = int(module is None or module in content.scheme.settings.modules)
        sheet.formula(row, 2, f"=IF({switched_on(module, language)},1,0)" if module else "=1", on)
    for table, (expression, line) in notes(found, language).items():
        sheet.formula(LISTED.index(table), 6, f"={expression}", line)
    for row, one in enumerate(found):
        number = f"{COUNT_COLUMN}{row + 1}"
        text = f"scheme.troubles.{one.text}"
        told = joined(phrase(text, language), n=number)
        now = say(text, language, n=one.now) if one.now else None
        sheet.formula(row, 3, f"=IFERROR({one.count},0)", one.now)
        sheet.write(row, 4, TABLES[one.table].title(language))
        sheet.formula(row, 5, f'=IF({number}=0,"",{told})', now)


def _last(table: str, rows: Sequence[Record]) -> int:
    """Return the last row [from 1] that has its lead."""
    return max((n for n, row in enumerate(rows, start=1) if row.get(lead(TABLES[table]))), default=0)


def notes(found: Sequence[Trouble], language: str) -> Mapping[str, tuple[str, str]]:
    """Return, for each sheet, the gravest sentence of what is open: as an expression and as it is now."""
    lines: dict[str, tuple[str, str]] = {}
    good = say("scheme.troubles.none", language)
    for table in dict.fromkeys(one.table for one in found):
        rows = [row for row, one in enumerate(found, start=1) if one.table == table]
        counts, texts = (
            f"${column}${rows[0]}:${column}${rows[-1]}" for column in (COUNT_COLUMN, TEXT_COLUMN)
        )
        grave = next((one for one in found if one.table == table and one.now), None)
        now = say(f"scheme.troubles.{grave.text}", language, n=grave.now) if grave else good
        lines[table] = f"IF(SUM({counts})=0,{literal(good)},INDEX({texts},{_first(counts)}))", now
    return lines


def _first(counts: str) -> str:
    """Return which of several counts is the first above 0; nested IFs lose their way in LibreOffice."""
    return f"MATCH(1,INDEX(--({counts}>0),0),0)"


def line_of(table: str) -> str:
    """Return the cell that holds the sentence of a sheet."""
    return f"{OPEN}!${LINE_COLUMN}${LISTED.index(table) + 1}"


def total(found: Sequence[Trouble]) -> tuple[str, int]:
    """Return how many kinds of open points there are, as an expression and now."""
    cells = f"{OPEN}!${COUNT_COLUMN}$1:${COUNT_COLUMN}${len(found)}"
    return f'COUNTIF({cells},">0")', sum(one.now > 0 for one in found)


def first(found: Sequence[Trouble], language: str) -> tuple[str, str, str, str]:
    """Return sheet and sentence of the first open point, each as an expression and as it is now."""
    cells = {key: f"{OPEN}!${key}$1:${key}${len(found)}" for key in (COUNT_COLUMN, SHEET_COLUMN, TEXT_COLUMN)}
    place = _first(cells[COUNT_COLUMN])
    one = next((one for one in found if one.now), None)
    sheet = TABLES[one.table].title(language) if one else ""
    text = say(f"scheme.troubles.{one.text}", language, n=one.now) if one else ""
    return (
        f"INDEX({cells[SHEET_COLUMN]},{place})",
        sheet,
        f"INDEX({cells[TEXT_COLUMN]},{place})",
        text,
    )
