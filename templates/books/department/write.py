"""Writing a department workbook from its plan."""

from __future__ import annotations

from addin.texts import say
from templates.books.department.appraisal import write_grid
from templates.books.department.cover import title_of, write_cover
from templates.books.department.findings import write_findings
from templates.books.department.form import write_form
from templates.books.department.guide import write_guide
from templates.books.department.people import write_people
from templates.books.department.plan import DepartmentPlan
from templates.books.department.registers import write_registers
from templates.books.department.shown import shown
from templates.books.department.steps import write_steps
from templates.books.department.summary import write_summary
from templates.books.department.unit import write_unit
from templates.stamp import SHEET, Stamp, lines
from templates.writer import SafeWorkbook


def write_department(plan: DepartmentPlan) -> bytes:
    """Write a department's workbook as it is issued; the same plan gives the same bytes.

    Every formula carries the value it gives while nothing is typed yet.
    """
    assert plan.subjects, "a workbook for nobody"
    values = shown(plan, {}, {})
    name = say(title_of(plan), plan.language, cycle=plan.cycle.id)
    book = SafeWorkbook(plan.language, title=f"{name} {plan.department.name}")
    write_cover(book, plan, values)
    write_guide(book, plan)
    if plan.people:
        write_people(book, plan, values)
        write_grid(book, plan, "appraisal", values)
    write_unit(book, plan, values)
    if plan.people and not plan.goals:
        write_summary(book, plan, values)
        write_form(book, plan, values)
    write_registers(book, plan, values)
    write_findings(book, plan)
    write_steps(book, plan, values)
    _write_stamp(book, plan.stamp)
    return book.save()


def _write_stamp(book: SafeWorkbook, stamp: Stamp) -> None:
    """Write the hidden stamp that says which workbook this is."""
    sheet = book.sheet(SHEET, state="veryHidden")
    for row, (name, value) in enumerate(lines(stamp)):
        sheet.write(row, 0, name)
        sheet.write(row, 1, value)
