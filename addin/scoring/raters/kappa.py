"""Agreement on categories beyond chance: Cohen's kappa, weighted kappa, Fleiss' kappa."""

from __future__ import annotations

from dataclasses import dataclass

from addin.scoring.arithmetic import Array
from addin.scoring.raters.listing import grounded


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement of two raters: things both rated, share rated the same, kappa plain and weighted."""

    count: int
    agreement: float
    plain: float
    linear: float
    quadratic: float


def cohen(one: Array, other: Array) -> Kappa:
    """Tell how far two raters agree beyond what chance alone would give.

    κ = 1 − Σ w·observed / Σ w·expected, with disagreement w = 1 for different values (Cohen's kappa),
    |x − y| (linear) or (x − y)² (quadratic weights), expected from how often each rater uses each value.

    one, other: [steps of the scale, things rated], blanks are left out. Returns values up to 1, 0 for
    chance; missing where both use one and the same value only.
    Source: Cohen (1960), Educational and Psychological Measurement 20, 37-46; Cohen (1968), Psychological
    Bulletin 70, 213-220.
    """
    import numpy as np

    both = np.isfinite(one) & np.isfinite(other)
    count = int(both.sum())
    if not count:
        return Kappa(0, *[np.nan] * 4)
    values, place = np.unique(np.concatenate([one[both], other[both]]), return_inverse=True)
    table = np.bincount(place[:count] * len(values) + place[count:], minlength=len(values) ** 2)
    observed = table.reshape(len(values), len(values)) / count
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    apart = np.abs(values[:, None] - values)
    found = [_beyond(observed, expected, weights) for weights in (apart > 0, apart, apart**2)]
    return Kappa(count, float(np.trace(observed)), *found)


def fleiss(counts: Array) -> float:
    """Tell how far several raters agree on categories beyond what chance alone would give.

    κ = (P − Pe)/(1 − Pe); P the mean over the things rated of Σ n_j(n_j−1)/(n(n−1)), Pe = Σ p_j². The raters
    need not be the same for each; with different numbers of raters p_j is the mean of the shares.

    counts: raters who chose each category [count, things rated x categories]. Returns a value up to 1, 0 for
    chance; missing without a thing rated twice, or where only one category was ever used.
    Source: Fleiss (1971), Psychological Bulletin 76, 378-382; different numbers of raters: Gwet (2014),
    Handbook of Inter-Rater Reliability.
    """
    import numpy as np

    counts = counts[counts.sum(axis=1) > 0]
    total = counts.sum(axis=1)
    several = total > 1
    if not several.any():
        return float("nan")
    n = total[several]
    alike = float(((counts[several] * (counts[several] - 1)).sum(axis=1) / (n * (n - 1))).mean())
    chance = float(((counts / total[:, None]).mean(axis=0) ** 2).sum())
    return (alike - chance) / (1 - chance) if float(grounded(np.asarray(1 - chance))) else float("nan")


def _beyond(observed: Array, expected: Array, weights: Array) -> float:
    """Return one kappa from the shares observed and expected, and the weights of disagreement."""
    by_chance = float((weights * expected).sum())
    return 1 - float((weights * observed).sum()) / by_chance if by_chance else float("nan")
