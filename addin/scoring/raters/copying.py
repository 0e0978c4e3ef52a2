"""Traces of rating without looking: rows that are the same, and numbers that end too often in 0 or 5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.scoring.arithmetic import Array, only
from addin.scoring.labels import Codes
from addin.scoring.raters.chance import chi_square_tail
from addin.scoring.rounding import settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGITS = 10
ROUND = (0, 5)


@dataclass(frozen=True, slots=True)
class Copies:
    """Per row of ratings: how many it holds, how many other rows are the same, and which is the first.

    like: place of the first other row that is the same, -1 for none; flat: whether all its ratings are equal.
    """

    count: Array
    others: Array
    like: Codes
    flat: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Digits:
    """Per rater: number of ratings, chi-square against equal shares of the final digits and its probability.

    rounded: share of 0 and 5 (0..1, 0.2 expected); digit: the commonest, -1 without ratings; share: its.
    """

    count: Array
    chi_square: Array
    chance: Array
    rounded: Array
    digit: Codes
    share: Array


def copies(table: Array, fewest: int) -> Copies:
    """Find rows of ratings that are the same wherever both are filled in.

    Two rows are the same if Σ (x − y)² = 0 over the places that both have filled, and those are enough.

    table: [points or steps, rows x places], NaN where not rated; fewest: places both must have filled.
    Source: scoring.md section 4.
    """
    import numpy as np

    filled = np.isfinite(table)
    # Numbered from 0 the values are whole: all sums below are exact, and only equal rows come to 0.
    number = np.zeros(table.shape)
    number[filled] = np.unique(table[filled], return_inverse=True)[1]
    there = filled.astype(np.float64)
    squares = number**2 @ there.T
    same = (squares + squares.T == 2 * (number @ number.T)) & (there @ there.T >= max(fewest, 1))
    np.fill_diagonal(same, val=False)
    others = same.sum(axis=1).astype(np.float64)
    like = np.where(others > 0, same.argmax(axis=1) if len(same) else 0, -1)
    span = number.max(axis=1, initial=0.0) - np.where(filled, number, np.inf).min(axis=1, initial=np.inf)
    return Copies(there.sum(axis=1), others, like, span == 0)


def digits(rater: Codes, rating: Array, raters: int, unit: float = 1.0) -> Digits:
    """Show whose numbers end in some digits more often than chance would have it.

    χ² = Σ (n_d − n/10)² / (n/10) over the final digits d of floor(rating/unit), with 9 degrees of freedom.

    rater: [ratings]; rating: [points, ratings], without blanks; unit: value of the digit looked at.
    Returns one value per rater; all but the number are missing without ratings.
    Source: Pearson (1900); scoring.md section 4.
    """
    import numpy as np

    digit = np.mod(np.floor(settle(np.abs(rating) / unit)), DIGITS).astype(np.intp)
    counts = np.bincount(rater * DIGITS + digit, minlength=raters * DIGITS).reshape(raters, DIGITS)
    count = counts.sum(axis=1).astype(np.float64)
    with np.errstate(all="ignore"):
        expected = count[:, None] / DIGITS
        chi_square = ((counts - expected) ** 2 / expected).sum(axis=1)
        rounded, share = counts[:, ROUND].sum(axis=1) / count, counts.max(axis=1) / count
    chance = np.array([chi_square_tail(x, DIGITS - 1) for x in chi_square.tolist()])
    commonest = np.where(count > 0, counts.argmax(axis=1), -1)
    return Digits(count, only(chi_square, count > 0), chance, rounded, commonest, share)
