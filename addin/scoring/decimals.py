"""The one rounding of the house for a single number; it needs no numpy, so that everybody can use it."""

from __future__ import annotations

from math import floor, isfinite, log10

SIGNIFICANT = 15
"""Digits a spreadsheet keeps of a number; what lies behind them is noise of binary arithmetic."""

HALVES = 10.0 ** (SIGNIFICANT - 1)
"""From here on the 15 digits of a number show no half: they are all in front of the point."""

INTEGERS = 2.0**52
"""From here on neighbouring doubles are at least 1 apart: there is no fraction left to round."""


def rounded(x: float, digits: int) -> float:
    """Round one number as a spreadsheet does: halves away from zero, recognised in its 15 digits.

    x: number; digits: decimals kept, negative for tens and hundreds.
    Returns the number; NaN and infinities come back as they are.
    Source: Excel's ROUND; LibreOffice rtl::math::round with approxFloor.
    """
    size = abs(x)
    if not isfinite(x) or x == 0:
        return x + 0.0
    power = 10.0 ** abs(digits)
    scaled = size * power if digits >= 0 else size / power
    if not scaled < INTEGERS:
        return x
    whole = floor(scaled)
    noise = 0.5 * 10.0 ** (floor(log10(scaled)) + 1 - SIGNIFICANT) if 0 < scaled < HALVES else 0.0
    whole += scaled - whole >= 0.5 - noise
    result = whole / power if digits >= 0 else whole * power
    return (result if x > 0 else -result) + 0.0
