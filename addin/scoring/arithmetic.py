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

LOWEST = -1e300
"""Stands for "from minus infinity" in the array constants of a formula."""


def numbers(values: Any) -> Array:
    """Return values as an array in which only finite numbers are left; all else is missing (NaN)."""
    import numpy as np

    found = np.asarray(values)
    if found.dtype.kind not in "fiu":
        flat = [number(value) for value in found.ravel().tolist()]
        found = np.array(flat, dtype=np.float64).reshape(found.shape)
    found = found.astype(np.float64, copy=False)
    endless = np.isinf(found)
    return np.where(endless, np.nan, found) if endless.any() else found


def number(value: object) -> float:
    """Return a finite number as it is; a blank, text, yes or no, or an infinity is missing (NaN)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float("nan")
    return float(value) if abs(value) < float("inf") else float("nan")


def clip(x: Array, low: Any, high: Any) -> Array:
    """Return x held between low and high; where they contradict each other, high wins."""
    import numpy as np

    clipped: Array = np.clip(x, low, high)
    return clipped


def at_least(x: Array, low: Any) -> Array:
    """Return x, or low where x is under it."""
    import numpy as np

    held: Array = np.maximum(x, low)
    return held


def lowest(first: Array, *others: Any) -> Array:
    """Return the smallest of several values, place by place."""
    import numpy as np

    smallest: Array = first
    for other in others:
        smallest = np.minimum(smallest, other)
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


def whole(x: Array, up: bool) -> Array:
    """Return x as whole steps: begun steps count (up), or only full ones."""
    import numpy as np

    steps: Array = np.ceil(x) if up else np.floor(x)
    return steps


def pick(x: Array, starts: Sequence[float], *columns: Sequence[float]) -> list[Array]:
    """Return, for each column, its value at the last start that x has reached; NaN stays NaN.

    The spreadsheet's LOOKUP(x, starts, column), with one search for all columns.
    """
    import numpy as np

    place = np.searchsorted(np.asarray(starts, dtype=np.float64), x, side="right") - 1
    reached = np.isfinite(x) & (place >= 0)
    place = np.maximum(place, 0)
    return [np.where(reached, np.asarray(column, dtype=np.float64)[place], np.nan) for column in columns]
