"""The few array operations the methods are written in; numpy is loaded at the first sum, not before.

A blank is NaN all the way: every operation hands it on, none turns it into a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[np.float64]"

SMALLEST, LARGEST = 2.2250738585072014e-308, 9.99999999999999e307
"""The sizes of number, besides 0, a cell can hold. Source: Microsoft, Excel specifications and limits."""

LOWEST = -LARGEST
"""Stands for "from minus infinity" in the array constants of a formula."""


def numbers(values: Any) -> Array:
    """Return values as an array in which only numbers a spreadsheet can hold are left; all else is NaN."""
    import numpy as np

    found = np.asarray(values, dtype=object if _mixed(values) else None)
    if found.dtype.kind in "mM":
        return np.full(found.shape, np.nan)
    if found.dtype.kind not in "fiu":
        flat = [number(value) for value in found.ravel().tolist()]
        return np.array(flat, dtype=np.float64).reshape(found.shape)
    found = found.astype(np.float64, copy=False)
    if np.fmin.reduce(found, axis=None, initial=np.nan) >= SMALLEST:
        return without(found, found > LARGEST)
    size = np.abs(found)
    odd, small = size > LARGEST, size < SMALLEST
    if small.any():
        odd |= small & (size > 0)
    return without(found, odd)


def number(value: object) -> float:
    """Return a number as it is; a blank, text, yes or no, a date, or what no cell can hold is NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float("nan")
    return float(value) if value == 0 or SMALLEST <= abs(value) <= LARGEST else float("nan")


def _mixed(values: Any) -> bool:
    """Tell whether a list may hold what numpy would take for numbers, or numbers it would take for text."""
    import numpy as np

    return isinstance(values, list | tuple) and not set(map(type, values)) <= {float, int, np.ndarray}


def clip(x: Array, low: Any, high: Any) -> Array:
    """Return x held between low and high; where they contradict each other, high wins.

    What has run beyond all numbers is no score, at no limit: a spreadsheet shows an error there.
    """
    import numpy as np

    return without(np.clip(x, low, high), np.isinf(x))


def at_least(x: Array, low: Any) -> Array:
    """Return x, or low where x is under it."""
    return clip(x, low, float("inf"))


def lowest(first: Array, *others: Any) -> Array:
    """Return the smallest of several values, place by place."""
    import numpy as np

    smallest: Array = first
    for other in others:
        smallest = clip(smallest, float("-inf"), without(other, np.isinf(other)))
    return smallest


def choose(condition: Any, yes: Any, no: Any) -> Array:
    """Return yes where the condition holds, otherwise no."""
    import numpy as np

    chosen: Array = np.where(condition, yes, no)
    return chosen


def only(x: Array, condition: Any) -> Array:
    """Return x where the condition holds; elsewhere it is refused (NaN)."""
    import numpy as np

    return np.where(condition, x, np.nan)


def without(x: Array, condition: Any) -> Array:
    """Return x, refused (NaN) where the condition holds; fastest where it holds for none or few."""
    import numpy as np

    if not condition.any():
        return x
    left = np.array(x)
    if left.shape != condition.shape:
        return np.where(condition, np.nan, x)
    left[condition] = np.nan
    return left


def whole(x: Array, up: bool) -> Array:
    """Return x as whole steps: begun steps count (up), or only full ones."""
    import numpy as np

    steps: Array = np.ceil(x) if up else np.floor(x)
    return steps


def pick(x: Array, starts: Sequence[float], column: Sequence[float]) -> Array:
    """Return the value of a column at the last start that x has reached; NaN where x has reached none.

    The spreadsheet's LOOKUP(x, starts, column); starts rise.
    """
    import numpy as np

    x = np.asarray(x)
    place = np.zeros(x.shape, np.int16)
    for start in starts:
        place += x >= start
    return np.array([np.nan, *column]).take(place.astype(np.intp))


def divided(part: Any, whole: Any) -> Array:
    """Return part over whole; where the whole is 0 there is no answer (NaN)."""
    import numpy as np

    part, whole = np.broadcast_arrays(numbers(part), numbers(whole))
    quotient: Array = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0)
    return quotient
