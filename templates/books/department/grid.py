"""What the tables of a department workbook have in common: header, widths, the soft lock, the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addin.texts import say
from templates.books.department.editions import columns_of
from templates.books.department.layout import first, header, last_row, place
from templates.books.department.plan import DepartmentPlan
from templates.heights import strut
from templates.tables import TABLES, Column
from templates.tables.model import SENDERS
from templates.writer import SafeSheet, SafeWorkbook, Value

Record = Mapping[str, Value]
"""What stands in a row, by column."""

LOOKS = dict.fromkeys(SENDERS, "header_fill") | dict.fromkeys(("formula", "service"), "header_computed")
"""How a heading looks, by who fills the column; fixed ones are dark."""

HEADER_HEIGHT = 34
ROW_HEIGHTS = {"members": 24, "appraisal": 34, "unit": 34, "summary": 58}
REGISTER_HEIGHT, STRUT_WIDTH = 32, 2
"""No row of a table is lower than this [points], so that an empty sheet is calm; it grows with its texts."""


def table_sheet(book: SafeWorkbook, plan: DepartmentPlan, key: str, group: str, frozen: int) -> SafeSheet:
    """Add the sheet of a table: header with filters, widths, frozen up to a column, ready for printing."""
    table, columns = TABLES[key], columns_of(plan, key)
    sheet = book.sheet(table.title(plan.language), group=group)
    for at, column in enumerate(columns):
        sheet.column(at, at, _width(plan, column), hidden=column.hidden)
        look = book.look(LOOKS.get(column.filled_by, "header"))
        sheet.write(header(key), at, table.heading(column.key, plan.language), look)
    sheet.height(header(key), HEADER_HEIGHT)
    sheet.column(len(columns), len(columns), STRUT_WIDTH)
    sheet.freeze(first(key), frozen)
    if key != "findings":
        sheet.filter(header(key), 0, last_row(plan, key), len(columns) - 1)
    sheet.page(header_row=header(key), footer=footer(plan))
    sheet.no_alarms(last_row(plan, key), len(columns) - 1)
    return sheet


def make_room(sheet: SafeSheet, key: str, row: int, record: Record) -> None:
    """Make a row of a table high enough for what stands in it, by column, and let it grow."""
    texts = {place(key, column): value for column, value in record.items()}
    sheet.grow(row, ROW_HEIGHTS.get(key, REGISTER_HEIGHT), texts)


def hold_open(sheet: SafeSheet, plan: DepartmentPlan, key: str, row: int) -> None:
    """Put the strut beside a row of a table, without which it would shrink to one line."""
    look = strut(ROW_HEIGHTS.get(key, REGISTER_HEIGHT))
    sheet.write(row, len(columns_of(plan, key)), None, sheet.workbook.look(look))


def _width(plan: DepartmentPlan, column: Column) -> int:
    """Return how wide a column is [characters]; nobody's number is cut off."""
    if column.key != "employee":
        return column.width
    return max(column.width, 2 + max((len(person.person.id) for person in plan.people), default=0))


def footer(plan: DepartmentPlan) -> str:
    """Return the footer of every page: whose it is, which sheet, which page."""
    names = (plan.settings.company, plan.department.name, plan.cycle.id)
    company, department, cycle = (name[:60].replace("&", "&&") for name in names)
    text = say("department.print.footer", plan.language, company=company, department=department, cycle=cycle)
    return f"&L&8{text.strip()}&C&8&A&R&8&P / &N"


def locked(plan: DepartmentPlan) -> bool:
    """Tell whether tables are locked by sheet protection instead of by validation."""
    return plan.settings.protection == "sheet"


def lock_columns(sheet: SafeSheet, plan: DepartmentPlan, key: str, words: str, columns: list[str]) -> None:
    """Let columns refuse typing with a friendly word, without protecting the sheet."""
    if locked(plan):
        return
    heading = say(f"department.messages.{words}_title", plan.language)
    message = say(
        f"department.messages.{words}",
        plan.language,
        manager_rating=TABLES["appraisal"].heading("manager_rating", plan.language),
    )
    for left, right in _runs(sorted(place(key, column) for column in columns)):
        sheet.lock(first(key), left, last_row(plan, key), right, heading, message)


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Join neighbouring columns, so that one rule covers them."""
    runs: list[tuple[int, int]] = []
    for at in places:
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def columns_filled_by(plan: DepartmentPlan, key: str, *fillers: str) -> list[str]:
    """Return the keys of a table's columns that somebody fills in this workbook."""
    return [column.key for column in columns_of(plan, key) if column.filled_by in fillers]


def base_look(column: Column) -> tuple[str, ...]:
    """Return the looks of a cell by its column: who fills it, and how its content is laid out."""
    filler = {"formula": ("computed",), **dict.fromkeys(SENDERS, ("fixed", "unlocked"))}.get(
        column.filled_by, ("fixed",)
    )
    if column.kind in ("text", "choice") or column.key == "todo":
        return ("wrap", *filler, "indent")
    return (*filler, "date") if column.kind == "date" else (*filler, "centre")


def area(plan: DepartmentPlan, key: str, column: str) -> tuple[int, int, int, int]:
    """Return a whole column of a table as the writer takes ranges."""
    at = place(key, column)
    return first(key), at, last_row(plan, key), at


def rule(**options: Any) -> dict[str, Any]:
    """Return a validation that also refuses while cells it looks at are empty."""
    return {"ignore_blank": False, **options}
