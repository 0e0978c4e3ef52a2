"""What stands typed in the submission that counts, put into the workbook that is issued in its place."""

from __future__ import annotations

from collections.abc import Iterator

from sync.archive.store import Archive
from sync.checks.context import FormReading, LineReading
from sync.reading.cells import DATE, PERCENT, PERCENT_SIGN, Cell
from sync.reading.numbers import shown
from sync.reading.submission import read_submission
from sync.reading.tables import ReadRow
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
    typed = {key: value for key, value in _lines(forms, fixed) if key in there}
    people = {planned.person.id for planned in plan.people}
    rows = {form.employee: form.summary for form in forms if form.summary and form.employee in people}
    return fill_department(content, plan, typed, {who: _summary(row) for who, row in rows.items()})


def _lines(forms: tuple[FormReading, ...], fixed: set[Key]) -> Iterator[tuple[Key, Typed]]:
    for form in forms:
        for line in form.lines:
            key = form.employee, line.indicator.id
            if line.row is not None:
                yield key, _typed(line, line.row, key in fixed)


def _typed(line: LineReading, row: ReadRow, fixed: bool) -> Typed:
    """Return what stands typed in a row; a percentage is a number only where one is asked for."""
    actual = None if fixed else _input(row.cell("actual"), line.indicator.percent)
    return Typed(
        actual=actual,
        manager_rating=_input(row.cell("manager_rating"), percent=False),
        evidence=_text(row.cell("evidence")),
        comment=_text(row.cell("comment")),
    )


def _summary(row: ReadRow) -> TypedSummary:
    return TypedSummary(*(_text(row.cell(column)) for column in TypedSummary.__slots__))


def _input(cell: Cell | None, percent: bool) -> Input:
    """Return a number as a number, and as its text where its format said it was something else."""
    if cell is None or not isinstance(cell.value, float):
        return _text(cell)
    odd = cell.format in (DATE, PERCENT_SIGN) or (cell.format == PERCENT and not percent)
    return shown(cell) if odd else cell.value


def _text(cell: Cell | None) -> str | None:
    """Return what stands in a cell as the text that was typed; None where it is blank."""
    if cell is None or cell.value in (None, ""):
        return None
    return cell.value if isinstance(cell.value, str) else shown(cell)
