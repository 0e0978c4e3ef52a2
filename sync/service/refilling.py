"""What stands typed in the submission that counts, put into the workbook that is issued in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from addin.scoring.parameters import told
from sync.archive.store import Archive
from sync.checks.context import FormReading, LineReading
from sync.checks.forms import understood
from sync.reading.cells import DATE, PERCENT, PERCENT_SIGN, TEXT, Cell
from sync.reading.numbers import Odd, shown
from sync.reading.submission import read_submission
from sync.reading.tables import ReadRow
from sync.reading.words import as_text
from sync.service.judging import Judge
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.state import Input, Typed, TypedSummary


def refilled(archive: Archive, content: bytes, plan: DepartmentPlan, number: int) -> bytes:
    """Return a newly written workbook with what stands typed in a submission; what is fixed now stays.

    content: as write_department gave it for the plan; number: the submission whose typed cells are kept.
    """
    read = read_submission(archive.content(archive.submission(number).sha256))
    judge = Judge(archive)
    forms = judge.context(read, judge.issued_to(read)).forms
    fixed = {line.key for line in plan.all_lines if line.actual is not None}
    there = {line.key for line in plan.all_lines}
    typed = {key: value for key, value in _lines(forms, fixed, read.date1904) if key in there}
    people = {planned.person.id for planned in plan.people}
    rows = {form.employee: form.summary for form in forms if form.summary and form.employee in people}
    summaries = {who: _summary(row, read.date1904) for who, row in rows.items()}
    return fill_department(content, plan, typed, summaries)


def _lines(forms: tuple[FormReading, ...], fixed: set[Key], date1904: bool) -> Iterator[tuple[Key, Typed]]:
    for form in forms:
        for line in form.lines:
            key = form.employee, line.indicator.id
            if line.row is not None:
                yield key, _typed(line, line.row, key in fixed, date1904)


def _typed(line: LineReading, row: ReadRow, fixed: bool, date1904: bool) -> Typed:
    """Return what stands typed in a row; a percentage is a number only where one is asked for."""
    return Typed(
        actual=None if fixed else _input(line, row, "actual", date1904),
        manager_rating=_input(line, row, "manager_rating", date1904),
        evidence=_text(row.cell("evidence"), date1904),
        comment=_text(row.cell("comment"), date1904),
    )


def _summary(row: ReadRow, date1904: bool) -> TypedSummary:
    return TypedSummary(*(_text(row.cell(column), date1904) for column in TypedSummary.__slots__))


def _input(line: LineReading, row: ReadRow, column: str, date1904: bool) -> Input:
    """Return a number as a number, and as its text where its format said it was something else."""
    cell = row.cell(column)
    if cell is None or not isinstance(cell.value, float):
        return _text(cell, date1904)
    if column == line.line.input and line.odd:
        return _still_odd(line, row, cell, date1904)
    percent = line.indicator.percent and column == "actual"
    otherwise = cell.format in (DATE, PERCENT_SIGN) or (cell.format == PERCENT and not percent)
    return shown(cell, date1904) if otherwise else cell.value


def _still_odd(line: LineReading, row: ReadRow, cell: Cell, date1904: bool) -> str:
    """Return a number that was not understood as a text that is not understood either.

    The format that made it doubtful does not come along: 4 under 0"%" stays 4, which may be 4 % or 400 %.
    Where what is stored and what is seen would each be clear alone, a question mark goes with it: 0.95%?
    """
    assert isinstance(cell.value, float)
    column, seen = line.line.input, shown(cell, date1904)
    for text in (told(cell.value), seen):
        typed = replace(row, cells={**row.cells, column: Cell(TEXT, text)})
        if isinstance(understood(typed, column, line.line, line.indicator), Odd):
            return text
    return f"{seen}?"


def _text(cell: Cell | None, date1904: bool) -> str | None:
    """Return what stands in a cell as the text that was typed; None where it is blank."""
    if cell is not None and isinstance(cell.value, str):
        return cell.value or None
    return as_text(cell, date1904) or None
