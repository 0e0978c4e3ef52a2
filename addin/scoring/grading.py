"""From a total to a grade and a rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf

from addin.scoring.registry import Trouble
from addin.scoring.rounding import settle
from addin.scoring.scheme import Grade


def grade_of(total: float | None, grades: Sequence[Grade]) -> str | None:
    """Return the grade whose band holds the rounded total; None without a total or outside all bands.

    Bands are half-open: from `low` (included) to `high` (excluded). The total is the rounded one, the same
    that is shown.
    """
    if total is None:
        return None
    value = settle(total)
    for grade in grades:
        if (grade.low is None or grade.low <= value) and (grade.high is None or value < grade.high):
            return grade.id
    return None


def best_first(grades: Iterable[Grade]) -> tuple[Grade, ...]:
    """Return the grades from the best to the worst, whatever order HR wrote them in."""
    return tuple(sorted(grades, key=_low, reverse=True))


def _low(grade: Grade) -> float:
    return -inf if grade.low is None else grade.low


def ranks(totals: Sequence[float | None]) -> list[int | None]:
    """Return competition ranks, highest first: equal totals share one and the next is skipped (1, 2, 2, 4).

    totals: rounded totals [points], None where there is no result; such a person has no rank.
    """
    present = sorted((total for total in totals if total is not None), reverse=True)
    first: dict[float, int] = {}
    for place, total in enumerate(present, start=1):
        first.setdefault(total, place)
    return [None if total is None else first[total] for total in totals]


def inspect_grades(grades: Sequence[Grade]) -> Iterator[Trouble]:
    """Find what is wrong with the bands of the grades: none, empty, holes, overlaps, open ends missing.

    The order of the rows does not matter; the troubles name the grades.
    """
    if not grades:
        yield Trouble("grades_none", "grades", {})
        return
    ordered = sorted(grades, key=_low)
    for grade in ordered:
        if grade.low is not None and grade.high is not None and grade.high <= grade.low:
            yield Trouble("grade_empty", grade.id, {"grade": grade.id, "low": grade.low, "high": grade.high})
    for under, over in pairwise(ordered):
        yield from _between(under, over)
    if ordered[0].low is not None:
        yield Trouble("grade_bottom", ordered[0].id, {"grade": ordered[0].id, "low": ordered[0].low})
    top = max(ordered, key=lambda grade: float("inf") if grade.high is None else grade.high)
    if top.high is not None:
        yield Trouble("grade_top", top.id, {"grade": top.id, "high": top.high})


def _between(under: Grade, over: Grade) -> Iterator[Trouble]:
    """Compare the end of one band with the beginning of the next."""
    end = float("inf") if under.high is None else under.high
    start = float("-inf") if over.low is None else over.low
    values = {"grade": over.id, "other": under.id, "start": over.low, "end": under.high}
    if start > end:
        yield Trouble("grade_gap", over.id, values)
    elif start < end:
        yield Trouble("grade_overlap", over.id, values)
