"""The small workbooks: what of them counts, and whether their sender has read the standards."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.combine import REFUSED
from sync.checks.context import Context, FormReading, LineReading
from sync.checks.matching import typed
from sync.checks.registry import check
from sync.checks.saying import department
from sync.checks.values import off_step, sent_lines
from sync.findings import Problem
from sync.reading.tables import ReadRow
from sync.reading.typed import chosen
from templates.tables.packs import READ, READ_KEY


def counted_lines(context: Context) -> Iterator[tuple[FormReading, LineReading]]:
    """Yield the lines whose value is one: on its scale, and not typed twice in different ways."""
    for form, line, score in sent_lines(context):
        value: float | None = getattr(line.entry, line.line.input)
        rows = context.matchings[form.table].lines.get((form.employee, line.line.indicator), ())
        said = {typed(row) for row in rows if any(typed(row))}
        if value is not None and score.problem != REFUSED and not off_step(line, value) and len(said) <= 1:
            yield form, line


def relation(line: LineReading) -> str | None:
    """Return what a rater is to the person of a line, as it was issued; the person themself in their own."""
    if not line.line.judged:
        return None
    cell = line.issued.cell("relation")
    return "self" if cell is None else str(chosen(cell, "group"))


def confirmation(context: Context) -> ReadRow | None:
    """Return the row in which somebody confirms to have read the standards; None where there is none."""
    matching = context.matchings.get(context.pack or "")
    return matching.row(READ_KEY) if matching else None


@check("R008", editions=("self", "rater"))
def not_confirmed(context: Context) -> Iterator[Problem]:
    """Find ratings whose sender has not confirmed to have read the standards."""
    row = confirmation(context)
    if (row is not None and row.text("manager_rating")) or not any(counted_lines(context)):
        return
    reading = context.submission.tables.get(context.edition)
    cell = reading.place(row, "manager_rating") if reading and row else None
    yield Problem(
        sheet=reading.sheet if reading else None,
        cell=cell,
        table=context.edition,
        column=READ,
        department=department(context),
        values={"cell": cell},
    )
