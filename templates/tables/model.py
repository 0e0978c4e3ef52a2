"""What a table is: columns declared once; sheet, drop-downs, reader and single-cell checks follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from addin.texts import LANGUAGES, phrase

Kind = Literal[
    "id", "text", "number", "integer", "percent", "date", "choice", "flag", "value", "rating", "formula"
]
ID_LENGTH = 40
ID = re.compile(rf"[A-Za-z0-9._-]{{1,{ID_LENGTH}}}")
"""What an id looks like; Chinese names are names, not ids."""

SENDERS = ("manager", "sender")
"""Who types into a workbook that comes back: a manager, or whoever a small one was sent to."""

Filler = Literal["hr", "manager", "sender", "service", "formula", "fixed", "import"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, kind of content, who fills it, and what a cell may hold.

    `value` is a number in the unit of the row's indicator (or yes/no, or "not applicable"); `choices`
    names a table of texts/choices.toml; `refers` names the table whose key the cell must be.
    """

    key: str
    kind: Kind
    filled_by: Filler
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: str | None = None
    refers: str | None = None
    unit: str | None = None
    width: int = 12
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a header row and a row per record, each found by the values of its key columns."""

    key: str
    workbook: Literal["scheme", "department", "pack", "slip", "master", "calibration", "pay"]
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    module: str | None = None

    @property
    def typed(self) -> tuple[str, ...]:
        """The columns that are typed by whoever sends the workbook back."""
        return tuple(column.key for column in self.columns if column.filled_by in SENDERS)

    def title(self, language: str) -> str:
        """Return the title of the sheet in one language."""
        return phrase(f"tables.{self.key}.title", language)

    def heading(self, column: str, language: str) -> str:
        """Return the title of a column in one language."""
        return phrase(f"tables.{self.key}.columns.{column}", language)

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)

    def headings(self) -> dict[str, str]:
        """Return every title a column may have, in any language (lower case), and the column's key."""
        return {
            self.heading(column.key, language).lower(): column.key
            for language in LANGUAGES
            for column in self.columns
        }
