"""Rows of an imported file that are about the same: named in pairs, the first counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from addin.scoring.parameters import told
from sync.archive.handed import ActualRow, PastRow, PostRow
from sync.archive.rated import RatingRow
from sync.archive.rows import department_of

Row = ActualRow | RatingRow | PastRow | PostRow
"""A row of any kind of import."""


Names = Mapping[str, Mapping[str, str]]
"""What ids are called, by field."""


class Note(NamedTuple):
    """Something odd about a line of a file: `code` is a key of texts/service.toml [imports.notes]."""

    line: int
    code: str
    values: Mapping[str, object]


def once(rows: Iterable[Row], notes: list[Note], names: Names) -> Iterator[Row]:
    """Pass on each row once: of several about the same the first counts, and both lines are named."""
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        known = first.setdefault(about(row), row)
        if known is row:
            yield row
            continue
        found, kept = _said(row, names), _said(known, names)
        code = "repeated" if _said(known) == _said(row) else "differs"
        values = {"whose": whose(row), "first": known.line, "found": found, "kept": kept}
        notes.append(Note(row.line, code, values))


def about(row: Row) -> tuple[object, ...]:
    """Return what a row is about; a post is about itself, since a person may hold two."""
    if isinstance(row, ActualRow):
        return row.cycle, row.subject, row.indicator
    if isinstance(row, RatingRow):
        return row.cycle, row.subject, row.indicator, row.rater, row.relation
    return (row.employee, row.period) if isinstance(row, PastRow) else tuple(row[1:])


def whose(row: Row) -> str:
    """Return what a row is about, for messages; of a rating never the rater."""
    if isinstance(row, ActualRow | RatingRow):
        return f"{department_of(row.subject) or row.subject} {row.indicator} {row.cycle}"
    return f"{row.employee} {row.period if isinstance(row, PastRow) else row.starts}"


def _said(row: Row, names: Names | None = None) -> str:
    """Return what a row says, for messages; departments and positions by name where they have one."""
    if isinstance(row, PostRow):
        unit, post = (
            (names or {}).get(field, {}).get(one, one)
            for field, one in (("department", row.department), ("position", row.position))
        )
        return f"{row.starts}..{row.ends or ''} {unit} {post}"
    return in_words((row.score, row.grade) if isinstance(row, PastRow) else (row.value,))


def in_words(parts: Iterable[float | str | None]) -> str:
    """Return a value, or a score and a grade, for messages."""
    return " / ".join(told(part) if isinstance(part, float) else part for part in parts if part is not None)


def overlapping(rows: Iterable[PostRow], names: Names) -> Iterator[Note]:
    """Name posts of one person that were held at the same time; both stay, since that may be so."""
    longest: dict[str, PostRow] = {}
    for row in sorted(rows, key=lambda row: (row.starts, row.line)):
        before = longest.get(row.employee)
        if before is not None and (before.ends is None or before.ends > row.starts):
            values = {"employee": row.employee, "first": before.line, "kept": _said(before, names)}
            yield Note(row.line, "overlaps", values | {"found": _said(row, names)})
        if before is None or (row.ends or "9") >= (before.ends or "9"):
            longest[row.employee] = row
