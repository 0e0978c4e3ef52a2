"""P: whose row it is. Rows are found by number; one that fits nobody is named and not counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from addin.scoring.goals import department_of
from addin.texts import say
from sync.checks.context import Context, FormReading, LineReading, once
from sync.checks.matching import match_lines, plain, resolve, rows_of_people, subject_column, typed
from sync.checks.registry import EVERY, check
from sync.checks.saying import at_line, at_person, department, heading, place, title
from sync.findings import Problem
from sync.reading.tables import ReadRow
from templates.tables.department import APPRAISAL, SUMMARY


def _at_row(context: Context, table: str, row: ReadRow, column: str, **values: object) -> Problem:
    """Make the problem of a row that belongs to no issued line; its own content tells such rows apart."""
    reading, cell = context.submission.tables[table], row.cell(column)
    return Problem(
        sheet=reading.sheet,
        cell=reading.place(row, column),
        found=plain(cell) if cell else None,
        table=table,
        column=column,
        employee=row.text("employee") or None,
        indicator=row.text("indicator") or None,
        department=department(context),
        values={"row": row.number, **values},
    )


def _name(context: Context, employee: str) -> str:
    return next((form.name for form in context.forms if form.employee == employee), employee)


@check("P001", editions=EVERY)
def unknown_person(context: Context) -> Iterator[Problem]:
    """Find people whose rows stand in a workbook that was not issued for them, once each."""
    told: set[str] = set()
    for table, matching in context.matchings.items():
        whose = subject_column(table)
        for row in matching.strangers:
            if row.text(whose) not in told:
                told.add(row.text(whose))
                yield replace(_at_row(context, table, row, whose), indicator=None)
    for row in _loose(context):
        if row.text("employee") and row.text("employee") not in told:
            told.add(row.text("employee"))
            yield _at_row(context, "summary", row, "employee")


@once
def _loose(context: Context) -> Iterator[ReadRow]:
    """Yield the rows of Summary with words of the manager and nobody's number."""
    summary = context.submission.tables.get("summary")
    people = {form.employee: form for form in context.forms}
    for row in summary.rows if summary else ():
        if any(typed(row, SUMMARY.typed)) and resolve(row.cell("employee"), people) is None:
            yield row


def _twice(context: Context, agree: bool) -> Iterator[Problem]:
    for form in context.forms:
        for line in form.lines:
            rows = context.matchings[form.table].lines.get((form.employee, line.indicator.id), ())
            if len(rows) > 1 and agree == (len({typed(row) for row in rows if any(typed(row))}) <= 1):
                numbers, whose = _numbers(context, rows), subject_column(form.table)
                what = say("checks.twice.line", context.language)
                what = what.format(name=form.name, indicator=line.indicator.name)
                yield at_line(context, form, line, whose, found=_said(rows), rows=numbers, what=what)
    yield from _twice_in_summary(context, agree)


def _twice_in_summary(context: Context, agree: bool) -> Iterator[Problem]:
    """Yield the people of whom Summary has several rows, which agree in what is typed, or differ."""
    for form, rows in _several_rows(context):
        texts = {typed(row, SUMMARY.typed) for row in rows if any(typed(row, SUMMARY.typed))}
        if agree == (len(texts) <= 1):
            numbers = _numbers(context, rows)
            sheet = place(context, "summary", None, "employee")[0]
            what = say("checks.twice.summary", context.language).format(name=form.name, sheet=sheet)
            said = _said(rows, SUMMARY.typed)
            yield at_person(context, form, "employee", found=said, rows=numbers, what=what)


def _said(rows: Iterable[ReadRow], columns: Sequence[str] = APPRAISAL.typed) -> str:
    """Return what rows say, each thing once: first what counts, the rest in an order of its own."""
    told = dict.fromkeys(" · ".join(filter(None, typed(row, columns))) for row in rows)
    counts, *others = filter(None, told)
    return " | ".join([counts, *sorted(others)])


def _numbers(context: Context, rows: Iterable[ReadRow]) -> str:
    return say("checks.grouped.between", context.language).join(str(row.number) for row in rows)


@once
def _several_rows(context: Context) -> Iterator[tuple[FormReading, list[ReadRow]]]:
    """Yield the people of whom Summary has several rows."""
    people = {form.employee: form for form in context.forms if form.person}
    found = rows_of_people(context.submission.tables.get("summary"), people)
    yield from ((people[employee], rows) for employee, rows in found.items() if len(rows) > 1)


@check("P002", editions=EVERY)
def twice_and_different(context: Context) -> Iterator[Problem]:
    """Find lines that stand twice with different values."""
    yield from _twice(context, agree=False)


@check("P004", editions=EVERY)
def twice_and_alike(context: Context) -> Iterator[Problem]:
    """Find lines that stand twice and say the same, or one of them nothing."""
    yield from _twice(context, agree=True)


@check("P003", editions=EVERY)
def deleted(context: Context) -> Iterator[Problem]:
    """Find lines whose row was deleted; a person of whom nothing is left is named once."""
    for form in context.forms:
        if form.table not in context.submission.tables:
            continue
        gone = [line for line in form.lines if line.row is None]
        if len(gone) == len(form.lines) > 1:
            lines = say("checks.lines.all", context.language, n=len(gone))
            yield _gone(context, form, None, lines)
            continue
        for line in gone:
            lines = say("checks.lines.one", context.language, indicator=line.indicator.name)
            yield _gone(context, form, line, lines)


def _gone(context: Context, form: FormReading, line: LineReading | None, lines: str) -> Problem:
    return Problem(
        sheet=title(context, form.table),
        table=form.table,
        employee=form.person,
        indicator=line.indicator.id if line else None,
        department=department(context),
        expected=lines,
        values={"name": form.name, "lines": lines},
    )


@check("P005", editions=EVERY)
def rewritten(context: Context) -> Iterator[Problem]:
    """Find numbers that lost zeros or became powers of ten and were matched with the only one that fits."""
    told: set[str] = set()
    for table, matching in context.matchings.items():
        for found in matching.rewritten:
            if found.number not in told:
                told.add(found.number)
                title = heading(table, found.column, context.language)
                name, subject = _name(context, found.key[0]), found.key[0]
                problem = _at_row(context, table, found.row, found.column, heading=title, name=name)
                employee = None if department_of(subject) else subject
                indicator = found.key[1] if found.column == "indicator" else None
                yield replace(problem, employee=employee, indicator=indicator, expected=found.number)


@check("P006", editions=EVERY)
def not_issued(context: Context) -> Iterator[Problem]:
    """Find lines of a person that were not issued."""
    for table, matching in context.matchings.items():
        for row, employee in matching.unissued:
            yield _at_row(context, table, row, "indicator", name=_name(context, employee))


@check("P007", editions=EVERY)
def unnumbered(context: Context) -> Iterator[Problem]:
    """Find rows with typed values and no number, such as totals and remarks of one's own."""
    for table, matching in context.matchings.items():
        if not matching.unnumbered:
            continue
        issued = context.issued.tables[table]
        printed = {_texts(row) for row in match_lines(issued, issued).unnumbered}
        for row in matching.unnumbered:
            if _texts(row) not in printed:
                problem = _at_row(context, table, row, subject_column(table))
                yield replace(problem, indicator=None, column=" · ".join(_texts(row)))
    for row in _loose(context):
        if not row.text("employee"):
            problem = _at_row(context, "summary", row, "employee")
            yield replace(problem, column=" · ".join(_texts(row)))


def _texts(row: ReadRow) -> tuple[str, ...]:
    return tuple(sorted(row.text(column) for column in row.cells))
