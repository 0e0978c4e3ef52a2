"""The sheet People: who is rated in this workbook, with how many lines and how many open points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from addin.scoring.scheme import Person
from addin.texts import say
from templates.books.department import formulas, goals
from templates.books.department.editions import columns_of
from templates.books.department.grid import (
    area,
    base_look,
    columns_filled_by,
    hold_open,
    lock_columns,
    locked,
    make_room,
    table_sheet,
)
from templates.books.department.layout import FIRST, Spot, own, place, title
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import State
from templates.writer import SafeSheet, SafeWorkbook, Value

KEY = "members"
MESSAGES = ("title", "help", "wrong")
WELL_BEFORE = timedelta(days=92)
"""Goals are agreed at the earliest a quarter before the period; another date is a slip of the pen."""


def write_people(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the sheet: everything in it is fixed or computed."""
    sheet = table_sheet(book, plan, KEY, "people", place(KEY, "name") + 1)
    columns = columns_of(plan, KEY)
    for row, found in enumerate(plan.people, start=FIRST):
        hired = found.person.hired if isinstance(found.person, Person) else None
        fixed = (found.person.id, found.person.name, found.department, found.position, hired, None)
        for column, value in zip(columns, fixed, strict=False):
            look = (*base_look(column), *(("id",) if column.kind == "id" else ()))
            sheet.write(row, place(KEY, column.key), value, book.look(*look))
        make_room(sheet, KEY, row, dict(zip((one.key for one in columns), fixed, strict=False)))
        hold_open(sheet, plan, KEY, row)
    for spot, formula in people_formulas(plan):
        look = book.look(*base_look(columns[spot.column]), "integer", "centre")
        sheet.formula(spot.row, spot.column, formula, values[spot], look)
    lock_columns(sheet, plan, KEY, "fixed", columns_filled_by(plan, KEY, "fixed"))
    lock_columns(sheet, plan, KEY, "computed", columns_filled_by(plan, KEY, "formula"))
    mine = own(KEY, "open", FIRST)
    sheet.condition(*area(plan, KEY, "open"), f"={mine}=0", "done")
    sheet.condition(*area(plan, KEY, "open"), f"={mine}>0", "warning")
    if plan.goals:
        _ask_for_the_day(sheet, plan)
    if locked(plan):
        sheet.protect()


def _ask_for_the_day(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Ask for the day on which a person agreed on the goals: yellow until a date stands there."""
    words = {key: say(f"goals.messages.agreed_on_{key}", plan.language) for key in MESSAGES}
    opens, ends = plan.cycle.starts - WELL_BEFORE, plan.cycle.ends
    day = {"validate": "date", "criteria": "between", "minimum": opens, "maximum": ends}
    messages = {
        "input_title": words["title"],
        "input_message": words["help"],
        "error_title": words["title"],
        "error_message": words["wrong"],
    }
    sheet.validation(*area(plan, KEY, "agreed_on"), {**day, **messages})
    mine = own(KEY, "agreed_on", FIRST)
    sheet.condition(*area(plan, KEY, "agreed_on"), f"=N({mine})=0", "todo")


def people_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet with its place; without people there is none."""
    sheet = title(KEY, plan.language)
    for row in range(FIRST, FIRST + len(plan.people)):
        yield Spot(sheet, row, place(KEY, "lines")), formulas.line_count(plan, row)
        counted = goals.open_of_person if plan.goals else formulas.open_points
        yield Spot(sheet, row, place(KEY, "open")), counted(plan, row)


def people_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet gives."""
    sheet = title(KEY, plan.language)
    for row, person in enumerate(state.people, start=FIRST):
        yield Spot(sheet, row, place(KEY, "lines")), len(person.planned.lines)
        yield Spot(sheet, row, place(KEY, "open")), person.open
