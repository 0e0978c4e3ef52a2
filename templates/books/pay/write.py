"""Writing the pay base: one flat table, with what it is and how it is checked above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.texts import say
from templates.heights import row_height
from templates.tables import Column
from templates.tables.pay import PAY_BASE
from templates.writer import SafeWorkbook, Value

HEADER = 5
"""The row of the headings; above it stand the title, what the file is, its sum and its checksum."""

ROW = 18.0
MONEY = ("base", "amount", "difference")
CENTRED = ("cycle", "batch", "version", "state", "grade", "days", "of_days")
PayRow = Sequence[str | int | Decimal | None]
"""A line in the columns of the table; an amount is a decimal number, never a binary one."""


@dataclass(frozen=True, slots=True)
class PayBaseContent:
    """The lines of one batch; `total` is the sum of what is to be paid, `checksum` that of the file."""

    cycle: str
    batch: str
    company: str
    currency: str
    decimals: int
    rows: Sequence[PayRow]
    total: Decimal | None
    checksum: str
    language: str


def write_pay_base(content: PayBaseContent) -> bytes:
    """Write the workbook payroll receives; the same batch gives the same bytes."""
    language, columns = content.language, PAY_BASE.columns
    title = say("payroll.page.title", language, cycle=content.cycle, batch=content.batch)
    book = SafeWorkbook(language, title=title)
    sheet = book.sheet(PAY_BASE.title(language), group="record")
    for at, column in enumerate(columns):
        sheet.column(at, at, column.width)
    _head(book, content, title)
    looks = [book.look("row", *_look(column, content.decimals)) for column in columns]
    count = sheet.fill(HEADER + 1, 0, ([_cell(value) for value in row] for row in content.rows), looks)
    for row in range(HEADER + 1, HEADER + 1 + count):
        sheet.height(row, ROW)
    headings = [PAY_BASE.heading(column.key, language) for column in columns]
    sheet.height(HEADER, 36)
    sheet.table(HEADER, 0, count, "tbl_pay_base", headings, book.look("header"))
    last = len(columns) - 1
    elsewhere = f'=AND($C{HEADER + 2}<>"",$C{HEADER + 2}<>"{content.cycle}")'
    sheet.condition(HEADER + 1, 0, HEADER + count, last, elsewhere, "note")
    sheet.condition(HEADER + 1, 0, HEADER + count, last, f"=MOD(ROW(),2)={HEADER % 2}", "banded")
    sheet.freeze(HEADER + 1, 2)
    footer = say("payroll.page.private", language)
    sheet.page(header_row=HEADER, footer=f"&L&8{footer}&R&8&P / &N")
    sheet.print_area(HEADER + count, last)
    sheet.no_alarms(HEADER + count, last)
    return book.save()


def _head(book: SafeWorkbook, content: PayBaseContent, title: str) -> None:
    """Write what the file is, what it comes to, and by what it is checked."""
    sheet, last = book.sheets[PAY_BASE.title(content.language)], len(PAY_BASE.columns) - 1
    total = "–" if content.total is None else f"{content.total:,} {content.currency}"
    facts = say(
        "payroll.page.facts",
        content.language,
        number=len(content.rows),
        total=total,
        checksum=content.checksum,
    )
    intro = say("payroll.page.intro", content.language, cycle=content.cycle)
    sheet.height(0, 34)
    sheet.write(0, 0, title, book.look("title"))
    sheet.write(1, 0, content.company, book.look("label"))
    width = sum(column.width for column in PAY_BASE.columns)
    for row, text in ((2, intro), (3, facts)):
        sheet.merge((row, 0), (row, last), text, book.look("text", "middle"))
        sheet.height(row, row_height([(text, width)]) + 4)
    sheet.height(4, 8)


def _look(column: Column, decimals: int) -> tuple[str, ...]:
    if column.key in MONEY:
        return (f"money_{decimals}", "figures")
    if column.key == "coefficient":
        return ("number", "figures")
    if column.key in CENTRED:
        return ("centre",)
    return ("as_text", "indent") if column.kind == "id" else ("indent",)


def _cell(value: str | int | Decimal | None) -> Value:
    """Return a value as a cell holds it: a workbook knows no decimal numbers, its numbers are binary."""
    return float(value) if isinstance(value, Decimal) else value
