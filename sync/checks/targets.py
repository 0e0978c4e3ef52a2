"""V, continued: goals that are agreed before the period: the day on which each person agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from addin.texts import say
from sync.checks.context import Context
from sync.checks.matching import rows_of_people
from sync.checks.registry import check
from sync.checks.saying import department, place
from sync.findings import Problem
from sync.reading.numbers import as_date, shown
from sync.reading.tables import ReadRow
from templates.books.department.plan import GOALS

DAY = "agreed_on"


def people_rows(context: Context) -> dict[str, ReadRow]:
    """Return the row of each person in the sheet People: the first with a day, else the first."""
    reading = context.submission.tables.get("members")
    found = rows_of_people(reading, [form.employee for form in context.forms if form.person])
    return {
        employee: next((row for row in rows if row.text(DAY)), rows[0]) for employee, rows in found.items()
    }


def agreed_on(context: Context, row: ReadRow | None) -> str | None:
    """Return the day on which a person agreed (ISO); None where none stands there that can be read."""
    cell = row.cell(DAY) if row else None
    day = as_date(cell, context.submission.date1904) if cell else None
    return day.isoformat() if isinstance(day, date) else None


@check("V020", editions=(GOALS,))
def not_agreed(context: Context) -> Iterator[Problem]:
    """Find people with whom no day of agreeing on their goals is named, or none that can be read."""
    rows, reading = people_rows(context), context.submission.tables.get("members")
    for form in context.forms:
        row = rows.get(form.employee)
        if not form.person or reading is None or DAY not in reading.columns or agreed_on(context, row):
            continue
        cell = row.cell(DAY) if row else None
        sheet, where = place(context, "members", row, DAY)
        problem = Problem(sheet=sheet, cell=where, table="members", column=DAY, employee=form.person)
        yield replace(
            problem,
            department=department(context),
            found=shown(cell, context.submission.date1904) if cell else None,
            expected=say("checks.expects.day", context.language),
            values={"name": form.name, "cell": where or sheet},
        )
