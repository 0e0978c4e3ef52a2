"""The one rounding of the house, equal to the spreadsheet's ROUND."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from addin.scoring.decimals import HALVES, INTEGERS, SIGNIFICANT, rounded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SETTLED = 9
"""Decimals kept where a value meets a bend or a band."""

NOISE = 10.0 ** (1 - SIGNIFICANT)
"""How far from a half, as a share of the number, its 15 digits may still show one; with room for the sums."""


@overload
def round_half_away(x: float, digits: int) -> float: ...
@overload
def round_half_away(x: NDArray[np.float64], digits: int) -> NDArray[np.float64]: ...
def round_half_away(x: float | NDArray[np.float64], digits: int) -> float | NDArray[np.float64]:
    """Round as a spreadsheet does: halves away from zero, so that what is shown is what counts.

    A half is recognised after the correction to 15 significant digits: 2.675 is stored as 2.67499999999999982
    and still gives 2.68.

    x: number or array [any shape]; digits: decimals kept, negative for tens and hundreds.
    Returns the same shape; NaN and infinities come back as they are.
    Source: Excel's ROUND; LibreOffice rtl::math::round with approxFloor.
    """
    if isinstance(x, int | float):
        return rounded(float(x), digits)
    return _many(x, digits)


@overload
def settle(x: float) -> float: ...
@overload
def settle(x: NDArray[np.float64]) -> NDArray[np.float64]: ...
def settle(x: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Round to 9 decimals where a value meets a bend or a band, so that 1 - 0.9 meets 0.1.

    x: number or array [any shape]. Returns the same shape.
    """
    return round_half_away(x, SETTLED)


def _many(x: NDArray[np.float64], digits: int) -> NDArray[np.float64]:
    """Round an array by the same rule: what is far from a half by plain rounding, the rest by `_closely`."""
    import numpy as np

    x = np.asarray(x, dtype=np.float64)
    power = 10.0 ** abs(digits)
    with np.errstate(all="ignore"):
        result = np.rint(x * power) / power if digits >= 0 else np.rint(x / power) * power
        result, half = np.asarray(result + 0.0), 0.5 * 10.0**-digits
        noise = NOISE * np.fmax.reduce(np.abs(x), axis=None, initial=0.0)
        close = np.abs(x - result) >= (half - noise if noise < half / 2 else half - NOISE * np.abs(x))
        if close.any():
            result[close] = _closely(x[close], digits)
    return result


def _closely(x: NDArray[np.float64], digits: int) -> NDArray[np.float64]:
    """Round what may be a half in its 15 digits, what has no fraction, and what is no number."""
    import numpy as np

    power = 10.0 ** abs(digits)
    scaled = np.abs(x) * power if digits >= 0 else np.abs(x) / power
    whole = np.floor(scaled)
    noise = 0.5 * 10.0 ** (np.floor(np.log10(scaled)) + 1 - SIGNIFICANT)
    up = scaled - whole >= 0.5 - np.where(scaled < HALVES, noise, 0.0)
    result = (whole + up) / power if digits >= 0 else (whole + up) * power
    return np.where(scaled < INTEGERS, np.copysign(result, x), x) + 0.0
