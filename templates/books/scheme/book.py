"""The scheme workbook as a whole: its sheets in their order, each with its marks."""

from __future__ import annotations

from addin.texts import say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.glance import draw_glance
from templates.books.scheme.guide import draw_guide
from templates.books.scheme.layout import SHEETS
from templates.books.scheme.marks import mark
from templates.books.scheme.settings import draw_settings
from templates.books.scheme.sheets import draw
from templates.books.scheme.start import draw_start
from templates.writer import SafeWorkbook


def write_scheme(content: SchemeContent, language: str) -> bytes:
    """Return the scheme workbook in one language; the same content gives the same bytes.

    Sheets of modules that are off are there, but hidden. Raises templates.writer.NotWritten on a bug.
    """
    book = SafeWorkbook(language, title=say("scheme.book.title", language))
    draw_start(book, content)
    draw_settings(book, content)
    for table in SHEETS:
        if table != "settings":
            mark(draw(book, table, content))
    draw_guide(book, content)
    draw_glance(book, content)
    return book.save()
