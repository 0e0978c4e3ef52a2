"""Many rows of mixed methods at once: grouped by their rule, each group in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from addin.scoring.methods import METHODS
from addin.scoring.registry import Parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from addin.scoring.arithmetic import Array

Rule = tuple[str, Parameters]
"""A method and its parameters, each a constant or a column as long as all rows."""


def score_rows(
    rules: Sequence[Rule], rule: NDArray[np.integer[Any]], actual: Array, target: Array, full: float = 100.0
) -> Array:
    """Score a table of indicators, each row by its own rule.

    rules: the methods with their parameters, sound by `inspect`; rule: which of them scores a row [rows, from
    0]; actual, target: [rows, the indicator's unit, NaN where blank].
    Returns points [rows, unrounded], NaN where missing or refused. Raises KeyError for an unknown method.
    """
    import numpy as np

    order = np.argsort(rule, kind="stable")
    ends = np.cumsum(np.bincount(rule, minlength=len(rules)))
    actual, target = actual[order], target[order]
    grouped = np.empty(len(order))
    for (key, parameters), start, end in zip(rules, [0, *ends[:-1]], ends, strict=True):
        own = {name: _own(value, order, slice(start, end)) for name, value in parameters.items()}
        grouped[start:end] = METHODS[key].compute(actual[start:end], target[start:end], own, full)
    points = np.empty(len(order))
    points[order] = grouped
    return points


def _own(value: Any, order: NDArray[np.intp], group: slice) -> Any:
    """Return a parameter's column for the rows of a group, or the constant it is."""
    import numpy as np

    return value[order[group]] if isinstance(value, np.ndarray) else value
