"""What stands typed in the submissions that count, put into the workbook that is issued in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from addin.scoring.parameters import told
from sync.archive.store import Archive
from sync.checks.context import Context, FormReading, LineReading
from sync.checks.fixed_cells import same
from sync.checks.forms import fixed, understood
from sync.checks.targets import people_rows
from sync.reading.cells import DATE, PERCENT, PERCENT_SIGN, TEXT, Cell
from sync.reading.numbers import Odd, as_date, shown
from sync.reading.submission import read_submission
from sync.reading.tables import ReadRow
from sync.reading.words import as_text
from sync.service.fitting import LeftOut, fitting
from sync.service.judging import Judge
from templates.books.department.filling import fill_department
from templates.books.department.plan import GOALS, DepartmentPlan, Key
from templates.books.department.state import Input, Typed, TypedSummary


class Refilled(NamedTuple):
    """A workbook with what had been typed, and what of that it has no cell for."""

    content: bytes
    left_out: tuple[LeftOut, ...] = ()


def refilled(archive: Archive, content: bytes, plan: DepartmentPlan, numbers: Iterable[int]) -> Refilled:
    """Return a newly written workbook with what stands typed in submissions; what is fixed now stays.

    content: as write_department gave it for the plan; numbers: the submissions whose typed cells are kept,
    a later one wins where a form stands in several.
    """
    typed: dict[Key, Typed] = {}
    people: dict[str, TypedSummary] = {}
    left_out: dict[str, list[LeftOut]] = {}
    subjects = {one.lines[0].key[0] for one in plan.subjects}
    for number in numbers:
        context = context_of(archive, number)
        for form in context.forms:
            if form.employee in subjects:
                left_out[form.employee] = []
                for key, one in fitting(plan, form, dict(typed_lines(context, form))):
                    if isinstance(one, LeftOut):
                        left_out[form.employee].append(one)
                    else:
                        typed[key] = one
        people |= {who: said for who, said in typed_texts(context) if who in subjects}
    there = {planned.person.id for planned in plan.people}
    data = fill_department(content, plan, typed, {who: one for who, one in people.items() if who in there})
    return Refilled(data, tuple(one for found in left_out.values() for one in found))


def context_of(archive: Archive, number: int) -> Context:
    """Return a kept submission as it was judged."""
    read = read_submission(archive.content(archive.submission(number).sha256))
    judge = Judge(archive)
    return judge.context(read, judge.issued_to(read))


def typed_lines(context: Context, form: FormReading) -> Iterator[tuple[Key, Typed]]:
    """Yield what stands typed in the rows of a form."""
    for line in form.lines:
        if line.row is not None:
            key = form.employee, line.indicator.id
            yield key, _typed(line, line.row, context.edition == GOALS, context.submission.date1904)


def _typed(line: LineReading, row: ReadRow, goals: bool, date1904: bool) -> Typed:
    """Return what stands typed in a row; a percentage is a number only where one is asked for."""
    texts = {column: _text(row.cell(column), date1904) for column in ("evidence", "comment")}
    if goals:
        own = not same(line.issued.cell("target"), row.cell("target"), line.indicator.percent)
        return Typed(target=_input(line, row, "target", date1904) if own else None, comment=texts["comment"])
    return Typed(
        actual=None if fixed(line.issued, "actual") else _input(line, row, "actual", date1904),
        manager_rating=_input(line, row, "manager_rating", date1904),
        reviewed_rating=_input(line, row, "reviewed_rating", date1904),
        **texts,
    )


def typed_texts(context: Context) -> Iterator[tuple[str, TypedSummary]]:
    """Yield what was typed for each person: in Summary, or the day of agreeing."""
    date1904 = context.submission.date1904
    if context.edition == GOALS:
        for employee, row in people_rows(context).items():
            day = as_date(row.cell("agreed_on"), date1904)
            yield employee, TypedSummary(agreed_on=day if isinstance(day, date) else None)
        return
    for form in context.forms:
        if form.summary is not None:
            columns = (column for column in TypedSummary.__slots__ if column != "agreed_on")
            yield form.employee, TypedSummary(*(_text(form.summary.cell(one), date1904) for one in columns))


def _input(line: LineReading, row: ReadRow, column: str, date1904: bool) -> Input:
    """Return a number as a number, and as its text where its format said it was something else."""
    cell = row.cell(column)
    if cell is None or not isinstance(cell.value, float):
        return _text(cell, date1904)
    if column == line.input and line.odd:
        return _still_odd(line, row, cell, date1904)
    percent = line.indicator.percent and column in ("actual", "target")
    otherwise = cell.format in (DATE, PERCENT_SIGN) or (cell.format == PERCENT and not percent)
    return shown(cell, date1904) if otherwise else cell.value


def _still_odd(line: LineReading, row: ReadRow, cell: Cell, date1904: bool) -> str:
    """Return a number that was not understood as a text that is not understood either.

    The format that made it doubtful does not come along: 4 under 0"%" stays 4, which may be 4 % or 400 %.
    Where what is stored and what is seen would each be clear alone, a question mark goes with it: 0.95%?
    """
    assert isinstance(cell.value, float)
    column, seen = line.input, shown(cell, date1904)
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
