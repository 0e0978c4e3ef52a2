"""V, continued: days that evidence names. Evidence from outside the period was often copied, or mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from addin.scoring.calendar import due_dates
from addin.texts import listed
from sync.checks.context import Context, FormReading, LineReading
from sync.checks.registry import check
from sync.checks.saying import at_line
from sync.checks.values import sent_lines
from sync.findings import Problem
from sync.reading.cells import TEXT, Cell
from sync.reading.numbers import as_date, folded
from sync.reading.words import as_text

WRITTEN = re.compile(
    r"(?<![0-9A-Za-z./-])[0-9]{1,4} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,4}(?: ?[日号])?"
    r"(?![0-9A-Za-z/-]|\.[0-9])"
)
"""A whole date standing for itself; a part of a longer number, as in INV-2026-08-05-17, is none."""

OTHERWISE = re.compile(
    r"[0-9] ?[-/.] ?[0-9]|[12][0-9]{3}|[年月周旬季]|[0-9] ?[日号]|\bQ ?[1-4]"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|weeks?|months?|quarters?|years?)\b",
    re.IGNORECASE,
)
"""What may name a time in another way: then nobody can say that all of it lies outside."""

NEAR = timedelta(days=400)
"""Days further off are surely meant, as those of a contract or a rule; nearer ones are often last year's."""


@check("V019")
def outside_the_period(context: Context) -> Iterator[Problem]:
    """Find evidence that names whole dates, all of them before the period, or all after the cycle's close.

    Comments may rightly look back or ahead, and are not looked at.
    """
    period = {"starts": context.cycle.starts, "ends": context.cycle.ends}
    for form, line, text in _evidence(context):
        days = named_days(text)
        if days and _outside(context, days):
            found = listed([day.isoformat() for day in days], context.language)
            expected = "..".join(map(str, period.values()))
            yield at_line(context, form, line, "evidence", found=found, expected=expected, **period)


def _evidence(context: Context) -> Iterator[tuple[FormReading, LineReading, str]]:
    """Yield the evidence that was typed; what was imported stands as its source has it."""
    for form, line, _ in sent_lines(context):
        cell = line.row.cell("evidence") if line.row else None
        text = as_text(cell, context.submission.date1904) if cell else ""
        if text and text != as_text(line.issued.cell("evidence")):
            yield form, line, text


def _outside(context: Context, days: list[date]) -> bool:
    """Tell whether days lie all before the period, or all after the close, and none of them far away."""
    first = context.cycle.starts
    last = max(context.cycle.ends, due_dates(context.cycle, context.scheme.settings)["close_due"])
    near = first - NEAR <= min(days) and max(days) <= last + NEAR
    return near and (max(days) < first or min(days) > last)


def named_days(text: str) -> list[date]:
    """Return the days that a text names by whole dates; none where a time is unclear or named otherwise."""
    plain = folded(text)
    written = WRITTEN.findall(plain)
    if not written or OTHERWISE.search(WRITTEN.sub(" ", plain)):
        return []
    days = [as_date(Cell(TEXT, part)) for part in written]
    known = [day for day in days if isinstance(day, date)]
    return known if len(known) == len(days) else []
