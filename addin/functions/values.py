"""What stands in cells, alike in every program: numbers, texts, nothing, errors; single or as a range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import isfinite, isnan
from types import NoneType
from typing import Any, TypeAlias

VALUE, MISSING, NUMBER, NAME = "#VALUE!", "#N/A", "#NUM!", "#NAME?"

ERRORS = frozenset(
    (VALUE, MISSING, NUMBER, NAME, "#REF!", "#DIV/0!", "#NULL!", "#SPILL!", "#CALC!", "#ERROR!")
)
"""How programs write the errors of cells; some hand them over as these texts."""


@dataclass(frozen=True, slots=True)
class CellError:
    """An error as the value of a cell: its kind, such as #VALUE!, and what is wrong and how to mend it."""

    kind: str
    message: str = ""


Cell: TypeAlias = "float | str | CellError | None"
Grid: TypeAlias = "list[list[Cell]]"


def cell(value: object) -> Cell:
    """Return a cell as the functions take it: a number, a text, nothing, or an error.

    An empty text is nothing, since formulas write it where there is nothing. TRUE and FALSE are 1 and 0,
    because LibreOffice cannot tell them apart.
    """
    if value is None or isinstance(value, CellError):
        return value
    if isinstance(value, int | float):
        return _number(value)
    text = str(value)
    if text in ERRORS:
        return CellError(text)
    return text if text.strip() else None


def _number(value: float) -> Cell:
    """Return a number; NaN is nothing, and one beyond all numbers an error."""
    try:
        found = float(value)
    except OverflowError:
        return CellError(NUMBER)
    if isnan(found):
        return None
    return CellError(NUMBER) if found in (float("inf"), float("-inf")) else found


def grid(value: object) -> Grid | None:
    """Return a range as rows of cells; a plain list is one row, one cell a range, too. None: uneven rows."""
    if not isinstance(value, list | tuple):
        return [[cell(value)]]
    rows: Any = value if value and all(isinstance(row, list | tuple) for row in value) else [value]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or 0 in widths:
        return None
    if _plain(list(chain.from_iterable(rows))):
        found: Grid = rows if isinstance(rows[0], list) else [list(row) for row in rows]
        return found
    return [[cell(one) for one in row] for row in rows]


def _plain(cells: Sequence[Any]) -> bool:
    """Tell whether cells are all blanks and proper numbers, of which none needs a look of its own."""
    kinds = set(map(type, cells))
    if kinds == {float}:
        return isfinite(sum(cells)) or all(map(isfinite, cells))
    return kinds <= {float, NoneType} and all(one is None or isfinite(one) for one in cells)


def flat(rows: Grid) -> list[Cell]:
    """Return the cells of a range row by row."""
    return list(chain.from_iterable(rows))


def shaped(cells: Sequence[Any], like: Grid) -> Grid:
    """Return cells as a range of the shape of another."""
    width = len(like[0])
    if width == 1:
        return [[one] for one in cells]
    return [list(cells[start : start + width]) for start in range(0, len(cells), width)]


def spread(rows: Grid | None, like: Grid) -> list[Cell] | None:
    """Return as many cells as another range has: one cell, row or column serves all. None: no fit."""
    height, width = len(like), len(like[0])
    own = (1, 1) if rows is None else (len(rows), len(rows[0]))
    if own == (1, 1):
        return [rows[0][0] if rows else None] * (height * width)
    assert rows is not None
    if own[0] not in (1, height) or own[1] not in (1, width):
        return None
    wide = [row * width if own[1] != width else row for row in rows]
    return flat(wide * height if own[0] != height else wide)


def first_error(cells: Iterable[Cell]) -> CellError | None:
    """Return the first error among cells."""
    return next((one for one in cells if isinstance(one, CellError)), None)
