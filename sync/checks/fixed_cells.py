"""F, continued: what was issued fixed. A changed target has to be decided; a changed name is a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from addin.texts import say
from sync.checks.context import Context, FormReading, LineReading, once
from sync.checks.forms import fixed
from sync.checks.registry import EVERY, check
from sync.checks.saying import at_line, at_person, heading
from sync.findings import Problem
from sync.reading.cells import Cell
from sync.reading.numbers import as_number, folded, shown
from sync.reading.tables import ReadRow
from templates.books.department.plan import GOALS
from templates.tables import TABLES
from templates.tables.scheme import BESIDE

RULES = ("weight", "method", "target", *(column.key for column in BESIDE), "missing")
"""What was agreed for a line, and issued."""

KNOWN = ("actual", "self_rating")
"""What may be issued filled in: an imported actual, a self rating."""

IDENTITY = ("name", "indicator_name")
PRINTED = ("position", "category", "unit", "standard", "last_score", "source")
COMPARED = (*RULES, *IDENTITY, *PRINTED)


@once
def changed_rules(context: Context) -> Iterator[tuple[FormReading, LineReading, str]]:
    """Yield the fixed values of a line that are no longer as issued."""
    for form, line, column in _differences(context):
        if column in RULES or column in KNOWN:
            yield form, line, column


@once
def _differences(context: Context) -> Iterator[tuple[FormReading, LineReading, str]]:
    """Yield the cells of a line that no longer say what was issued; mostly all do, which is seen at once."""
    for form in context.forms:
        reading = context.submission.tables.get(form.table)
        asked = ("target",) if context.edition == GOALS else ()
        there = [c for c in COMPARED if reading and c in reading.columns and c not in asked]
        known = [column for column in KNOWN if reading and column in reading.columns]
        for line in form.lines:
            if line.row is not None:
                filled = [column for column in known if fixed(line.issued, column)]
                for column in _differing(line, line.row, there + filled):
                    yield form, line, column


def _differing(line: LineReading, row: ReadRow, columns: Sequence[str]) -> Iterator[str]:
    """Yield the columns whose cell no longer says what was issued."""
    issued, sent = line.issued.cells, row.cells
    if list(map(issued.get, columns)) == list(map(sent.get, columns)):
        return
    for column in columns:
        before, now = issued.get(column), sent.get(column)
        if before is now or (before and now and before.kind == now.kind and before.value == now.value):
            continue
        percent = line.indicator.percent and TABLES["appraisal"].column(column).kind == "value"
        if not same(before, now, percent):
            yield column


def same(before: Cell | None, now: Cell | None, percent: bool = False) -> bool:
    """Tell whether two cells say the same: equal as numbers, or as text but for spaces and width."""
    one, other = (_number(cell, percent) for cell in (before, now))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return _text(before) == _text(now)


def _number(cell: Cell | None, percent: bool) -> object:
    """Return a cell's number, whatever format it is shown in."""
    return cell.value if cell and isinstance(cell.value, float) else as_number(cell, percent)


def _text(cell: Cell | None) -> str:
    return folded(shown(cell)).casefold() if cell else ""


@check("F003", editions=EVERY)
def rule_changed(context: Context) -> Iterator[Problem]:
    """Find targets, weights, methods and parameters that were changed."""
    yield from (_changed(context, *one) for one in changed_rules(context) if one[2] in RULES)


@check("F010")
def known_value_changed(context: Context) -> Iterator[Problem]:
    """Find imported actuals and self ratings that were typed over; only their source can correct them."""
    for form, line, column in changed_rules(context):
        if column in KNOWN:
            yield _changed(context, form, line, column, source=_source(context, line, column))


def _changed(
    context: Context, form: FormReading, line: LineReading, column: str, **values: object
) -> Problem:
    """Make the problem of a value that is not as issued: what it is now, and what it was."""
    before, now = line.issued.cell(column), line.row.cell(column) if line.row else None
    empty = say("checks.F003.columns.empty", context.language)
    return at_line(
        context,
        form,
        line,
        column,
        found=shown(now, context.submission.date1904) if now else empty,
        expected=shown(before) if before else empty,
        heading=heading(form.table, column, context.language),
        **values,
    )


def _source(context: Context, line: LineReading, column: str) -> str:
    """Say where a value that was issued filled in came from."""
    if column == "actual" and line.issued.text("source"):
        return line.issued.text("source")
    return say(f"checks.F010.sources.{column}", context.language)


@check("F006", editions=EVERY)
def identity_changed(context: Context) -> Iterator[Problem]:
    """Find names beside a number that are not the issued ones, as after sorting a part of the table only."""
    for form, line, column in _printed(context, IDENTITY):
        assert line.row is not None
        yield at_line(
            context,
            form,
            line,
            column,
            found=line.row.text(column) or say("checks.F003.columns.empty", context.language),
            expected=line.issued.text(column),
            row=line.row.number,
            heading=heading(form.table, column, context.language),
        )
    yield from _other_name_in_summary(context)


def _other_name_in_summary(context: Context) -> Iterator[Problem]:
    """Yield the people beside whose number Summary has another name than was issued."""
    sent, issued = (book.tables.get("summary") for book in (context.submission, context.issued))
    if sent is None or "name" not in sent.columns:
        return
    before = {row.text("employee"): row for row in issued.rows} if issued else {}
    for form in context.forms:
        row, was = form.summary, before.get(form.employee)
        if row is None or was is None or row.text("name") == was.text("name"):
            continue
        if not same(was.cell("name"), row.cell("name")):
            yield at_person(
                context,
                form,
                "name",
                found=row.text("name") or say("checks.F003.columns.empty", context.language),
                expected=was.text("name"),
                row=row.number,
                heading=heading("summary", "name", context.language),
            )


@check("F007", editions=EVERY)
def printed_changed(context: Context) -> Iterator[Problem]:
    """Find printed texts that were changed, once a row."""
    for form, line, column in _printed(context, PRINTED):
        found, expected = line.row.text(column) if line.row else None, line.issued.text(column)
        title = heading(form.table, column, context.language)
        yield at_line(
            context, form, line, column, found=found or None, expected=expected or None, heading=title
        )


def _printed(context: Context, columns: tuple[str, ...]) -> Iterator[tuple[FormReading, LineReading, str]]:
    """Yield, row by row, the first of some printed columns that is no longer as issued."""
    found = (one for one in _differences(context) if one[2] in columns)
    for _, of_a_line in groupby(found, key=lambda one: id(one[1])):
        yield next(of_a_line)
