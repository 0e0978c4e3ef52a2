"""Patterns in what managers rate: indications for a talk, never verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, NamedTuple, cast

from addin.scoring.arithmetic import numbers
from addin.scoring.functions import FUNCTIONS
from addin.scoring.raters.functions.columns import FEWEST

STEPS = 5
"""All scales are brought to 1 to 5, so that ratings on different ones can be compared."""

FEWEST_RATINGS = cast(int, FEWEST.default)
"""So many ratings are needed to say anything."""

FIGURES = (
    *("ratings", "mean", "shift", "z"),
    *("spread_ratio", "middle_share", "within_spread", "correlation"),
)
"""What is told of a rater; with too few ratings, how many there are only."""

ASKED = ("leniency", "central_tendency", "halo")
"""The functions that look for a pattern each."""


class Rated(NamedTuple):
    """One rating: who rated whom on what, on a scale from 1 to so many steps."""

    rater: str
    ratee: str
    indicator: str
    rating: float
    scale: float


class Pattern(NamedTuple):
    """What is seen of a rater: people rated, figures by their names, and codes of what is worth a talk."""

    rater: str
    people: int
    figures: Mapping[str, float]
    codes: tuple[str, ...]


def patterns(ratings: Iterable[Rated]) -> list[Pattern]:
    """Return the patterns of each rater, in the order they first appear.

    Leniency, central tendency and halo, with the limits of the scoring library; with fewer than five ratings
    the only code is `too_few`. Source: scoring.md section 4.
    """
    listed = list(ratings)
    if not listed:
        return []
    columns = {
        "rater": [one.rater for one in listed],
        "ratee": [one.ratee for one in listed],
        "dimension": [one.indicator for one in listed],
        "rating": numbers([_on_steps(one) for one in listed]),
    }
    found = [FUNCTIONS[key].compute(columns, {}) for key in ASKED]
    people: dict[str, set[str]] = {}
    for one in listed:
        people.setdefault(one.rater, set()).add(one.ratee)
    return [
        _pattern(rater, len(people[rater]), [_row(columns, place) for columns in found])
        for place, rater in enumerate(found[0]["rater"])
    ]


def _on_steps(one: Rated) -> float:
    return 1 + (one.rating - 1) * (STEPS - 1) / (one.scale - 1) if one.scale > 1 else one.rating


def _row(columns: Mapping[str, Any], place: int) -> dict[str, Any]:
    return {key: values[place] for key, values in columns.items()}


def _pattern(rater: str, people: int, rows: list[dict[str, Any]]) -> Pattern:
    codes = [row["reason"] for row in rows]
    few = codes[0] == "too_few"
    said = ("too_few",) if few else tuple(code for code in codes if code not in ("", "too_few"))
    told = ("ratings",) if few else FIGURES
    figures = {key: float(row[key]) for row in rows for key in told if key in row}
    return Pattern(rater, people, {key: value for key, value in figures.items() if isfinite(value)}, said)
