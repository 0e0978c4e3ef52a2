"""What may be typed where: drop-downs, references to other sheets, bounds and hints, for whole columns."""

from __future__ import annotations

from datetime import date
from typing import Any

from addin.scoring.parameters import told
from addin.texts import knows, phrase, say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.layout import FIRST_ROW, span
from templates.lists import choices
from templates.tables import TABLES, Column, Table
from templates.tables.model import ID_LENGTH
from templates.writer import SafeSheet

TEMPLATE_LIST = "template_list"
"""The name of the list of templates, each once (see glance.py)."""

EARLIEST, LATEST = date(1940, 1, 1), date(2100, 12, 31)
Rule = dict[str, Any]


def validate(
    sheet: SafeSheet, table: Table, column: Column, last: int, content: SchemeContent, language: str
) -> None:
    """Lay the validation of one column over its prepared cells; settings have rules row by row."""
    if table.key == "settings":
        return
    place = [declared.key for declared in table.columns].index(column.key)
    if column.filled_by == "service":
        why = "standard" if table.key == "templates" else "filled"
        title, text = (say(f"scheme.messages.{key}", language) for key in ("locked_title", why))
        sheet.lock(FIRST_ROW, place, last, place, title, text)
        return
    rule = {**_rule(sheet, column, content, language), **_hint(table, column, language)}
    if rule.get("validate", "any") != "any" or "input_message" in rule:
        sheet.validation(FIRST_ROW, place, last, place, {"validate": "any", **rule})


def _hint(table: Table, column: Column, language: str) -> Rule:
    """Return the message shown beside a chosen cell, where there is one: an example of a row, or a hint."""
    example, hint = f"scheme.examples.{table.key}", f"scheme.hints.{column.key}"
    if column.key == table.keys[0] and knows(example):
        title = say("scheme.examples.title", language)
        return {"input_title": title, "input_message": phrase(example, language)}
    if table.key not in ("templates", "indicators") or not knows(hint):
        return {}
    return {"input_title": table.heading(column.key, language)[:32], "input_message": say(hint, language)}


def _rule(sheet: SafeSheet, column: Column, content: SchemeContent, language: str) -> Rule:
    """Return what a column's cells accept, by its kind."""
    if column.refers:
        return _reference(column.refers, content, language)
    if column.choices or column.kind == "flag":
        return chosen(sheet, column.choices or "flag", language)
    if column.kind == "id":
        message = say("scheme.messages.id", language)
        length = {"validate": "length", "criteria": "between", "minimum": 1, "maximum": ID_LENGTH}
        return {**length, "error_message": message}
    if column.kind == "date":
        return dated(language)
    if column.kind in ("number", "percent", "integer", "value"):
        return between(column.kind, column.low, column.high, language)
    return {}


def chosen(sheet: SafeSheet, table: str, language: str) -> Rule:
    """Return the rule of a drop-down with the words of a table of choices."""
    source = sheet.workbook.lists.source(table, choices(table, language))
    return {"validate": "list", "source": source, "error_message": say("scheme.messages.choose", language)}


def _reference(refers: str, content: SchemeContent, language: str) -> Rule:
    """Return the rule of a cell that names a row of another sheet: a drop-down that only warns."""
    table = TABLES[refers]
    name = table.title(language)
    rule: Rule = {"validate": "list", "error_type": "warning"}
    rule["source"] = (
        f"={TEMPLATE_LIST}" if refers == "templates" else f"={key_span(refers, content, language)}"
    )
    rule["error_message"] = say("scheme.messages.unknown", language, sheet=name)
    off = table.module is not None and table.module not in content.scheme.settings.modules
    return {**rule, "show_error": False} if off else rule


def key_span(table: str, content: SchemeContent, language: str) -> str:
    """Return the range in which the keys of a table stand."""
    return span(table, TABLES[table].keys[0], language, count(table, content))


def count(table: str, content: SchemeContent) -> int:
    """Return the number of a table's records."""
    scheme = content.scheme
    counts = {
        "people": len(content.roster),
        "departments": len(scheme.departments),
        "positions": len(scheme.positions),
        "indicators": len(scheme.indicators),
        "templates": sum(len(lines) for lines in scheme.templates.values()),
        "cycles": len(scheme.cycles),
        "grades": len(scheme.grades),
    }
    return counts[table]


def dated(language: str) -> Rule:
    """Return the rule of a date."""
    bounds = {"criteria": "between", "minimum": EARLIEST, "maximum": LATEST}
    return {"validate": "date", **bounds, "error_message": say("scheme.messages.date", language)}


def between(kind: str, low: float | None, high: float | None, language: str) -> Rule:
    """Return the rule of a number with or without bounds; a percentage's are given as fractions."""
    least, most = -1e9 if low is None else low, 1e9 if high is None else high
    rule: Rule = {"validate": "integer" if kind == "integer" else "decimal", "criteria": "between"}
    rule |= {"minimum": least, "maximum": most}
    if low is None and high is None:
        return rule
    name = (
        "whole"
        if kind == "integer"
        else "percent"
        if kind == "percent"
        else "least"
        if high is None
        else "between"
    )
    times = 100 if kind == "percent" else 1
    values = {"low": told(least * times), "high": told(most * times)}
    return {**rule, "error_message": say(f"scheme.messages.{name}", language, **values)}
