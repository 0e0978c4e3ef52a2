"""From scores to grades, many at once; grades and quotas as people type them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import Any
from unicodedata import normalize

from addin.scoring.arithmetic import numbers
from addin.scoring.grading import best_first
from addin.scoring.parameters import ParameterError
from addin.scoring.ranking.quotas import Quota
from addin.scoring.ranking.standing import Whole
from addin.scoring.registry import Trouble
from addin.scoring.rounding import settle
from addin.scoring.scheme import Grade

GRADE = re.compile(r"([^:<>=≤≥+]+?)\s*(?::\s*([+-]?\d+(?:\.\d+)?))?")
QUOTA = re.compile(r"([^:<>=≤≥]+?)\s*(<=|≤|=)\s*(\d+(?:\.\d+)?)\s*%?")


def graded(totals: Any, grades: Sequence[Grade]) -> Whole:
    """Return the grade of each rounded total, by the rule of `grade_of`: a band holds its beginning.

    totals [points, one per person], NaN where there is none; grades from the best to the worst.
    Returns the number of the grade, 0 for the best; -1 without a total or outside all bands.
    """
    import numpy as np

    values = settle(numbers(totals))
    lows = np.array([-inf if grade.low is None else grade.low for grade in reversed(grades)])
    highs = np.array([inf if grade.high is None else grade.high for grade in grades] + [-inf])
    found = len(grades) - np.searchsorted(lows, values, side="right")
    return np.where(values < highs[found], found, -1).astype(np.int8)


def parse_grades(text: str) -> tuple[Grade, ...]:
    """Read grades with the scores they begin at, `S:105;A:100;D`; the lowest has none.

    Accepts any order, full-width characters, spaces and line breaks. Returns them from the best to the worst.
    Raises ParameterError. Whether they can work is found by `inspect_bands`.
    """
    found = [(part, GRADE.fullmatch(part)) for part in _parts(text)]
    if not found:
        raise ParameterError("grades_none", text.strip())
    lows: list[tuple[str, float | None]] = []
    for part, match in found:
        if match is None:
            raise ParameterError("grades_text", part)
        lows.append((match[1], float(match[2]) if match[2] else None))
    open_ends = best_first(Grade(name, name, low, None, 1.0) for name, low in lows)
    highs = [None, *(grade.low for grade in open_ends[:-1])]
    return tuple(
        Grade(grade.id, grade.name, grade.low, high, grade.coefficient)
        for grade, high in zip(open_ends, highs, strict=True)
    )


def parse_quotas(text: str, grades: Sequence[str]) -> tuple[Quota, ...]:
    """Read quotas in percent, `S<=5;S+A<=25;D=3`: at most, the best grades together at most, exactly.

    Accepts percent signs, full-width characters, spaces and line breaks; no text means no quotas.
    grades: their names from the best to the worst. Raises ParameterError.
    """
    return tuple(_quota(part, grades) for part in _parts(text))


def _quota(part: str, grades: Sequence[str]) -> Quota:
    """Read one quota."""
    match = QUOTA.fullmatch(part)
    if match is None:
        raise ParameterError("quotas_text", part)
    names = [name.strip() for name in match[1].split("+")]
    joint, capped = len(names) > 1, match[2] != "="
    if joint and (sorted(names) != sorted(grades[: len(names)]) or not capped):
        raise ParameterError("quota_joint", part)
    grade = grades[len(names) - 1] if joint else names[0]
    return Quota(grade, float(match[3]), capped, joint)


def _parts(text: str) -> list[str]:
    """Split a text at semicolons and line breaks, whatever keyboard it was typed on."""
    plain = normalize("NFKC", text).replace("\n", ";")
    return [part.strip() for part in plain.split(";") if part.strip()]


def inspect_bands(grades: Sequence[Grade]) -> Iterator[Trouble]:
    """Find grades that stand twice or begin at the same score, and a lowest one that does not take all."""
    for name, count in Counter(grade.id for grade in grades).items():
        if count > 1:
            yield Trouble("grade_twice", "grades", {"grade": name})
    for better, worse in pairwise(grades):
        if better.low == worse.low:
            values = {"grade": worse.id, "other": better.id, "low": better.low}
            yield Trouble("grade_same", "grades", values)
    if grades and grades[-1].low is not None:
        yield Trouble("grade_bottom", "grades", {"grade": grades[-1].id, "low": grades[-1].low})
