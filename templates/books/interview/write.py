"""Writing a manager's outlines: the sheet that comes back, then a page to talk by for each person."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.texts import say
from templates.books.department.grid import STRUT_WIDTH
from templates.books.department.registers import column_look, column_rule
from templates.books.interview.content import Outline, OutlineBook
from templates.books.interview.page import write_page
from templates.heights import row_height, strut
from templates.references import letters
from templates.stamp import SHEET, Stamp, lines
from templates.tables.registers import NUMBER, REGISTERS
from templates.writer import SafeSheet, SafeWorkbook, Value

TABLE = REGISTERS["interviews"].table
HEADER = 5
FIRST = HEADER + 1
STATUS = 3
SPARE = 20
"""Lists, dates and colours hold for so many rows below the planned ones, too."""

HEIGHT = 46.0
"""Every row has room for three lines [points]; it grows with what is typed."""


def write_outlines(book_of: OutlineBook, stamp: Stamp) -> bytes:
    """Write a manager's outlines; the same results give the same bytes."""
    assert book_of.outlines, "outlines for nobody"
    language = book_of.language
    title = say("interview.title", language, cycle=book_of.cycle)
    book = SafeWorkbook(language, title=title)
    sheet = book.sheet(TABLE.title(language), group="typed")
    _write_head(sheet, book_of, title)
    _write_rows(sheet, book_of)
    _lay_rules(sheet, book_of)
    for number, outline in enumerate(book_of.outlines, start=1):
        write_page(book, book_of, outline, number)
    hidden = book.sheet(SHEET, state="veryHidden")
    for row, pair in enumerate(lines(stamp)):
        hidden.write_row(row, 0, pair)
    return book.save()


def named(outline: Outline) -> str:
    """Return how the list of people calls somebody: number and name."""
    return f"{outline.content.subject.id} {outline.content.subject.name}"


def _write_head(sheet: SafeSheet, book_of: OutlineBook, title: str) -> None:
    """Write what the sheet is for, and how many talks are still to be entered, live."""
    look, last, language = sheet.workbook.look, len(TABLE.columns) - 1, book_of.language
    for at, column in enumerate(TABLE.columns):
        sheet.column(at, at, column.width, look(*column_look(column)))
    for row in range(HEADER):
        sheet.height(row, {0: 34.0, HEADER - 1: 8.0}.get(row, 20.0), look("plain"))
    sheet.write(0, 0, title, look("title"))
    sheet.write(1, 0, "  ·  ".join(filter(None, (book_of.manager, book_of.company))), look("label"))
    intro = say("interview.intro", language, date=book_of.talks_by.isoformat())
    sheet.merge((2, 0), (2, last), intro, look("text", "middle"))
    sheet.height(2, row_height([(intro, sum(column.width for column in TABLE.columns))]) + 4)
    sheet.merge((STATUS, 0), (STATUS, last), "", look("warning", "bold", "indent"))
    sheet.formula(STATUS, 0, _status(book_of), status_text(book_of, 0), look("warning", "bold", "indent"))
    sheet.height(STATUS, 24)
    done = f'=LEFT($A${STATUS + 1},2)="{say("interview.done", language)[:2]}"'
    sheet.condition(STATUS, 0, STATUS, last, done, "done")


def status_text(book_of: OutlineBook, noted: int) -> str:
    """Return what the first line says once so many talks are noted."""
    left = len(book_of.outlines) - noted
    key = "open" if left else "done"
    return say(f"interview.{key}", book_of.language, **({"number": left} if left else {}))


def _status(book_of: OutlineBook) -> str:
    """Write how many people in the list have no date yet."""
    last = FIRST + len(book_of.outlines)
    who, when = (_column(key) for key in ("employee", "held_on"))
    open_ = f'SUMPRODUCT(({who}{FIRST + 1}:{who}{last}<>"")*({when}{FIRST + 1}:{when}{last}=""))'
    parts = say("interview.open", book_of.language, number="\0").split("\0")
    told = f"{literal(parts[0])}&{open_}&{literal(parts[1])}"
    return f"=IF({open_}=0,{literal(say('interview.done', book_of.language))},{told})"


def _column(key: str) -> str:
    return "$" + letters(next(at for at, column in enumerate(TABLE.columns, 1) if column.key == key))


def _write_rows(sheet: SafeSheet, book_of: OutlineBook) -> None:
    """Write the headings and a row for each talk: its number and the person; the rest is to be typed."""
    look = sheet.workbook.look
    for at, column in enumerate(TABLE.columns):
        head = "header_fill" if column.filled_by == "manager" else "header"
        sheet.write(HEADER, at, TABLE.heading(column.key, book_of.language), look(head))
    sheet.height(HEADER, 34)
    sheet.column(len(TABLE.columns), len(TABLE.columns), STRUT_WIDTH)
    for number, outline in enumerate(book_of.outlines, start=1):
        row = HEADER + number
        sheet.grow(row, HEIGHT, {})
        sheet.write(row, len(TABLE.columns), None, look(strut(HEIGHT)))
        for at, column in enumerate(TABLE.columns):
            value: Value = number if column.key == NUMBER else None
            value = named(outline) if column.refers else value
            sheet.write(row, at, value, look(*column_look(column)))


def _lay_rules(sheet: SafeSheet, book_of: OutlineBook) -> None:
    """Lay lists, dates and colours, and the print; what a begun row still needs stands out."""
    language, last = book_of.language, HEADER + len(book_of.outlines)
    sheet.workbook.lists.columns["list_staff"] = tuple(named(one) for one in book_of.outlines)
    for at, column in enumerate(TABLE.columns):
        rule = column_rule(sheet, column, language) if column.filled_by == "manager" else {}
        if rule:
            sheet.validation(FIRST, at, last + SPARE, at, rule)
        if column.required and column.key != "employee":
            sheet.condition(FIRST, at, last, at, f'={letters(at + 1)}{FIRST + 1}=""', "typed")
    when = f"{_column('held_on')}{FIRST + 1}"
    sheet.condition(FIRST, 0, last, len(TABLE.columns) - 1, f'={when}<>""', "done")
    sheet.freeze(FIRST, 2)
    sheet.filter(HEADER, 0, last, len(TABLE.columns) - 1)
    footer = say("slip.page.private", language, name=book_of.manager)[:100].replace("&", "&&")
    sheet.page(header_row=HEADER, footer=f"&L&8{footer}&R&8&P / &N")
    sheet.print_area(last, len(TABLE.columns) - 1)
    sheet.no_alarms(last, len(TABLE.columns) - 1)
    if book_of.protected:
        sheet.protect()
