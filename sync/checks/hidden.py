"""F, continued: values that nobody sees: in hidden rows, columns and sheets, or under merged cells."""

from __future__ import annotations

from collections.abc import Iterator

from addin.texts import say
from sync.checks.context import Context
from sync.checks.registry import EVERY, check
from sync.checks.saying import department, heading
from sync.findings import Problem
from sync.reading.merges import Merge
from sync.reading.numbers import shown
from sync.reading.tables import TableReading
from templates.tables import TABLES
from templates.tables.registers import REGISTERS

TOLD = 5
"""So many covered values are told."""


@check("F004", editions=EVERY)
def hidden_rows(context: Context) -> Iterator[Problem]:
    """Find rows with values, columns and sheets to be filled in, that are hidden by a filter or by hand."""
    for key, reading in context.submission.tables.items():
        rows = [row.number for row in reading.rows if row.number in reading.hidden_rows]
        if key in REGISTERS:  # in which who looks at open rows only has filtered the others away
            rows = []
        if rows:
            between = say("checks.grouped.between", context.language)
            told = between.join(str(row) for row in rows[:10]) + (" …" if len(rows) > 10 else "")
            yield _hidden(context, reading, None, told, _what(context, reading, "rows", rows=told))
        issued = context.issued.tables.get(key)
        before = issued.hidden_columns if issued else reading.hidden_columns
        for column in TABLES[key].typed:
            if column in reading.hidden_columns and column not in before and _filled(reading, column):
                told = heading(key, column, context.language)
                what = _what(context, reading, "column", title=told)
                yield _hidden(context, reading, column, told, what)
        if issued and reading.hidden and not issued.hidden and TABLES[key].typed:
            yield _hidden(context, reading, "sheet", reading.sheet, _what(context, reading, "sheet"))


def _filled(reading: TableReading, column: str) -> bool:
    return any(row.text(column) for row in reading.rows)


def _what(context: Context, reading: TableReading, kind: str, **values: object) -> str:
    return say(f"checks.F004.whats.{kind}", context.language).format(sheet=reading.sheet, **values)


def _hidden(context: Context, reading: TableReading, column: str | None, told: str, what: str) -> Problem:
    """Make the problem of what is hidden in a table."""
    return Problem(
        sheet=reading.sheet,
        table=reading.key,
        column=column,
        department=department(context),
        found=told,
        values={"what": what},
    )


@check("F008", editions=EVERY)
def merged(context: Context) -> Iterator[Problem]:
    """Find merged cells of a table, of which only the first is seen."""
    for key, reading in context.submission.tables.items():
        issued = context.issued.tables.get(key)
        for merge in reading.merged if issued and not issued.merged else ():
            yield Problem(
                sheet=reading.sheet,
                cell=merge.first,
                table=key,
                column=merge.cells,
                department=department(context),
                found=merge.cells,
                values={"cell": merge.first, "covered": _covered(context, reading, merge)},
            )


def _covered(context: Context, reading: TableReading, merge: Merge) -> str:
    """Say what the cells hold that nobody sees: nothing, or values that were read."""
    rows = (row for row in reading.rows if merge.top <= row.number <= merge.bottom)
    cells = [(reading.place(row, key), row.cell(key)) for row in rows for key in merge.columns]
    told = [
        f"{place} {shown(cell, context.submission.date1904)}"
        for place, cell in cells
        if cell is not None and place != merge.first and cell.value not in (None, "")
    ]
    if not told:
        return say("checks.F008.covered.blank", context.language)
    between = say("checks.grouped.between", context.language)
    return say("checks.F008.covered.values", context.language).format(values=between.join(told[:TOLD]))


@check("F005", whole=True, editions=EVERY)
def hidden_sheet(context: Context) -> Iterator[Problem]:
    """Find hidden sheets with values that were not issued; an issued one beside a copy is told by B010."""
    ours = {reading.sheet for reading in context.submission.tables.values()}
    ours |= {sheet.name for sheet in context.issued.sheets}
    for name in context.submission.hidden_sheets:
        if name not in ours:
            yield Problem(sheet=name, table=name, department=department(context), found=name)
