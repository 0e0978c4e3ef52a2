"""The sheet Summary: one row per person with provisional score and grade, three texts, open points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.texts import say
from templates.books.department import formulas
from templates.books.department.demands import low_grades, top_grades
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
from templates.tables.department import SUMMARY
from templates.writer import SafeSheet, SafeWorkbook, Value

KEY = "summary"
FROZEN = place(KEY, "name") + 1
BAR = "#BCD2E6"


def write_summary(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the sheet with its formulas, the texts to be typed, and the rules of whole columns."""
    sheet = table_sheet(book, plan, KEY, "typed", FROZEN)
    for row, person in enumerate(plan.people, start=FIRST):
        fixed = (person.person.id, person.person.name, person.position, None, None, None, None, None, None)
        record = dict(zip((column.key for column in SUMMARY.columns), fixed, strict=True))
        for at, (column, value) in enumerate(record.items()):
            sheet.write(row, at, value, book.look(*_look(column)))
        make_room(sheet, KEY, row, record)
        hold_open(sheet, plan, KEY, row)
    for spot, formula in summary_formulas(plan):
        look = book.look(*_look(SUMMARY.columns[spot.column].key))
        sheet.formula(spot.row, spot.column, formula, values[spot], look)
    _lay_rules(sheet, plan)


def _look(key: str) -> tuple[str, ...]:
    looks = base_look(SUMMARY.column(key))
    extra = {"score": ("score", "centre", "bold"), "grade": ("centre", "bold"), "open": ("integer", "centre")}
    return (*looks, *extra.get(key, ()), *(("id",) if key == "employee" else ()))


def _lay_rules(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Lay the soft lock, the messages, and what turns yellow and green."""
    lock_columns(sheet, plan, KEY, "fixed", columns_filled_by(plan, KEY, "fixed"))
    lock_columns(sheet, plan, KEY, "computed", columns_filled_by(plan, KEY, "formula"))
    for column in SUMMARY.typed:
        message = {
            "input_title": say(f"department.messages.{column}_title", plan.language),
            "input_message": _message(plan, column),
        }
        sheet.validation(*area(plan, KEY, column), {"validate": "any", **message})
    tests = {column: formulas.lacks(plan, column, FIRST) for column in ("strengths", "to_improve")}
    counted = f"$1:${plan.settings.overall_comment_letters}"
    tests["overall_comment"] = formulas.short(plan, FIRST, characters=counted)
    for column, test in tests.items():
        sheet.condition(*area(plan, KEY, column), f"={test}", "todo")
    sheet.condition(*area(plan, KEY, "open"), f"={own(KEY, 'open', FIRST)}=0", "done")
    sheet.condition(*area(plan, KEY, "open"), f"={own(KEY, 'open', FIRST)}>0", "warning")
    _bars(sheet, plan)
    if locked(plan):
        sheet.protect()


def _message(plan: DepartmentPlan, column: str) -> str:
    separator = say("department.messages.and", plan.language)
    grades = top_grades(plan.grades) if column == "strengths" else low_grades(plan.grades)
    return say(
        f"department.messages.{column}_help",
        plan.language,
        grades=separator.join(grades),
        letters=plan.settings.overall_comment_letters,
        characters=plan.settings.overall_comment_characters,
    )


def _bars(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Draw the score as a bar as well, on one measure for everybody."""
    settings = plan.settings
    sheet.bars(*area(plan, KEY, "score"), settings.total_floor, settings.total_cap, BAR)


def summary_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet with its place; the goals edition has no such sheet."""
    sheet = title(KEY, plan.language)
    written = {"score": formulas.total, "grade": formulas.grade, "open": formulas.summary_open}
    for row in range(FIRST, FIRST + len(plan.people)) if not plan.goals else ():
        for key, write in written.items():
            yield Spot(sheet, row, place(KEY, key)), write(plan, row)


def summary_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet gives."""
    sheet = title(KEY, plan.language)
    for row, person in enumerate(state.people if not plan.goals else (), start=FIRST):
        for key in ("score", "grade", "open"):
            yield Spot(sheet, row, place(KEY, key)), getattr(person, key)
