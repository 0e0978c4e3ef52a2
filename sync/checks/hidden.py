"""F, continued: rows and sheets with values that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

from addin.texts import say
from sync.checks.context import Context
from sync.checks.registry import check
from sync.checks.saying import department
from sync.findings import Problem


@check("F004")
def hidden_rows(context: Context) -> Iterator[Problem]:
    """Find rows with values that are hidden by a filter or by hand."""
    for key, reading in context.submission.tables.items():
        rows = [row.number for row in reading.rows if row.number in reading.hidden_rows]
        if rows:
            between = say("checks.grouped.between", context.language)
            told = between.join(str(row) for row in rows[:10]) + (" …" if len(rows) > 10 else "")
            yield Problem(
                sheet=reading.sheet,
                table=key,
                department=department(context),
                found=told,
                values={"n": len(rows), "rows": told},
            )


@check("F005", whole=True)
def hidden_sheet(context: Context) -> Iterator[Problem]:
    """Find hidden sheets with values that were not issued."""
    ours = {reading.sheet for reading in context.submission.tables.values()}
    for name in context.submission.hidden_sheets:
        if name not in context.issued.hidden_sheets and name not in ours:
            yield Problem(sheet=name, table=name, department=department(context), found=name)
