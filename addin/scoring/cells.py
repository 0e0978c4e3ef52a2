"""Scores of spreadsheet cells: a value, a row or a range in, the same shape out; what functions will call."""

from __future__ import annotations

from itertools import chain
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeAlias

from addin.scoring.arithmetic import number
from addin.scoring.combine import METHOD_UNKNOWN, REFUSED, unusable
from addin.scoring.methods import METHODS
from addin.scoring.registry import Method, Parameters, rule_trouble, target_trouble, uses_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from addin.scoring.arithmetic import Array

Shape: TypeAlias = tuple[int, ...]

SHAPES = "shapes_differ"


def score_cells(
    method: str, actual: object, target: object, parameters: Parameters, full: float = 100.0
) -> Any:
    """Score cells by one method, as a function in a spreadsheet does.

    A single cell, row or column of one of them stands for all that the other has.

    actual, target: [the indicator's unit] a cell, a list of cells, or a list of rows; None or "" is blank.
    parameters: as in a scheme; full: the full score [points].
    Returns points [unrounded] in the shape of both, None where a value is blank; where it is refused the code
    of its trouble, such as `value_not_number` or `target_zero`, and a single code where the rule cannot
    work or the ranges do not fit together. Codes are those of texts/methods.toml [troubles].
    """
    if method not in METHODS:
        return METHOD_UNKNOWN
    chosen = METHODS[method]
    trouble = rule_trouble(chosen, parameters, None)
    if trouble is not None:
        return trouble.code
    needed = target if uses_target(chosen, parameters) else None
    shapes = _shape(actual), _shape(needed)
    if shapes[0] is None or shapes[1] is None or not _fit(shapes[0], shapes[1]):
        return SHAPES
    values, plain = _array(actual, shapes[0])
    points = chosen.compute(values, _array(needed, shapes[1])[0], parameters, full)
    blank = values if plain else None
    return _shown(points, blank, (actual, needed), shapes, _Refusals(chosen, parameters))


def _shape(cells: Any) -> Shape | None:
    """Return rows and columns, or the length of a list, () for a single cell; None for uneven rows."""
    if not isinstance(cells, list | tuple):
        return ()
    nested = {issubclass(kind, list | tuple) for kind in set(map(type, cells))}
    if True not in nested:
        return (len(cells),)
    lengths = set(map(len, cells)) if len(nested) == 1 else set()
    return (len(cells), lengths.pop()) if len(lengths) == 1 else None


def _fit(one: Shape, other: Shape) -> bool:
    """Tell whether two shapes agree from the last column on, a single row or column standing for many."""
    return all(a == b or 1 in (a, b) for a, b in zip(reversed(one), reversed(other), strict=False))


def _array(cells: Any, shape: Shape) -> tuple[Array, bool]:
    """Return the numbers of cells, NaN where a cell holds none, and whether all hold numbers or nothing.

    Then it is fastest, and whatever is NaN was blank.
    """
    import numpy as np

    row = cells if shape else [cells]
    flat = list(chain.from_iterable(row)) if len(shape) > 1 else row
    kinds = list(map(type, flat))
    plain = kinds.count(float)
    if plain < len(flat):
        plain += kinds.count(NoneType)
    if plain < len(flat):
        flat = [cell if type(cell) is float else number(cell) for cell in flat]
    return np.fromiter(flat, np.float64, len(flat)).reshape(shape), plain == len(flat)


def _shown(
    points: Array, blanks: Array | None, given: tuple[Any, Any], shapes: Sequence[Any], why: _Refusals
) -> Any:
    """Return the points as lists, with nothing or a code where there are none; `blanks` are NaN, if known."""
    import numpy as np

    shape = np.broadcast_shapes(*shapes)
    rows = np.atleast_2d(np.broadcast_to(points, shape))
    shown, without = rows.tolist(), np.isnan(rows)
    if blanks is not None:
        nothing = np.isnan(np.atleast_2d(np.broadcast_to(blanks, shape)))
        for row, column in _places(nothing):
            shown[row][column] = None
        without &= ~nothing
    for row, column in _places(without):
        value = _cell(given[0], shapes[0], row, column)
        blank = value is None or _blank(value)
        shown[row][column] = None if blank else why.of(value, _cell(given[1], shapes[1], row, column))
    return shown if len(shape) > 1 else shown[0] if shape else shown[0][0]


def _places(chosen: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Return row and column of the chosen places."""
    rows, columns = chosen.nonzero()
    return zip(rows.tolist(), columns.tolist(), strict=True)


def _cell(cells: Any, shape: Shape, row: int, column: int) -> Any:
    """Return the cell of a range that stands at a place of the whole."""
    if len(shape) > 1:
        cells = cells[row if shape[0] > 1 else 0]
    return cells[column if shape[-1] > 1 else 0] if shape else cells


class _Refusals:
    """Why cells gave no points, each target looked at once."""

    def __init__(self, method: Method, parameters: Parameters) -> None:
        self._method, self._parameters = method, parameters
        self._targets: dict[tuple[type, Any], str] = {}

    def of(self, value: Any, target: Any) -> str:
        """Return the code of a value without points: its own, or its target's."""
        return unusable(value) or self._of_target(None if _blank(target) else target)

    def _of_target(self, target: Any) -> str:
        key = type(target), target
        if key not in self._targets:
            trouble = target_trouble(self._method, self._parameters, target)
            self._targets[key] = REFUSED if trouble is None else trouble.code
        return self._targets[key]


def _blank(cell: Any) -> bool:
    """Tell whether a cell is blank: nothing, an empty text, or the NaN that stands for nothing in tables."""
    return bool(cell is None or cell == "" or cell != cell)
