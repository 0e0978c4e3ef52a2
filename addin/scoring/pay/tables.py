"""Small tables that are written in one cell: `S 1.30, A 1.15`, or a merit matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from addin.scoring.registry import Parameter

Range = tuple[Fraction, Fraction]

COEFFICIENTS = Parameter("coefficients", "text", default="S 1.30, A 1.15, B 1.00, C 0.80, D 0.50")
MATRIX = Parameter(
    "matrix", "text", default="S 6-8 4-6 3-4; A 4-6 3-4 2-3; B 3-4 2-3 1-2; C 0-1 0 0; D 0 0 0"
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
COLUMNS = 3
"""Low, middle and high compa-ratio."""


class TableError(ValueError):
    """A part of a table that cannot be read; the message is that part."""


def read_numbers(text: str) -> dict[str, Fraction]:
    """Read a number for each grade: `S 1.30, A 1.15`.

    Returns numbers by grade, as written. Raises TableError with the part that is no grade and number, or a
    grade that stands twice.
    """
    found: dict[str, Fraction] = {}
    for grade, (value,) in _lines(text, "[,，;；]", 1):
        if grade in found or not NUMBER.fullmatch(value):
            raise TableError(f"{grade} {value}")
        found[grade] = Fraction(value)
    return found


def read_matrix(text: str) -> dict[str, tuple[Range, ...]]:
    """Read the ranges of each grade by compa-ratio: `S 6-8 4-6 3-4; A 4-6 3-4 2-3`.

    Returns ranges [percent] by grade. Raises TableError with the part that is no range, or goes down.
    """
    found: dict[str, tuple[Range, ...]] = {}
    for grade, cells in _lines(text, "[;；]", COLUMNS):
        if grade in found:
            raise TableError(grade)
        found[grade] = tuple(_range(cell) for cell in cells)
    return found


def _lines(text: str, separator: str, columns: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the grade and the cells of each part; there must be at least one."""
    for part in re.split(separator, text):
        grade, *cells = part.rsplit(maxsplit=columns) or [""]
        if len(cells) != columns:
            raise TableError(part.strip())
        yield grade.strip(), cells


def _range(cell: str) -> Range:
    """Read `6-8`, or `0` for a range of one number."""
    ends = cell.split("-")
    if len(ends) > 2 or not all(NUMBER.fullmatch(end) for end in ends):
        raise TableError(cell)
    low, high = Fraction(ends[0]), Fraction(ends[-1])
    if low > high:
        raise TableError(cell)
    return low, high
