"""Where everything stands in a scheme workbook: sheets in their order, header row, room for more rows."""

from __future__ import annotations

from collections.abc import Mapping

from templates.references import letters, quoted
from templates.tables import TABLES

TITLE_ROW, HELP_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3, 4
"""Rows counted from 0; the header stands in row 4 of the sheet."""

SHEETS: Mapping[str, tuple[str, int, int]] = {
    "settings": ("path", 0, 2),
    "people": ("people", 5000, 2),
    "positions": ("people", 500, 2),
    "templates": ("rules", 1000, 2),
    "indicators": ("rules", 1000, 2),
    "grades": ("rules", 30, 1),
    "cycles": ("rules", 300, 1),
    "departments": ("people", 1000, 2),
    "goals": ("rules", 5000, 3),
    "raters": ("rules", 300, 3),
    "assignments": ("people", 5000, 3),
    "rater_training": ("people", 2000, 2),
    "quotas": ("rules", 30, 1),
    "coefficients": ("rules", 30, 1),
    "adjustments": ("record", 2000, 3),
    "checks": ("rules", 300, 2),
    "sources": ("record", 300, 2),
    "participants": ("people", 2000, 2),
    "reward_rules": ("rules", 200, 2),
    "honour_rules": ("rules", 60, 2),
    "salary_standards": ("rules", 500, 2),
    "courses": ("record", 500, 2),
    "notice_texts": ("record", 60, 2),
    "roles": ("people", 500, 2),
    "changelog": ("record", 2000, 1),
}
"""Table → (group of its tab, rows with drop-downs and rules, columns that stay in sight)."""


def last_row(table: str, records: int) -> int:
    """Return the last row [from 0] that is prepared for typing."""
    return FIRST_ROW + max(SHEETS[table][1], records + 50 if SHEETS[table][1] else records) - 1


def letter(table: str, column: str) -> str:
    """Return the letters of a column of a table."""
    keys = [declared.key for declared in TABLES[table].columns]
    return letters(keys.index(column) + 1)


def span(table: str, column: str, language: str, records: int, *, sheet: bool = True) -> str:
    """Return the range of a column's prepared cells, absolute: `'People'!$A$5:$A$5004`."""
    place = (
        f"${letter(table, column)}${FIRST_ROW + 1}:${letter(table, column)}${last_row(table, records) + 1}"
    )
    return f"{quoted(TABLES[table].title(language))}!{place}" if sheet else place


def own(table: str, column: str, row: int = FIRST_ROW) -> str:
    """Return the reference of a column in the rule's first row, as conditional formats want it: `$D5`."""
    return f"${letter(table, column)}{row + 1}"
