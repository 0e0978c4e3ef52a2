"""F: formulas that are no longer as issued. A number over a formula loses nothing: ours is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from addin.scoring.combine import points_of
from addin.scoring.form import LineScore
from addin.scoring.parameters import told
from addin.scoring.scheme import Settings
from addin.texts import say
from sync.checks.context import Context, FormReading, LineReading, once
from sync.checks.forms import fixed
from sync.checks.registry import SCORED, check
from sync.checks.saying import at_line, at_person
from sync.checks.values import sent_lines
from sync.findings import Problem
from sync.reading.cells import Cell
from sync.reading.numbers import shown
from sync.reading.tables import ReadRow

OF_A_LINE = ("score", "weighted", "counted_weight", "blocking")
COMPUTED = {"appraisal": OF_A_LINE, "unit": (*OF_A_LINE, "total", "grade"), "summary": ("score", "grade")}
"""The formulas that make a score; the others only guide the eye."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """A formula that is no longer as issued: whose row, which column, and whether a value stands there."""

    form: FormReading
    line: LineReading | None
    column: str
    cell: Cell | None
    kind: Literal["typed", "changed"]


@once
def alterations(context: Context) -> Iterator[Alteration]:
    """Yield, row by row, the first formula that is no longer as issued."""
    issued = {row.text("employee"): row for row in _rows(context, "summary")}
    for form in context.forms:
        for line in form.lines:
            if line.row is not None:
                yield from _altered(context, form.table, form, line, line.issued, line.row)
        if form.summary is not None and form.employee in issued:
            yield from _altered(context, "summary", form, None, issued[form.employee], form.summary)


def _rows(context: Context, table: str) -> tuple[ReadRow, ...]:
    reading = context.issued.tables.get(table)
    return reading.rows if reading else ()


def _altered(
    context: Context, table: str, form: FormReading, line: LineReading | None, issued: ReadRow, row: ReadRow
) -> Iterator[Alteration]:
    columns = context.submission.tables[table].columns
    for column in COMPUTED[table]:
        before, now = issued.cell(column), row.cell(column)
        if column not in columns or before is None or before.formula is None:
            continue
        if now is None or now.formula != before.formula:
            typed = now is not None and now.formula is None and now.value is not None
            yield Alteration(form, line, column, now, "typed" if typed else "changed")
            return


def _complete(context: Context) -> bool:
    """Tell whether all sheets and columns are there; where one is gone, formulas break by themselves."""
    sent = context.submission.tables
    return all(
        key in sent and issued.columns.keys() <= sent[key].columns.keys()
        for key, issued in context.issued.tables.items()
    )


def _problems(context: Context, kind: Literal["typed", "changed"]) -> Iterator[Problem]:
    for found in alterations(context) if kind == "typed" or _complete(context) else ():
        if found.kind != kind:
            continue
        expected = _ours(context, found)
        value = shown(found.cell, context.submission.date1904) if found.cell else None
        if found.line is not None:
            yield at_line(context, found.form, found.line, found.column, found=value, expected=expected)
        else:
            yield at_person(context, found.form, found.column, found=value, expected=expected)


def _ours(context: Context, found: Alteration) -> str:
    """Return what our arithmetic gives for the altered cell."""
    score, settings = context.scores[found.form.employee], context.scheme.settings
    if found.line is None or found.column in ("total", "grade"):
        value: float | str | None = score.grade if found.column == "grade" else score.total
    else:
        own = next(line for line in score.lines if line.line.indicator == found.line.indicator.id)
        value = _of_line(own, found.column, settings)
    if value is None:
        return say("checks.F001.rules.open", context.language)
    return value if isinstance(value, str) else told(value, decimals=settings.decimals)


def _of_line(score: LineScore, column: str, settings: Settings) -> float | None:
    """Return what one of a line's formulas gives."""
    counted = score.line.weight if score.counts else 0.0
    if column == "score":
        return score.score
    if column == "weighted":
        return counted * points_of(score, settings)
    return counted if column == "counted_weight" else float(score.blocks)


@check("F001")
def overwritten(context: Context) -> Iterator[Problem]:
    """Find formulas that were replaced by a value."""
    yield from _problems(context, "typed")


@check("F002")
def rewritten(context: Context) -> Iterator[Problem]:
    """Find formulas that were changed or deleted."""
    yield from _problems(context, "changed")


@check("F009", editions=SCORED)
def typed_formula(context: Context) -> Iterator[Problem]:
    """Find formulas typed where a value belongs: their last result was read, whatever they would give now."""
    for form, line, _ in sent_lines(context):
        column = line.input
        cell = line.row.cell(column) if line.row else None
        if cell is None or cell.formula is None or cell.value is None or fixed(line.issued, column):
            continue
        yield at_line(context, form, line, column, found=shown(cell, context.submission.date1904))
