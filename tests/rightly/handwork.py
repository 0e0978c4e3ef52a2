"""What people rightly do to a workbook besides filling it in: sort, filter, move, rename, paint, note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from sync.reading.tables import TableReading
from templates.books.department.layout import title
from templates.books.department.plan import DepartmentPlan
from tests.editing import Edit, opened, read, saved
from tests.rightly.fillings import told


class Hand(NamedTuple):
    """What is done by hand: edits by name, or something to the sheet of a table; what is told of it.

    `calculated` is told besides once a program has calculated everything anew: a copied row counts twice in
    the sheet, and openpyxl does not stretch what refers to a table when a row is put into it.
    """

    edits: Callable[[DepartmentPlan], Iterable[Edit]] | None = None
    drawn: Callable[[Worksheet, TableReading], object] | None = None
    codes: frozenset[str] = frozenset()
    calculated: frozenset[str] = frozenset()


def in_appraisal(do: str, **edit: Any) -> Callable[[DepartmentPlan], list[Edit]]:
    """Return an edit of the Appraisal sheet."""
    return lambda _: [{"do": do, "table": "appraisal", **edit}]


def renamed(plan: DepartmentPlan) -> list[Edit]:
    """Rename the sheet that is filled."""
    return [{"do": "rename_sheet", "sheet": title("appraisal", plan.language), "value": "Our people 人员"}]


def reordered(plan: DepartmentPlan) -> list[Edit]:
    """Put Summary first, and add a visible sheet of one's own."""
    return [
        {"do": "move_sheet", "sheet": title("summary", plan.language)},
        {"do": "hidden_sheet", "sheet": "Notes", "value": "call HR", "state": "visible"},
    ]


def of_first(do: str, **edit: Any) -> Callable[[DepartmentPlan], list[Edit]]:
    """Return an edit of the second line of the workbook."""

    def edits(plan: DepartmentPlan) -> list[Edit]:
        employee, indicator = plan.lines[1].key
        return [{"do": do, "employee": employee, "indicator": indicator, **edit}]

    return edits


def one_indicator(do: str) -> Callable[[DepartmentPlan], list[Edit]]:
    """Return the edit that leaves the rows of one indicator to be seen."""
    return lambda plan: [
        {"do": do, "table": "appraisal", "column": "indicator", "value": plan.lines[0].indicator.id}
    ]


def painted(sheet: Worksheet, table: TableReading) -> None:
    """Band the rows, draw lines around cells, take another font."""
    thin = Side(style="thin")
    for row in table.rows:
        for column in table.columns.values():
            cell = sheet.cell(row.number, column)
            cell.fill = PatternFill("solid", fgColor="FFDDEEFF" if row.number % 2 else "FFFFFFFF")
            cell.border = Border(thin, thin, thin, thin)
            cell.font = Font(name="Calibri", size=11)


def laid_out(sheet: Worksheet, table: TableReading) -> None:
    """Widen columns, freeze others, set zoom, filter arrows and what is printed."""
    sheet.column_dimensions["B"].width = 40
    sheet.freeze_panes = "F4"
    sheet.sheet_view.zoomScale = 80
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_area = "A1:P40"
    sheet.row_dimensions[table.rows[0].number].height = 60


def noted(sheet: Worksheet, table: TableReading) -> None:
    """Leave notes at cells, a hyperlink, and colours that follow the values."""
    for row in table.rows[:3]:
        sheet.cell(row.number, 1).comment = Comment("ask finance", "Zhao Min")
    sheet.cell(table.rows[0].number, 2).hyperlink = "https://example.org/report"
    scale = ColorScaleRule(start_type="min", start_color="FFFF0000", end_type="max", end_color="FF00FF00")
    sheet.conditional_formatting.add("K2:K99", scale)


def unprotected(sheet: Worksheet, table: TableReading) -> None:
    """Take drop-downs and bounds away, as pasting does."""
    sheet.data_validations.dataValidation.clear()
    sheet.protection.sheet = False


def drawn_on(data: bytes, draw: Callable[[Worksheet, TableReading], object]) -> bytes:
    """Do something to the sheets of Appraisal and Summary."""
    book: Workbook = opened(data)
    for key in ("appraisal", "summary"):
        table = read(data).tables[key]
        draw(book[table.sheet], table)
    return saved(book)


HANDWORK: Mapping[str, Hand] = {
    "nothing": Hand(),
    "sorted by name": Hand(in_appraisal("sort", by="name")),
    "sorted by indicator": Hand(in_appraisal("sort", by="indicator_name")),
    "sorted by what was typed": Hand(in_appraisal("sort", by="actual")),
    "Summary sorted": Hand(lambda _: [{"do": "sort", "table": "summary", "by": "grade"}]),
    "a typed column moved": Hand(in_appraisal("move_column", column="actual", to="todo")),
    "the numbers at the end": Hand(in_appraisal("move_column", column="employee", to="blocking")),
    "a sheet renamed": Hand(renamed),
    "sheets reordered": Hand(reordered),
    "a column of one's own": Hand(
        in_appraisal("add_column", before="actual", value="My notes"), codes=told("B006")
    ),
    "titles written otherwise": Hand(in_appraisal("retitle", column="actual", value=" ＡＣＴＵＡＬ\n")),
    "filtered": Hand(one_indicator("filter"), codes=told("F004")),
    "folded": Hand(one_indicator("outline"), codes=told("F004")),
    "a row hidden": Hand(of_first("hide_row"), codes=told("F004")),
    "a column hidden": Hand(in_appraisal("hide_column", column="actual"), codes=told("F004")),
    "a column of no use hidden": Hand(in_appraisal("hide_column", column="self_rating")),
    "a blank row": Hand(of_first("insert_row"), calculated=told("C002")),
    "a row with a heading": Hand(
        of_first("insert_row", **{"with": {"name": "Second team"}}),
        codes=told("P007"),
        calculated=told("C002"),
    ),
    "a row copied": Hand(of_first("copy_row"), codes=told("P004"), calculated=told("C002")),
    "titles above": Hand(in_appraisal("above", values=["Sales and Service", "please check by Friday"])),
    "notes beside": Hand(of_first("beside", values=["call HR", 85])),
    "banded by hand": Hand(drawn=painted),
    "laid out": Hand(drawn=laid_out),
    "notes and colours": Hand(drawn=noted),
    "without drop-downs": Hand(drawn=unprotected),
}
