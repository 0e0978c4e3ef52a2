"""The scheme workbook as a whole: its sheets in their order, each with its marks."""

from __future__ import annotations

from addin.texts import say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.flags import flag, name_keys
from templates.books.scheme.glance import draw_glance
from templates.books.scheme.guide import draw_guide
from templates.books.scheme.marks import mark
from templates.books.scheme.places import LISTED
from templates.books.scheme.settings import draw_settings
from templates.books.scheme.sheets import draw, note
from templates.books.scheme.start import draw_start
from templates.books.scheme.troubles import all_rows, draw_open, line_of, notes, troubles
from templates.writer import SafeWorkbook


def write_scheme(content: SchemeContent, language: str) -> bytes:
    """Return the scheme workbook in one language; the same content gives the same bytes.

    Sheets of modules that are off are there, but hidden. Raises templates.writer.NotWritten on a bug.
    """
    book = SafeWorkbook(language, title=say("scheme.book.title", language))
    rows = all_rows(content, language)
    found = troubles(content, language, rows)
    lines = notes(found, language)
    draw_start(book, content, found)
    draw_settings(book, content)
    for table in LISTED:
        drawing = draw(book, table, content)
        flag(drawing)
        mark(drawing)
        if table in lines:
            note(drawing, line_of(table), lines[table][1])
    name_keys(book, {table: len(found) for table, found in rows.items()})
    draw_guide(book, content)
    draw_glance(book, content)
    draw_open(book, content, rows, found)
    return book.save()
