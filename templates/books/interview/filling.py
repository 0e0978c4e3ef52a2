"""Filling outlines as a manager would: what was agreed is typed, and the first line counts what is left."""

from __future__ import annotations

from collections.abc import Mapping

from templates.books.interview.content import OutlineBook
from templates.books.interview.write import FIRST, STATUS, TABLE, status_text
from templates.fill import CellValue, fill
from templates.references import reference

LIVE = reference(STATUS + 1, 1)
"""The cell that counts the talks still to be noted."""

Talks = Mapping[str, Mapping[str, CellValue]]
"""What is typed by person, and by column."""


def fill_outlines(data: bytes, book_of: OutlineBook, talks: Talks) -> bytes:
    """Return outlines with talks typed into them; `data` as write_outlines gave it for the same content."""
    rows = {outline.employee: row for row, outline in enumerate(book_of.outlines, FIRST + 1)}
    places = {column.key: at for at, column in enumerate(TABLE.columns, start=1)}
    typed = {
        reference(rows[employee], places[key]): value
        for employee, values in talks.items()
        for key, value in values.items()
    }
    noted = sum("held_on" in values for values in talks.values())
    sheet = TABLE.title(book_of.language)
    shown: dict[str, CellValue] = {LIVE: status_text(book_of, noted)}
    return fill(data, {sheet: typed}, {sheet: shown})
