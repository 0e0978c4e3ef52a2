"""The last sheet: who decided, with the lines on which they sign."""

from __future__ import annotations

from addin.texts import say
from templates.books.calibration.content import CalibrationContent
from templates.books.calibration.grades import footer
from templates.books.department.grid import LOOKS, STRUT_WIDTH
from templates.heights import row_height, strut
from templates.tables.calibration import COMMITTEE
from templates.tables.model import SENDERS
from templates.writer import SafeSheet, SafeWorkbook

PLACES = 8
"""So many people may sign."""

TITLE, TEXT, HEADER = 0, 1, 3
LEAST = 34
"""So much room there is to sign [points]."""


def write_committee(book: SafeWorkbook, content: CalibrationContent) -> None:
    """Write the page that the committee signs."""
    sheet, look = book.sheet(COMMITTEE.title(content.language), group="people"), book.look
    columns = COMMITTEE.columns
    for at, column in enumerate(columns):
        sheet.column(at, at, column.width)
    title = say("calibration.committee.title", content.language, cycle=content.cycle)
    text = say("calibration.committee.text", content.language, people=len(content.rows))
    width = sum(column.width for column in columns)
    for row, said, name in ((TITLE, title, ("title",)), (TEXT, text, ("text", "middle"))):
        sheet.merge((row, 0), (row, len(columns) - 1), said, look(*name))
    sheet.height(TITLE, 36)
    sheet.height(TEXT, row_height([(text, width)]) + 8)
    _table(sheet, content)
    sheet.page(footer=footer(content))
    sheet.one_page()
    sheet.print_area(HEADER + PLACES, len(columns) - 1)
    sheet.protect()


def _table(sheet: SafeSheet, content: CalibrationContent) -> None:
    """Write a line for each member; names that are known stand there and may be changed."""
    look = sheet.workbook.look
    for at, column in enumerate(COMMITTEE.columns):
        heading = COMMITTEE.heading(column.key, content.language)
        sheet.write(HEADER, at, heading, look(LOOKS.get(column.filled_by, "header")))
    sheet.height(HEADER, 30)
    sheet.column(len(COMMITTEE.columns), len(COMMITTEE.columns), STRUT_WIDTH)
    for number in range(PLACES):
        row = HEADER + 1 + number
        known = content.committee[number] if number < len(content.committee) else ("", "")
        values = (number + 1, *(text or None for text in known), None, None)
        for at, (column, value) in enumerate(zip(COMMITTEE.columns, values, strict=True)):
            filled = ("typed",) if column.filled_by in SENDERS else ("fixed",)
            sheet.write(row, at, value, look(*filled, "middle", "indent" if at else "centre"))
        sheet.grow(row, LEAST, dict(enumerate(values)))
        sheet.write(row, len(COMMITTEE.columns), None, look(strut(LEAST)))
