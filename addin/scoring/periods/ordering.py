"""Where a period stands in time: numbers as they are, texts such as 2026-01 or Q1 by their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from addin.scoring.arithmetic import Array, numbers

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
DIGITS = re.compile(r"\d+")
YEARS = 1000
"""A number from here on is a year, which comes first wherever it is written."""


def positions(periods: Sequence[str]) -> Array:
    """Return where each period stands.

    Numbers are taken as they are, so that a gap counts. Texts stand one step apart, in the order of their
    years, then of their other numbers from left to right, whatever row they stand in.

    periods: such that `misfit` finds none. Returns a number for each.
    """
    if all(map(NUMBER.fullmatch, periods)):
        return numbers(list(map(float, periods)))
    keys = [_key(period) for period in periods]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return numbers([places[key] for key in keys])


def misfit(periods: Sequence[str]) -> int | None:
    """Return the first row, from 0, whose period cannot be put in order with that of the first row.

    Texts must be the same but for their numbers: Q1 and Q2, but not Q1 and H1, and not spring and autumn.
    """
    if all(map(NUMBER.fullmatch, periods)):
        return None
    shapes = [DIGITS.sub("0", period).casefold() for period in periods]
    return next((row for row, shape in enumerate(shapes) if shape != shapes[0]), None)


def _key(period: str) -> tuple[int, ...]:
    return tuple(sorted(map(int, DIGITS.findall(period)), key=lambda found: found < YEARS))
