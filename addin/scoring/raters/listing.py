"""Ratings as they are listed, one below the other, and the tables they are turned into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from addin.scoring.arithmetic import Array, choose, numbers, only
from addin.scoring.labels import Codes, coded
from addin.scoring.rounding import settle

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Ratings:
    """Who rated whom on what, and how: names once each, and for each rating the places of its names.

    raters, ratees, dimensions: names in the order they first appear, also those without any rating.
    rater, ratee, dimension: places in these [ratings]; rating [points or steps, ratings], none blank.
    """

    raters: list[str]
    ratees: list[str]
    dimensions: list[str]
    rater: Codes
    ratee: Codes
    dimension: Codes
    rating: Array


@dataclass(frozen=True, slots=True)
class Moments:
    """How many ratings, their mean and their spread (sample standard deviation), per code."""

    count: Array
    mean: Array
    spread: Array


def listed_ratings(
    rater: Sequence[str], ratee: Sequence[str], rating: Any, dimension: Sequence[str] | None = None
) -> Ratings:
    """Take ratings from columns; a blank rating is left out, its rater and ratee stay known.

    rater, ratee, dimension: names [rows]; without dimensions all ratings are on the same one, "".
    rating: [points or steps, rows].
    """
    values = numbers(rating)
    given = values == values
    raters, by = coded(rater)
    ratees, of = coded(ratee)
    dimensions, on = coded(dimension or [""] * len(values))
    return Ratings(raters, ratees, dimensions, by[given], of[given], on[given], values[given])


def moments(code: Codes, values: Array, size: int) -> Moments:
    """Return count, mean and spread of the values of each code.

    code: [values], from 0; values: without blanks; size: number of codes. Without a value the mean is
    missing, with fewer than two the spread.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        count = np.bincount(code, minlength=size).astype(np.float64)
        mean = only(np.bincount(code, values, size) / count, count > 0)
        squares = np.bincount(code, (values - mean[code]) ** 2, size)
        spread = only(np.sqrt(squares / (count - 1)), count > 1)
    return Moments(count, mean, grounded(spread))


def rows_of(code: Codes, size: int) -> list[Codes]:
    """Return, for each code from 0 below size, the rows in which it stands, in their order."""
    import numpy as np

    ends = np.cumsum(np.bincount(code, minlength=size))
    return np.split(np.argsort(code, kind="stable"), ends[:-1])[:size]


def pivot(row: Codes, column: Codes, values: Array, shape: tuple[int, int]) -> Array:
    """Return listed values as a table; missing (NaN) where nothing is listed."""
    import numpy as np

    table = np.full(shape, np.nan)
    table[row, column] = values
    return table


def grounded(x: Array) -> Array:
    """Return x, and exactly 0 where it is 0 to 9 decimals: equal ratings have no spread, not a tiny one."""
    return choose(settle(x) == 0, 0.0, x)


def correlations(table: Array, fewest: int = 3) -> Array:
    """Return Pearson's correlation of each column with each other, over the rows in which both are filled.

    table: [any unit, rows x columns]; fewest: rows needed. Returns values in [-1, 1], columns x columns,
    missing where there are too few rows or one of the two columns does not vary.
    """
    import numpy as np

    filled = np.isfinite(table)
    with np.errstate(all="ignore"):
        centre = np.where(filled, table, 0.0).sum(axis=0) / filled.sum(axis=0)
        x, there = np.where(filled, table - centre, 0.0), filled.astype(np.float64)
        both, sums = there.T @ there, x.T @ there
        squares = grounded((x * x).T @ there - sums**2 / both)
        r = (x.T @ x - sums * sums.T / both) / np.sqrt(squares * squares.T)
        return only(np.clip(r, -1.0, 1.0), (both >= fewest) & (squares > 0) & (squares.T > 0))
