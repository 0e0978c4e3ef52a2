"""Expressions for what other sheets hold: a setting, whether a module is on, the rows of a table in use."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.texts import say
from templates.books.scheme.layout import FIRST_ROW, SHEETS, last_row, letter
from templates.references import quoted
from templates.tables import TABLES

OPEN = "_open"
"""The hidden sheet of what is open: per table its last row in use and whether it is on; each open point."""

LISTED = tuple(table for table in SHEETS if table != "settings")
LAST_COLUMN, FLAG_COLUMN, COUNT_COLUMN, SHEET_COLUMN, TEXT_COLUMN, LINE_COLUMN = "BCDEFG"


def setting(key: str, language: str) -> str:
    """Return the cell that holds the value of a setting, wherever its row was moved."""
    sheet = quoted(TABLES["settings"].title(language))
    value, keys = (letter("settings", column) for column in ("value", "key"))
    return f"INDEX({sheet}!${value}:${value},MATCH({literal(key)},{sheet}!${keys}:${keys},0))"


def number(key: str, default: float, language: str) -> str:
    """Return the number of a setting; an emptied one has its default."""
    found = setting(key, language)
    return f'IF({found}="",{default:g},{found})'


def switched_on(module: str, language: str) -> str:
    """Return the test whether a module is on."""
    return f"{setting(f'module.{module}', language)}={literal(say('choices.flag.yes', language))}"


def whole(table: str, column: str, records: int, language: str) -> str:
    """Return all prepared cells of a column."""
    letters, last = letter(table, column), last_row(table, records) + 1
    sheet = quoted(TABLES[table].title(language))
    return f"{sheet}!${letters}${FIRST_ROW + 1}:${letters}${last}"


def used(table: str, column: str, records: int, language: str) -> str:
    """Return the cells of a column down to the last row in use, so that a short table is counted fast."""
    last = f"{OPEN}!${LAST_COLUMN}${LISTED.index(table) + 1}"
    cells = whole(table, column, records, language)
    return f"{cells.split(':')[0]}:INDEX({cells},{last})"
