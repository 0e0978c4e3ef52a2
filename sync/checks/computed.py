"""C: what the sheet shows against what we compute, only where nothing in the row or form was altered."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.parameters import told
from sync.checks.context import Context, FormReading, LineReading, once
from sync.checks.fixed_cells import changed_rules
from sync.checks.formulas import alterations
from sync.checks.registry import check
from sync.checks.saying import at_line, at_person
from sync.findings import Problem
from sync.reading.tables import ReadRow

TOLERANCE = 1e-6
"""Programs differ in the last digits; a score that differs by more is another score."""


def _shown_number(row: ReadRow | None, column: str) -> float | None:
    """Return the number a cell shows; not calculated, blank and `?` show none."""
    cell = row.cell(column) if row else None
    return cell.value if cell is not None and isinstance(cell.value, float) else None


@once
def _altered(context: Context) -> Iterator[tuple[str, str]]:
    """Yield the lines, and people (with no indicator), whose formulas, rules or rows are not as issued."""
    for found in alterations(context):
        yield found.form.employee, found.line.indicator.id if found.line else ""
    for form, line, _ in changed_rules(context):
        yield form.employee, line.indicator.id
    for matching in context.matchings.values():
        yield from (key for key, rows in matching.lines.items() if len(rows) != 1)
        yield from ((employee, "") for _, employee in matching.unissued)
        yield from ((rewritten.key[0], "") for rewritten in matching.rewritten)


@once
def _stale_lines(context: Context) -> Iterator[tuple[FormReading, LineReading, float, float]]:
    altered = set(_altered(context))
    for form in context.forms:
        for line, score in zip(form.lines, context.scores[form.employee].lines, strict=True):
            found, ours = _shown_number(line.row, "score"), score.score
            if found is None or ours is None or (form.employee, line.indicator.id) in altered:
                continue
            if _differ(found, ours):
                yield form, line, found, ours


def _differ(found: float, ours: float) -> bool:
    return abs(found - ours) > TOLERANCE


@check("C001")
def stale_score(context: Context) -> Iterator[Problem]:
    """Find lines whose formula is intact and whose shown score is not ours."""
    for form, line, found, ours in _stale_lines(context):
        yield at_line(context, form, line, "score", found=_short(found), expected=_short(ours))


def _short(value: float) -> str:
    """Write a score so that a difference above the tolerance can be seen."""
    return told(value, decimals=6)


@once
def _settled(context: Context) -> Iterator[FormReading]:
    """Yield the forms that are as issued and whose lines all show our scores."""
    unsettled = {employee for employee, _ in _altered(context)}
    unsettled |= {form.employee for form, *_ in _stale_lines(context)}
    for form in context.forms:
        if form.employee not in unsettled and all(line.row for line in form.lines):
            yield form


@check("C002")
def stale_total(context: Context) -> Iterator[Problem]:
    """Find people whose lines agree and whose shown total is not ours."""
    for form in _settled(context):
        shown = _shown_number(form.total_row, form.total_column("score"))
        found, ours = shown, context.scores[form.employee].total
        if found is not None and ours is not None and _differ(found, ours):
            yield at_person(context, form, "score", found=_short(found), expected=_short(ours))


@check("C003")
def stale_grade(context: Context) -> Iterator[Problem]:
    """Find people whose total agrees and whose shown grade is not ours."""
    for form in _settled(context):
        total, grade = context.scores[form.employee].total, context.scores[form.employee].grade
        row = form.total_row
        shown, found = (
            _shown_number(row, form.total_column("score")),
            row.text("grade") if row else "",
        )
        if total is None or grade is None or shown is None or _differ(shown, total):
            continue
        if found and found != grade:
            yield at_person(context, form, "grade", found=found, expected=grade, total=told(total))
