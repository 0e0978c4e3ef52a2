"""Writing a small workbook: one calm page with what it is, what is left, and the table."""

from __future__ import annotations

from collections.abc import Sequence

from addin.texts import say
from templates.books.department.grid import HEADER_HEIGHT, LOOKS, STRUT_WIDTH, base_look
from templates.books.pack.plan import (
    FIRST,
    HEADER,
    INVITATION,
    MEND,
    MEND_ROWS,
    STATUS,
    SUBTITLE,
    TITLE,
    PackPlan,
    Record,
    records,
)
from templates.books.pack.rules import lay_rules
from templates.books.pack.todo import Typed, status_formula, status_text, todo_formula, todos
from templates.heights import row_height, strut
from templates.references import letters, quoted
from templates.stamp import SHEET, lines
from templates.tables.model import SENDERS, Column
from templates.tables.packs import READ_KEY
from templates.writer import SafeSheet, SafeWorkbook

NOTHING: Typed = {}
INDENT, ROOM = 2, 6
"""What an indent takes of a cell's width [characters]; room above and below its texts [points]."""


def write_pack(plan: PackPlan) -> bytes:
    """Write a small workbook as it is issued; the same plan gives the same bytes."""
    assert plan.lines, "a workbook for nobody"
    title = say(f"pack.{plan.stamp.edition}.title", plan.language, cycle=plan.cycle.id)
    book = SafeWorkbook(plan.language, title=title)
    sheet = book.sheet(plan.sheet, group="typed")
    for at, column in enumerate(plan.table.columns):
        sheet.column(at, at, column.width, hidden=column.hidden)
    _write_head(book, sheet, plan, title)
    _write_table(book, sheet, plan)
    lay_rules(sheet, plan)
    _lay_page(sheet, plan)
    stamp = book.sheet(SHEET, state="veryHidden")
    for row, pair in enumerate(lines(plan.stamp)):
        stamp.write_row(row, 0, pair)
    return book.save()


def _ends(plan: PackPlan) -> tuple[int, int]:
    """Return the first and the last column that are seen."""
    seen = [at for at, column in enumerate(plan.table.columns) if not column.hidden]
    return seen[0], seen[-1]


def _write_head(book: SafeWorkbook, sheet: SafeSheet, plan: PackPlan, title: str) -> None:
    """Write what stands above the table; each line goes over its whole width."""
    first, last = _ends(plan)
    width = sum(column.width for column in plan.table.columns[first:] if not column.hidden)
    due = plan.due.isoformat()
    key = "invitation_counts" if plan.counts else "invitation"
    invitation = say(f"pack.{plan.stamp.edition}.{key}", plan.language, cycle=plan.cycle.id, date=due)
    for row, text, look, height in (
        (TITLE, title, ("title",), 36.0),
        (SUBTITLE, plan.receiver, ("subtitle", "muted", "line_below"), 24.0),
        (INVITATION, invitation, ("text", "middle"), row_height([(invitation, width)]) + 8),
        (STATUS, "", ("wrap", "warning", "bold", "indent"), 26.0),
    ):
        sheet.merge((row, first), (row, last), text, book.look(*look))
        sheet.height(row, height)
    looks = book.look("wrap", "warning", "bold", "indent")
    sheet.formula(STATUS, first, status_formula(plan), status_text(plan, NOTHING), looks)
    done = f"=LEFT(${letters(first + 1)}${STATUS + 1},2)={_beginning(plan)}"
    sheet.condition(STATUS, first, STATUS, last, done, "done")
    for row in range(MEND, MEND + MEND_ROWS):
        sheet.merge((row, first), (row, last), "", book.look("link", "indent"))
    sheet.height(MEND + MEND_ROWS, 8)
    column = letters(first + 1)
    place = f"{quoted(sheet.name)}!${column}${MEND + 1}:${column}${MEND + MEND_ROWS}"
    book.define("cover_findings", f"={place}")


def _beginning(plan: PackPlan) -> str:
    """Return how the first line begins when all is done, as an expression."""
    return '"' + say("pack.status.done", plan.language, date="")[:2] + '"'


def _write_table(book: SafeWorkbook, sheet: SafeSheet, plan: PackPlan) -> None:
    """Write the header and every row, as high as it needs, and free to grow with a remark."""
    columns, rows = plan.table.columns, list(records(plan))
    for at, column in enumerate(columns):
        look = LOOKS.get(column.filled_by, "header")
        sheet.write(HEADER, at, plan.table.heading(column.key, plan.language), book.look(look))
    sheet.height(HEADER, HEADER_HEIGHT)
    sheet.column(len(columns), len(columns), STRUT_WIDTH)
    heights, percent = _heights(plan, rows), {line.key for line in plan.lines if line.indicator.percent}
    given = todos(plan, NOTHING)
    for at, (key, record) in enumerate(zip(plan.keys, rows, strict=True), start=FIRST):
        sheet.grow(at, heights[at - FIRST], {})
        sheet.write(at, len(columns), None, book.look(strut(heights[at - FIRST])))
        for place, column in enumerate(columns):
            look = book.look(*_look(column, key in percent and key != READ_KEY))
            if column.key == "todo":
                sheet.formula(at, place, todo_formula(plan, at), given[key], look)
            else:
                sheet.write(at, place, record.get(column.key), look)


def _heights(plan: PackPlan, rows: Sequence[Record]) -> list[float]:
    """Return how high each row is at least; where rows may be sorted, they are all alike."""
    seen = [column for column in plan.table.columns if not column.hidden]
    each = [
        row_height((str(row.get(one.key) or ""), one.width - INDENT) for one in seen) + ROOM for row in rows
    ]
    lines = each[: len(plan.lines)]
    return each if plan.stamp.edition == "self" else [max(lines)] * len(lines) + each[len(lines) :]


def _look(column: Column, percent: bool) -> tuple[str, ...]:
    looks = base_look(column)
    if column.filled_by in SENDERS:
        looks = tuple("typed" if look == "fixed" else look for look in looks)
    if column.kind == "value" and percent:
        looks = (*looks, "percent")
    return (*looks, "as_text") if column.kind == "id" else looks


def _lay_page(sheet: SafeSheet, plan: PackPlan) -> None:
    """Keep the header in sight, and lay out the print: one page wide, a self-appraisal on one page."""
    _, last = _ends(plan)
    sheet.freeze(FIRST)
    if plan.stamp.edition != "self":
        sheet.filter(HEADER, 0, plan.last, len(plan.table.columns) - 1)
    company = plan.settings.company[:60].replace("&", "&&")
    footer = f"&L&8{company}&C&8 {plan.cycle.id}&R&8&P / &N"
    sheet.page(header_row=HEADER, footer=footer)
    if plan.stamp.edition == "self":
        sheet.one_page()
    sheet.print_area(plan.last, last)
    sheet.no_alarms(plan.last, len(plan.table.columns) - 1)
    if plan.settings.protection == "sheet":
        sheet.protect()
