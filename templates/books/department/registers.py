"""The sheets of the registers that HR switched on: numbered rows to be typed, open ones of before on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addin.texts import say
from templates.books.department.grid import hold_open, lock_columns, locked, make_room, table_sheet
from templates.books.department.layout import FIRST, Spot, last_row, own, place
from templates.books.department.plan import DepartmentPlan
from templates.books.department.register_rows import planned_cells, register_formulas
from templates.books.department.steps import staff
from templates.lists import choices, word
from templates.tables import Column
from templates.tables.registers import NUMBER, REGISTERS, Register
from templates.tables.registers.model import ANYTHING
from templates.writer import SafeSheet, SafeWorkbook, Value

SPARE = 500
"""Lists, dates and colours hold for so many rows below the numbered ones, too."""

EARLIEST = "=DATE(2000,1,1)"
LOOKS = {
    "date": ("fixed", "date"),
    "percent": ("fixed", "whole_percent", "centre"),
    "number": ("fixed", "centre"),
    "integer": ("fixed", "centre", "muted"),
    "formula": ("computed", "whole_percent", "centre"),
}


def write_registers(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write a sheet for every register of the workbook."""
    for key in plan.registers:
        sheet = _sheet(book, plan, REGISTERS[key])
        for spot, formula in register_formulas(plan):
            if spot.sheet == sheet.name:
                look = column_look(REGISTERS[key].table.columns[spot.column])
                sheet.formula(spot.row, spot.column, formula, values[spot], book.look(*look))


def _sheet(book: SafeWorkbook, plan: DepartmentPlan, register: Register) -> SafeSheet:
    """Write one sheet; a column's look holds down the whole column, so that rows can be added below."""
    key, columns = register.table.key, register.table.columns
    named = next(at for at, column in enumerate(columns) if column.required or column.refers)
    sheet = table_sheet(book, plan, key, "register", named + 1)
    for at, column in enumerate(columns):
        sheet.column(at, at, column.width, book.look(*column_look(column)))
    written: dict[int, dict[str, Value]] = {}
    for spot, value in planned_cells(plan, key):
        column = columns[spot.column]
        sheet.write(spot.row, spot.column, value, book.look(*column_look(column)))
        written.setdefault(spot.row, {})[column.key] = value
    for row, record in written.items():
        make_room(sheet, key, row, record)
        hold_open(sheet, plan, key, row)
    _lay_validations(sheet, plan, register)
    _lay_conditions(sheet, plan, register)
    if locked(plan):
        sheet.protect()
    return sheet


def column_look(column: Column) -> tuple[str, ...]:
    """Return how a column's cells look by what they hold; those to be typed are unlocked."""
    look = LOOKS.get(column.kind, ("wrap", "fixed", "indent"))
    return (*look, "unlocked") if column.filled_by == "manager" else (*look, "muted")


def _area(plan: DepartmentPlan, register: Register, column: str) -> tuple[int, int, int, int]:
    at = place(register.table.key, column)
    return FIRST, at, last_row(plan, register.table.key) + SPARE, at


def _lay_validations(sheet: SafeSheet, plan: DepartmentPlan, register: Register) -> None:
    """Lay the soft lock, the lists, and what dates and numbers may be."""
    key = register.table.key
    fixed = [column.key for column in register.table.columns if column.filled_by == "fixed"]
    lock_columns(sheet, plan, key, "fixed", fixed)
    lock_columns(sheet, plan, key, "computed", [c.key for c in register.table.columns if c.kind == "formula"])
    for column in register.table.columns:
        if column.filled_by == "manager":
            rule = {} if column.refers and not staff(plan) else column_rule(sheet, column, plan.language)
            if rule:
                sheet.validation(*_area(plan, register, column.key), rule)


def column_rule(sheet: SafeSheet, column: Column, language: str) -> dict[str, Any]:
    """Return what a column may hold; somebody who is not in the list may be named after a question."""
    if column.refers == "members":
        listed: dict[str, Any] = {"validate": "list", "source": "=list_staff", "error_type": "warning"}
        return {**listed, **_messages(language, column, "person")}
    if column.choices:
        source = sheet.workbook.lists.source(column.choices, choices(column.choices, language))
        return {"validate": "list", "source": source, **_messages(language, column, "choice")}
    if column.kind == "date":
        rule: dict[str, Any] = {"validate": "date", "criteria": ">=", "value": EARLIEST}
        return {**rule, **_messages(language, column, "date")}
    if column.low is not None:
        rule = {"validate": "decimal", "criteria": "between", "minimum": column.low, "maximum": column.high}
        kind = "percent" if column.kind == "percent" else "number"
        return {**rule, **_messages(language, column, kind)}
    return {}


def _messages(language: str, column: Column, kind: str) -> dict[str, str]:
    told = {"low": f"{column.low or 0:g}", "high": f"{column.high or 0:g}"}
    return {
        "input_message": say(f"registers.help.{kind}", language, **told),
        "error_title": say(f"registers.wrong_title.{kind}", language),
        "error_message": say(f"registers.wrong.{kind}", language, **told),
    }


def _lay_conditions(sheet: SafeSheet, plan: DepartmentPlan, register: Register) -> None:
    """Let stand out what a begun row still needs, then what is done, then what is overdue."""
    key, columns = register.table.key, register.table.columns
    begun = f'SUMPRODUCT(--({own(key, columns[1].key, FIRST)}:{own(key, columns[-1].key, FIRST)}<>""))>0'
    for column in columns:
        if column.required:
            empty = f'AND({own(key, column.key, FIRST)}="",{begun})'
            sheet.condition(*_area(plan, register, column.key), f"={empty}", "todo")
    whole = (FIRST, place(key, NUMBER), last_row(plan, key) + SPARE, len(columns) - 1)
    done = _done(plan, register) if register.ends else "FALSE"
    sheet.condition(*whole, f"={done}", "done")
    if register.due:
        due = own(key, register.due, FIRST)
        late = f"AND(ISNUMBER({due}),N({due})<TODAY(),NOT({done}))"
        for red in (NUMBER, register.due):
            sheet.condition(*_area(plan, register, red), f"={late}", "error")


def _done(plan: DepartmentPlan, register: Register) -> str:
    """Write that something has ended the row: a date was typed, or one of some words chosen."""
    tests = []
    for column, ends in register.ends.items():
        mine = own(register.table.key, column, FIRST)
        choices_of = register.table.column(column).choices
        said = [f'{mine}="{word(choices_of, end, plan.language)}"' for end in ends] if choices_of else []
        tests += [f'{mine}<>""'] if ends is ANYTHING else said
    return f"OR({','.join(tests)})"
