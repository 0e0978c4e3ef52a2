"""X: what two workbooks, or a workbook and another system, say of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum, isclose

from addin.scoring.goals import of_department
from addin.scoring.parameters import told
from sync.archive.across.values import Answer, Book, Subject
from sync.checks.across.material import Across, at_answer, at_subject, subjects
from sync.checks.registry import check
from sync.findings import Problem

EXACT = 1e-6
"""Targets add up when they do so to this share."""

ROUNDED = 0.005
"""People round what they type: a sum that differs by less than this share reconciles."""


@check("X001", "cycle", whole=True)
def scored_twice(across: Across) -> Iterator[Problem]:
    """Find people who have a score in the workbooks of two departments; a second post has its own number."""
    for one in across.whole.twice:
        names = {"department": across.title(one.department), "own": across.title(one.own)}
        yield Problem(
            sheet=one.spot.sheet,
            cell=one.spot.cell,
            found=names["department"],
            expected=names["own"],
            column=one.department,
            employee=one.employee,
            department=one.department,
            values={"name": across.name(one.employee), **names},
        )


@check("X002", "cycle")
def source_disagrees(across: Across) -> Iterator[Problem]:
    """Find values fixed in a workbook although the system they come from says something else by now."""
    for book, subject in subjects(across):
        for one in subject.answers:
            if one.imported is None or one.actual is None or one.rating is not None:
                continue
            if not isclose(one.actual, one.imported.value, rel_tol=1e-9, abs_tol=1e-12):
                percent, now = across.percent(one.indicator), one.imported
                source = {"source": now.source, "file": now.name, "line": now.line}
                old, new = told(one.actual, percent), told(now.value, percent)
                yield at_answer(across, book, subject, one, "actual", found=old, expected=new, **source)


@check("X003", "cycle")
def totals_apart(across: Across) -> Iterator[Problem]:
    """Find a department's actual that is not the sum of its people's, although the targets add up."""
    for book, subject in subjects(across):
        if subject.id != of_department(book.department):
            continue
        for one in subject.answers:
            parts = _parts(across, book, one.indicator)
            if _adds_up(one, parts) and not across.percent(one.indicator):
                yield from _compared(across, book, subject, one, parts)


def _parts(across: Across, book: Book, indicator: str) -> list[Answer]:
    """Return the lines of the people of a department for an indicator."""
    return [
        one
        for subject in book.subjects
        if subject.id in across.roster and across.roster[subject.id].department == book.department
        for one in subject.answers
        if one.indicator == indicator
    ]


def _adds_up(whole: Answer, parts: Sequence[Answer]) -> bool:
    """Tell whether the targets of several people add up to that of their department, and all is filled in."""
    targets = [one.target for one in parts if one.target is not None]
    if len(parts) < 2 or len(targets) < len(parts) or whole.target is None or whole.rating is not None:
        return False
    filled = all(one.actual is not None for one in (whole, *parts))
    return filled and isclose(fsum(targets), whole.target, rel_tol=EXACT)


def _compared(
    across: Across, book: Book, subject: Subject, whole: Answer, parts: Sequence[Answer]
) -> Iterator[Problem]:
    total = fsum(one.actual or 0.0 for one in parts)
    assert whole.actual is not None, whole
    if not isclose(total, whole.actual, rel_tol=ROUNDED, abs_tol=EXACT):
        found, expected = told(whole.actual), told(total)
        values = {"people": len(parts)}
        yield at_answer(across, book, subject, whole, "actual", found=found, expected=expected, **values)


@check("X004", "cycle")
def moved_far(across: Across) -> Iterator[Problem]:
    """Find people whose score lies far from that of their last cycle of the same kind."""
    gap = across.scheme.settings.gap_last_cycle
    for book, subject in subjects(across):
        before = subject.earlier.score if subject.earlier else None
        if subject.score is not None and before is not None and abs(subject.score - before) > gap:
            found, expected = told(subject.score), told(before)
            values = {"gap": told(gap)}
            yield at_subject(across, book, subject, subject.spot, found=found, expected=expected, **values)


@check("X005", "cycle", whole=True)
def namesakes(across: Across) -> Iterator[Problem]:
    """Find two numbers that may be one person: the same name, hired on the same day; second posts apart."""
    seen: dict[tuple[str, object], str] = {}
    for person in sorted(across.roster.values(), key=lambda one: one.id):
        if person.hired is None:
            continue
        first = seen.setdefault((person.name, person.hired), person.id)
        if first != person.id and not person.id.startswith(f"{first}-"):
            values = {"name": person.name, "number": person.id, "other": first}
            yield Problem(
                found=person.id,
                expected=first,
                employee=person.id,
                department=person.department,
                values=values | {"hired": person.hired.isoformat()},
            )
