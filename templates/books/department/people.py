"""The sheet People: who is rated in this workbook, with how many lines and how many open points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.scoring.scheme import Person
from templates.books.department import formulas
from templates.books.department.grid import (
    area,
    base_look,
    columns_filled_by,
    lock_columns,
    locked,
    table_sheet,
)
from templates.books.department.layout import FIRST, Spot, own, place, title
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import State
from templates.tables.department import MEMBERS
from templates.writer import SafeWorkbook, Value

KEY = "members"


def write_people(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the sheet: everything in it is fixed or computed."""
    sheet = table_sheet(book, plan, KEY, "people", place(KEY, "name") + 1)
    for row, found in enumerate(plan.people, start=FIRST):
        hired = found.person.hired if isinstance(found.person, Person) else None
        fixed = (found.person.id, found.person.name, found.department, found.position, hired)
        for column, value in zip(MEMBERS.columns, fixed, strict=False):
            look = (*base_look(column), *(("id",) if column.kind == "id" else ()))
            sheet.write(row, place(KEY, column.key), value, book.look(*look))
    for spot, formula in people_formulas(plan):
        look = book.look(*base_look(MEMBERS.columns[spot.column]), "integer", "centre")
        sheet.formula(spot.row, spot.column, formula, values[spot], look)
    lock_columns(sheet, plan, KEY, "fixed", columns_filled_by(KEY, "fixed"))
    lock_columns(sheet, plan, KEY, "computed", columns_filled_by(KEY, "formula"))
    mine = own(KEY, "open", FIRST)
    sheet.condition(*area(plan, KEY, "open"), f"={mine}=0", "done")
    sheet.condition(*area(plan, KEY, "open"), f"={mine}>0", "warning")
    if locked(plan):
        sheet.protect()


def people_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet with its place; without people there is none."""
    sheet = title(KEY, plan.language)
    for row in range(FIRST, FIRST + len(plan.people)):
        yield Spot(sheet, row, place(KEY, "lines")), formulas.line_count(plan, row)
        yield Spot(sheet, row, place(KEY, "open")), formulas.open_points(plan, row)


def people_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet gives."""
    sheet = title(KEY, plan.language)
    for row, person in enumerate(state.people, start=FIRST):
        yield Spot(sheet, row, place(KEY, "lines")), len(person.planned.lines)
        yield Spot(sheet, row, place(KEY, "open")), person.open
