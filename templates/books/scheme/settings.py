"""The Settings sheet: one row per setting, each with the rule of its own kind."""

from __future__ import annotations

from typing import Any

from addin.scoring.expression import literal
from addin.texts import say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.entering import between, chosen
from templates.books.scheme.guide import MODULE as GUIDE
from templates.books.scheme.layout import FIRST_ROW, own
from templates.books.scheme.sheets import HEADER_HEIGHT, Drawing, draw
from templates.heights import LEAST, breaks, shown_width
from templates.phrases import joined
from templates.references import quoted
from templates.rows import PIXEL
from templates.tables.scheme import SCHEME
from templates.tables.settings import Setting, rows
from templates.writer import SafeWorkbook

LOOKS = {"number": "number", "integer": "integer", "percent": "whole_percent"}
SECTION_HEIGHT = 26
PAGE_WIDTH, ROOM = 784.0, 512.0
"""What the margins leave of an A4 page across [points]; a little less in height, since printers differ."""


def draw_settings(book: SafeWorkbook, content: SchemeContent) -> Drawing:
    """Add the Settings sheet; its values look like cells to be typed, everything else refuses typing."""
    drawing = draw(book, "settings", content)
    for place, setting in enumerate(rows(), start=FIRST_ROW):
        if isinstance(setting, str):
            _section(drawing, place)
        else:
            _value(drawing, place, setting)
            _sheet_of(drawing, place, setting)
    _lock(drawing)
    _lay_pages(drawing)
    return drawing


def _section(drawing: Drawing, place: int) -> None:
    """Write the name of a group of settings across the table."""
    book, named = drawing.book, drawing.rows[place - FIRST_ROW]["setting"]
    drawing.sheet.height(place, SECTION_HEIGHT)
    for column in range(len(drawing.table.columns)):
        drawing.sheet.write(place, column, None if column else named, book.look("subtitle", "line_below"))


def _value(drawing: Drawing, place: int, setting: Setting) -> None:
    """Write the value of a setting as a cell to be typed, with the rule of its kind."""
    value = drawing.number("value")
    cell = drawing.rows[place - FIRST_ROW]["value"]
    look = drawing.book.look("form_cell", "typed", LOOKS.get(setting.kind, "as_text"), "indent")
    drawing.sheet.write(place, value, cell, look)
    rule = _rule(drawing, setting)
    if rule:
        drawing.sheet.validation(place, value, place, value, rule)


def _sheet_of(drawing: Drawing, place: int, setting: Setting) -> None:
    """Let the help of a module that is on lead to its sheet, and say how a hidden one comes into sight."""
    language, row = drawing.language, drawing.rows[place - FIRST_ROW]
    sheet = _title(setting, language)
    if sheet is None:
        return
    told, help_text = say("scheme.book.shown", language, sheet=sheet), str(row["help"])
    on = literal(say("choices.flag.yes", language))
    link = f"HYPERLINK({literal(f'#{quoted(sheet)}!A1')},{joined(told)})"
    formula = f"=IF({own('settings', 'value', place)}={on},{link},{joined(help_text)})"
    now = told if literal(str(row["value"])) == on else help_text
    longer = max((told, help_text), key=shown_width)
    drawing.sheet.grow(place, LEAST, {drawing.number("help"): longer})
    look = drawing.book.look("form_cell", "indent")
    drawing.sheet.formula(place, drawing.number("help"), formula, now, look)


def _title(setting: Setting, language: str) -> str | None:
    """Return the sheet of the scheme that a module shows, if this is one."""
    if setting.module == GUIDE:
        return say("guide.title", language)
    own_tables = (table for table in SCHEME if table.module is not None)
    return next((table.title(language) for table in own_tables if table.module == setting.module), None)


def _rule(drawing: Drawing, setting: Setting) -> dict[str, Any]:
    """Return what the value of one setting may be."""
    language = drawing.language
    if setting.choices or setting.kind == "flag":
        return chosen(drawing.sheet, setting.choices or "flag", language)
    if setting.kind in LOOKS:
        return between(setting.kind, setting.low, setting.high, language)
    return {}


def _lay_pages(drawing: Drawing) -> None:
    """Let no group's name stand alone at the foot of a page."""
    sheet = drawing.sheet
    width = sum(width * 7 + 5 for width in sheet.widths.values() if width) * PIXEL
    heights = [sheet.heights[row] for row in sorted(sheet.heights)]
    sheet.page_ends(breaks(heights, _groups(), ROOM * max(1.0, width / PAGE_WIDTH), HEADER_HEIGHT))


def _groups() -> list[int]:
    """Return the rows that hold the name of a group."""
    return [place for place, one in enumerate(rows(), start=FIRST_ROW) if isinstance(one, str)]


def _lock(drawing: Drawing) -> None:
    """Let all columns but the value refuse typing."""
    title, text = (say(f"scheme.messages.{key}", drawing.language) for key in ("locked_title", "locked"))
    for key in ("setting", "help", "key"):
        place = drawing.number(key)
        drawing.sheet.lock(FIRST_ROW, place, drawing.last, place, title, text)
