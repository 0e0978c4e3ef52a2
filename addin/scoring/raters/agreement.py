"""How far raters agree: intraclass correlation, agreement within one person, concordance of ranks."""

from __future__ import annotations

from dataclasses import dataclass

from addin.scoring.arithmetic import Array, numbers, only
from addin.scoring.raters.chance import chi_square_tail
from addin.scoring.raters.listing import grounded


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Six intraclass correlations and what they rest on: single = (1,1), (2,1), (3,1), average = (1,k) ...

    ratees: people with two ratings or more; complete: people rated by all; raters: k, the mean of the
    one-way model if people have different numbers of raters.
    """

    single: Array
    average: Array
    ratees: int
    complete: int
    raters: float


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W, the chi-square it gives, its probability by chance, and the people it rests on."""

    w: float
    chi_square: float
    chance: float
    ratees: int


def intraclass(table: Array) -> Intraclass:
    """Tell what part of the differences between ratings are differences between the people rated.

    (1,1) = (BMS−WMS)/(BMS+(k−1)·WMS): each person has raters of their own.
    (2,1) = (BMS−EMS)/(BMS+(k−1)·EMS+k·(JMS−EMS)/n): the same raters, a sample of all; strictness counts.
    (3,1) = (BMS−EMS)/(BMS+(k−1)·EMS): the same raters, and no others; only the order and distances count.
    (1,k), (2,k), (3,k): the same for the mean of k ratings.

    table: [points or steps, people x raters], NaN where not rated. The first uses all people with two
    ratings, k = (N − Σk²/N)/(n−1); the others those whom all raters rated.
    Returns values up to 1, negative where people differ less than by chance; missing where nothing differs
    or a form divides by an estimate of variance that is not above 0.
    Source: Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428; unequal numbers: Snedecor and
    Cochran, Statistical Methods, one-way classification.
    """
    import numpy as np

    several = table[np.isfinite(table).sum(axis=1) > 1]
    complete = several[np.isfinite(several).all(axis=1)]
    with np.errstate(all="ignore"):
        one, k = _one_way(several)
        two, three = _two_way(complete)
        pairs = numbers([one, two, three])
    return Intraclass(pairs[:, 0], pairs[:, 1], len(several), len(complete), k)


def _one_way(table: Array) -> tuple[tuple[float, float], float]:
    """Return (1,1), (1,k) and k of people who may have different numbers of raters."""
    import numpy as np

    count = np.isfinite(table).sum(axis=1)
    total, people = count.sum(), len(table)
    if people < 2:
        return (np.nan, np.nan), np.nan
    mean = np.nansum(table, axis=1) / count
    between = float(grounded(count @ (mean - np.nansum(table) / total) ** 2 / (people - 1)))
    within = float(grounded(np.nansum((table - mean[:, None]) ** 2) / (total - people)))
    k = float((total - (count**2).sum() / total) / (people - 1))
    return _ratios(between, within, between + (k - 1) * within, between), k


def _two_way(table: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return (2,1), (2,k) and (3,1), (3,k) of people rated by all raters."""
    import numpy as np

    n, k = table.shape
    if n < 2 or k < 2:
        return (np.nan, np.nan), (np.nan, np.nan)
    people, raters = table.mean(axis=1), table.mean(axis=0)
    rest = table - people[:, None] - raters + table.mean()
    b = float(grounded(k * people.var(ddof=1)))
    j = float(grounded(n * raters.var(ddof=1)))
    e = float(grounded((rest**2).sum() / ((n - 1) * (k - 1))))
    two = _ratios(b, e, b + (k - 1) * e + k * (j - e) / n, b + (j - e) / n)
    return two, _ratios(b, e, b + (k - 1) * e, b)


def _ratios(between: float, error: float, single: float, average: float) -> tuple[float, float]:
    """Return the difference of two mean squares over two denominators, each of which must be above 0."""
    found = only(numbers([single, average]), [single > 0, average > 0])
    return tuple(((between - error) / found).tolist())


def within_group(cube: Array, steps: int) -> Array:
    """Tell how far the raters of one person agree, against ratings at random.

    q = min(mean variance over the items / ((A²−1)/12), 1); r_wg(j) = J·(1−q) / (J·(1−q) + q), which for one
    item is r_wg = 1 − q.

    cube: [steps, people x raters x items], NaN where not rated; steps: A, of the scale. Items with fewer than
    two ratings of a person are left out. Returns for each person 0 (as at random) to 1 (all equal), missing
    without such an item.
    Source: James, Demaree and Wolf (1984), Journal of Applied Psychology 69, 85-98.
    """
    import numpy as np

    count = np.isfinite(cube).sum(axis=1)
    with np.errstate(all="ignore"):
        mean = np.nansum(cube, axis=1) / count
        variance = np.nansum((cube - mean[:, None, :]) ** 2, axis=1) / (count - 1)
        items = (count > 1).sum(axis=1)
        observed = np.where(count > 1, variance, 0.0).sum(axis=1) / items
        q = np.minimum(grounded(observed) / ((steps**2 - 1) / 12), 1.0)
        return only(items * (1 - q) / (items * (1 - q) + q), items > 0)


def concordance(table: Array) -> Concordance:
    """Tell how far raters put people into the same order (Kendall's W).

    W = 12·S / (m²·(n³−n) − m·ΣT), S the squared deviations of the sums of ranks, T = Σ(t³−t) over the ties
    of one rater; χ² = m·(n−1)·W with n−1 degrees of freedom, good from 8 people on.

    table: [any unit, people x raters]; only people rated by all raters are used. Returns W from 0 (no
    common order) to 1 (the same order); missing with fewer than two people or raters, or without any order.
    Source: Kendall and Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287.
    """
    import numpy as np

    table = table[np.isfinite(table).all(axis=1)]
    n, m = table.shape
    if n < 2 or m < 2:
        return Concordance(np.nan, np.nan, np.nan, n)
    ranks, ties = np.empty_like(table), 0.0
    for rater, column in enumerate(table.T):
        ordered = np.sort(column)
        below, upto = (np.searchsorted(ordered, column, side) for side in ("left", "right"))
        ranks[:, rater] = (below + upto + 1) / 2
        ties += ((upto - below) ** 2 - 1).sum()
    sums = ranks.sum(axis=1)
    whole = m**2 * (n**3 - n) - m * ties
    w = float(12 * ((sums - sums.mean()) ** 2).sum() / whole) if whole else np.nan
    chi_square = m * (n - 1) * w
    return Concordance(w, chi_square, chi_square_tail(chi_square, n - 1), n)
