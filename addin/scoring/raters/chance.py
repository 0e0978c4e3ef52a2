"""How probable a result is by chance alone."""

from __future__ import annotations

from math import erfc, exp, isfinite, pi, sqrt


def chi_square_tail(x: float, degrees: int) -> float:
    """Tell how probable a chi-square as large as this is when only chance is at work.

    The finite series of the upper tail: for even degrees e^(-x/2)·Σ (x/2)^k/k!, for odd ones
    erfc(√(x/2)) + e^(-x/2)·Σ (x/2)^(k+1/2)/Γ(k+3/2).

    x: chi-square, at least 0; degrees: of freedom, at least 1.
    Returns a probability in [0, 1]; NaN where x is.
    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.4.4 and 26.4.5.
    """
    if not isfinite(x) or degrees < 1:
        return float("nan")
    half, odd = x / 2, degrees % 2
    term = sqrt(half) * 2 / sqrt(pi) * exp(-half) if odd else exp(-half)
    total = erfc(sqrt(half)) if odd else 0.0
    for k in range(degrees // 2):
        total += term
        term *= half / (k + (1.5 if odd else 1.0))
    return min(total, 1.0)
