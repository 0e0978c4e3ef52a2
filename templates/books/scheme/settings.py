"""The Settings sheet: one row per setting, each with the rule of its own kind."""

from __future__ import annotations

from typing import Any

from addin.texts import say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.entering import between, chosen
from templates.books.scheme.layout import FIRST_ROW
from templates.books.scheme.sheets import Drawing, draw
from templates.tables.settings import SETTING_ROWS, Setting
from templates.writer import SafeWorkbook

LOOKS = {"number": "number", "integer": "integer", "percent": "whole_percent"}


def draw_settings(book: SafeWorkbook, content: SchemeContent) -> Drawing:
    """Add the Settings sheet; its values look like cells to be typed, everything else refuses typing."""
    drawing = draw(book, "settings", content)
    value = drawing.number("value")
    for place, setting in enumerate(SETTING_ROWS, start=FIRST_ROW):
        style = LOOKS.get(setting.kind, "as_text")
        cell = drawing.rows[place - FIRST_ROW]["value"]
        drawing.sheet.write(place, value, cell, book.look("form_cell", "typed", style, "indent"))
        rule = _rule(drawing, setting)
        if rule:
            drawing.sheet.validation(place, value, place, value, rule)
    _lock(drawing)
    drawing.sheet.one_page()
    return drawing


def _rule(drawing: Drawing, setting: Setting) -> dict[str, Any]:
    """Return what the value of one setting may be."""
    language = drawing.language
    if setting.choices or setting.kind == "flag":
        return chosen(drawing.sheet, setting.choices or "flag", language)
    if setting.kind in LOOKS:
        return between(setting.kind, setting.low, setting.high, language)
    return {}


def _lock(drawing: Drawing) -> None:
    """Let all columns but the value refuse typing."""
    title, text = (say(f"scheme.messages.{key}", drawing.language) for key in ("locked_title", "locked"))
    for key in ("setting", "help", "key"):
        place = drawing.number(key)
        drawing.sheet.lock(FIRST_ROW, place, drawing.last, place, title, text)
