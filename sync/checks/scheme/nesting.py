"""Checks of template lines that are parts of others: headings that are none, parts that do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.scoring.nesting import sums, within
from addin.scoring.parameters import told
from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.references import loops
from sync.checks.scheme.subject import SchemeSubject, keys_of
from sync.findings import Problem
from sync.reading.numbers import folded
from sync.reading.tables import ReadRow
from templates.tables.scheme import PARAMETERS, TEMPLATES, TOLERANCE

TABLE = TEMPLATES.key
OF_LINES = ("target", *(column.key for column in PARAMETERS), "missing", "cycles")
"""What a line takes and a heading does not."""


@check("S033", "scheme")
def no_heading(subject: SchemeSubject) -> Iterator[Problem]:
    """Find rows that are a part of something that is no heading: not there, with a method, or in a circle."""
    for template, rows in _rows(subject).items():
        above = {key: folded(row.text("within")) or None for key, row in rows.items()}
        turning = {key for loop in loops({k: v for k, v in above.items() if v in rows}) for key in loop}
        for key, heading in above.items():
            reason = _reason(rows, heading, key in turning) if heading else None
            if reason is not None:
                told_reason = say(f"checks.S033.reasons.{reason}", subject.language)
                yield subject.at(TABLE, "within", template, key, found=heading, reason=told_reason)


def _reason(rows: Mapping[str, ReadRow], heading: str, turning: bool) -> str | None:
    if heading not in rows:
        return "absent"
    if turning:
        return "circle"
    return "method" if rows[heading].text("method") else None


def _rows(subject: SchemeSubject) -> dict[str, dict[str, ReadRow]]:
    """Return the rows of Templates by template and indicator."""
    found: dict[str, dict[str, ReadRow]] = {}
    reading = subject.reading.tables.get(TABLE)
    for (template, indicator), row in keys_of(TEMPLATES, reading) if reading else ():
        found.setdefault(template, {}).setdefault(indicator, row)
    return found


@check("W005", "scheme")
def parts_not_100(subject: SchemeSubject) -> Iterator[Problem]:
    """Find headings whose parts do not add up to 100."""
    for template, lines in subject.scheme.templates.items():
        parts = within(lines)
        for heading, total in sums(lines).items():
            if heading is not None and abs(total - 100) > TOLERANCE:
                first = next(row for row, above in parts.items() if above == heading)
                found = told(total, decimals=4)
                yield subject.at(
                    TABLE, "weight", template, first, found=found, expected="100", heading_row=heading
                )


@check("S042", "scheme")
def idle_heading(subject: SchemeSubject) -> Iterator[Problem]:
    """Find cells of headings that only a line takes, such as a target or kinds of cycles."""
    for template, rows in _rows(subject).items():
        headings = {folded(row.text("within")) for row in rows.values()}
        for key, row in rows.items():
            idle = [column for column in OF_LINES if row.text(column)]
            if key in headings and not row.text("method") and idle:
                titles = subject.headings(TABLE, idle)
                yield subject.at(TABLE, idle[0], template, key, found=titles)
