"""Numbers as the fractions they are written as, where a limit or a coin must be met exactly."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import isfinite, nan


def exact(x: float) -> Fraction:
    """Return a number as it is written: 0.8 is four fifths, not the double next to it.

    x: finite number.
    """
    return Fraction(Decimal(repr(float(x))))


def exacts(values: Iterable[float]) -> list[Fraction | None]:
    """Return numbers as they are written, a blank (NaN) as None."""
    return [exact(value) if isfinite(value) else None for value in map(float, values)]


def half_away(x: Fraction) -> int:
    """Return the nearest whole number, halves away from zero."""
    whole = (2 * abs(x.numerator) + x.denominator) // (2 * x.denominator)
    return whole if x >= 0 else -whole


def floats(values: Iterable[Fraction | None]) -> list[float]:
    """Return fractions as ordinary numbers, None as a blank (NaN)."""
    return [nan if value is None else float(value) for value in values]
