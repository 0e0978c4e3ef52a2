"""Writing the committee's workbook: the grades against the guide, the forms, the page that is signed."""

from __future__ import annotations

from addin.texts import say
from templates.books.calibration.committee import write_committee
from templates.books.calibration.content import CalibrationContent
from templates.books.calibration.grades import write_grades
from templates.books.calibration.overview import write_overview
from templates.stamp import SHEET, lines
from templates.writer import SafeWorkbook


def write_calibration(content: CalibrationContent) -> bytes:
    """Write the workbook in which a committee decides grades; the same content gives the same bytes."""
    assert content.rows, "a workbook in which nothing is decided"
    title = say("calibration.title", content.language, cycle=content.cycle)
    book = SafeWorkbook(content.language, title=title)
    write_overview(book, content)
    write_grades(book, content)
    write_committee(book, content)
    stamp = book.sheet(SHEET, state="veryHidden")
    for row, pair in enumerate(lines(content.stamp)):
        stamp.write_row(row, 0, pair)
    return book.save()
