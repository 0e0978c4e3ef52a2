"""Names, places and values as a finding mentions them: percentages as 95%, cells as the person sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from addin.scoring.methods import METHODS
from addin.texts import say
from sync.checks.context import Context, FormReading, LineReading
from sync.findings import Problem
from sync.reading.tables import ReadRow
from templates.books.department.demands import half_steps, scale
from templates.tables import TABLES


def department(context: Context) -> str | None:
    """Return the department of the workbook, as its stamp says."""
    stamp = context.submission.stamp or context.issued.stamp
    return stamp.department or None if stamp else None


def at_line(
    context: Context,
    form: FormReading,
    line: LineReading,
    column: str,
    *,
    found: object = None,
    expected: object = None,
    **values: object,
) -> Problem:
    """Make the problem of one line's cell; its texts may name the person, the indicator, the cell."""
    told = {"name": form.name, "indicator": line.indicator.name, **values}
    problem = _at(context, form.table, line.row, column, told)
    return replace(problem, found=found, expected=expected, employee=form.person, indicator=line.indicator.id)


def at_person(
    context: Context,
    form: FormReading,
    column: str,
    *,
    found: object = None,
    expected: object = None,
    **values: object,
) -> Problem:
    """Make the problem of a form's total, grade or text, which stand in the Summary sheet for a person."""
    where = form.total_table, form.total_row, form.total_column(column)
    problem = _at(context, *where, {"name": form.name, **values})
    return replace(problem, found=found, expected=expected, employee=form.person)


def _at(
    context: Context, table: str, row: ReadRow | None, column: str, values: Mapping[str, object]
) -> Problem:
    """Make the problem of one cell; its texts may name the cell, or the sheet where the row is gone."""
    sheet, cell = place(context, table, row, column)
    return Problem(
        sheet=sheet,
        cell=cell,
        table=table,
        column=column,
        department=department(context),
        values={"cell": cell or sheet, **values},
    )


def place(context: Context, table: str, row: ReadRow | None, column: str) -> tuple[str, str | None]:
    """Return sheet and cell as the sender sees them; the issued title where the table is gone."""
    reading = context.submission.tables.get(table)
    if reading is None:
        return title(context, table), None
    return reading.sheet, reading.place(row, column) if row else None


def title(context: Context, table: str) -> str:
    """Return the title of a table's sheet as it was issued."""
    issued = context.issued.tables.get(table)
    return issued.sheet if issued else TABLES[table].title(context.language)


def heading(table: str, column: str, language: str) -> str:
    """Return the title of a column."""
    return TABLES[table].heading(column, language)


def wanted(context: Context, line: LineReading) -> str:
    """Say what a line takes: the actual or a rating; the target, while goals are agreed.

    A small workbook asks for its sender's own rating.
    """
    named = {"manager_rating": "rating" if context.pack is None else "own_rating"}
    return say(f"checks.wanted.{named.get(line.input, line.input)}", context.language)


def kind(line: LineReading) -> str:
    """Return what a line's value is: rating, yes_no, percent or number."""
    if line.input == "target":
        return "percent" if line.indicator.percent else "number"
    if line.line.judged:
        return "rating"
    if METHODS[line.line.method].value == "yes_no":
        return "yes_no"
    return "percent" if line.indicator.percent else "number"


def ask(context: Context, line: LineReading) -> str:
    """Say what to type in a line; only a manager is asked why one does not apply."""
    language, asks = context.language, "asks" if context.pack is None else "asks_alone"
    asked = "target" if line.input == "target" else kind(line)
    steps = scale(line.line) if asked == "rating" else 0
    return say(f"checks.{asks}.{asked}", language).format(scale=steps, unit=line.indicator.unit)


def expects(line: LineReading, language: str) -> str:
    """Say what a line's value must be: a number, a percentage, yes or no, 1 to 5 in half steps."""
    asked = kind(line)
    if asked != "rating":
        return say(f"checks.expects.{asked}", language)
    name = "half_rating" if half_steps(line.line) else "rating"
    return say(f"checks.expects.{name}", language, scale=scale(line.line))
