"""The sheets with a table: help above, header with filters, one row per record, drop-downs, print layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from addin.scoring.decimals import rounded
from addin.scoring.expression import literal
from addin.texts import say
from templates.books.scheme.content import Record, SchemeContent, records
from templates.books.scheme.entering import validate
from templates.books.scheme.layout import (
    FIRST_ROW,
    HEADER_ROW,
    HELP_ROW,
    NOTE_ROW,
    SHEETS,
    TITLE_ROW,
    last_row,
)
from templates.books.scheme.places import switched_on
from templates.heights import LEAST
from templates.phrases import joined
from templates.tables import TABLES, Column, Table
from templates.tables.scheme import PARAMETERS
from templates.writer import A3, A4, SafeSheet, SafeWorkbook, State

FORMATS = {"number": "number", "integer": "integer", "percent": "percent", "date": "date", "value": "number"}
HEADER_HEIGHT, TITLE_HEIGHT, LINE_HEIGHT = 34, 30, 17
WIDE = 250
"""Tables wider than this [characters] are printed on A3."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A table being drawn: the workbook, its sheet, the table, its records, and the rest of the scheme."""

    book: SafeWorkbook
    sheet: SafeSheet
    table: Table
    rows: Sequence[Record]
    content: SchemeContent

    @property
    def language(self) -> str:
        """The language of the workbook."""
        return self.book.language

    @property
    def last(self) -> int:
        """The last prepared row [from 0]."""
        return last_row(self.table.key, len(self.rows))

    def number(self, column: str) -> int:
        """Return the place of a column [from 0]."""
        return [declared.key for declared in self.table.columns].index(column)


def draw(book: SafeWorkbook, table: str, content: SchemeContent) -> Drawing:
    """Add the sheet of a table with its records, drop-downs and print layout."""
    declared = TABLES[table]
    state: State = "visible" if declared.module in (None, *content.scheme.settings.modules) else "hidden"
    sheet = book.sheet(declared.title(book.language), SHEETS[table][0], state)
    drawing = Drawing(book, sheet, declared, records(content, table, book.language), content)
    _columns(drawing)
    head(drawing)
    for place, row in enumerate(drawing.rows, start=FIRST_ROW):
        _record(drawing, place, row)
    for column in declared.columns:
        validate(sheet, declared, column, drawing.last, content, book.language)
    _frame(drawing)
    return drawing


def _columns(drawing: Drawing) -> None:
    """Give each column its width and the look of cells not yet written; fold away what no row needs."""
    used = {key for row in drawing.rows for key, value in row.items() if value is not None}
    for place, column in enumerate(drawing.table.columns):
        style = drawing.book.look(*look(column, ("text",)))
        folded = drawing.table.key == "templates" and column in PARAMETERS and column.key not in used
        drawing.sheet.column(place, place, column.width, style, column.hidden or folded, int(folded))


def look(column: Column, base: tuple[str, ...] = ("form_cell", "unlocked")) -> tuple[str, ...]:
    """Return the names of the styles of a column's cells: texts with room at the left, numbers centred."""
    if column.kind in FORMATS:
        return (*base, FORMATS[column.kind], "centre")
    if column.kind == "id" or (column.kind == "text" and column.filled_by == "hr"):
        return (*base, "as_text", "indent")
    return (*base, "indent")


def head(drawing: Drawing) -> None:
    """Write title, help and header; the rows above the table are one line each."""
    book, sheet, table = drawing.book, drawing.sheet, drawing.table
    for row, height in ((TITLE_ROW, TITLE_HEIGHT), (HELP_ROW, LINE_HEIGHT), (NOTE_ROW, LINE_HEIGHT)):
        sheet.height(row, height, book.look("label"))
    sheet.height(HEADER_ROW, HEADER_HEIGHT, book.look("label"))
    sheet.write(TITLE_ROW, 0, table.title(book.language), book.look("title"))
    sheet.write(HELP_ROW, 0, say(f"scheme.sheets.{table.key}", book.language), book.look("label"))
    for place, column in enumerate(table.columns):
        style = "header" if column.filled_by == "hr" else "header_computed"
        sheet.write(HEADER_ROW, place, table.heading(column.key, book.language), book.look(style))


def note(drawing: Drawing, expression: str, now: str) -> None:
    """Say above the table what is open on it, or, as long as its module is off, how that is switched on."""
    language, module = drawing.language, drawing.table.module
    if module:
        texts = {
            "sheet": TABLES["settings"].title(language),
            "yes": say("choices.flag.yes", language),
            "label": say(f"scheme.settings.module.{module}.label", language),
        }
        off = say("scheme.book.module", language, **texts)
        expression = f"IF({switched_on(module, language)},{expression},{joined(off)})"
        now = now if module in drawing.content.scheme.settings.modules else off
    drawing.sheet.formula(NOTE_ROW, 0, f"={expression}", now, drawing.book.look("label"))
    here = f"LEFT($A${NOTE_ROW + 1},1)"
    for sign, rule in (("✗", "warned"), ("○", "asked"), ("✓", "fine")):
        drawing.sheet.condition(NOTE_ROW, 0, NOTE_ROW, 0, f"={here}={literal(sign)}", rule)


def _record(drawing: Drawing, place: int, row: Record) -> None:
    """Write one record, in a row high enough for its texts."""
    percent = _in_percent(drawing, row)
    columns = drawing.table.columns
    drawing.sheet.grow(place, LEAST, {at: row.get(column.key) for at, column in enumerate(columns)})
    for column_place, column in enumerate(columns):
        value = row.get(column.key)
        styles = look(column)
        if column.kind == "percent" or (column.kind == "value" and percent):
            styles = (*styles, percent_style(value))
        drawing.sheet.write(place, column_place, value, drawing.book.look(*styles))


def percent_style(value: object) -> str:
    """Return the look of a percentage: 95%, or 2.5% where it is not whole."""
    whole = isinstance(value, float) and rounded(value * 100, 6).is_integer()
    return "whole_percent" if whole else "percent"


def _in_percent(drawing: Drawing, row: Record) -> bool:
    indicator: Any = row.get("indicator")
    united = drawing.table.key in ("templates", "goals")
    found = drawing.content.scheme.indicators.get(indicator) if united else None
    return found is not None and found.percent


def _frame(drawing: Drawing) -> None:
    """Put filters on the header, keep it in sight, and lay out the print."""
    table, sheet = drawing.table, drawing.sheet
    sheet.filter(HEADER_ROW, 0, drawing.last, len(table.columns) - 1)
    sheet.freeze(FIRST_ROW, SHEETS[table.key][2])
    wide = sum(column.width for column in table.columns) > WIDE
    sheet.page(landscape=True, header_row=HEADER_ROW, paper=A3 if wide else A4)
