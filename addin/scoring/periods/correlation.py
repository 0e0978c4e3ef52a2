"""Whether two measures go together, and how likely chance alone would show it."""

from __future__ import annotations

from math import exp, inf, isnan, lgamma, log, log1p, nan

from addin.scoring.arithmetic import Array
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.registry import Parameter, Parameters

STEPS = 10_000
"""More than the continued fraction ever needs: it takes about √n of them."""

TINY = 1e-300


def pearson(x: Array, y: Array) -> float:
    """Tell how closely two measures follow a straight line.

    r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)²·Σ(y−ȳ)²)

    x, y: [any unit], of one length, without blanks. Returns r in [−1, 1]; NaN where one of them is constant.
    Source: scoring.md section 5.
    """
    first, second = _unit(x), _unit(y)
    return max(-1.0, min(1.0, float(first @ second))) if first.size and second.size else nan


def spearman(x: Array, y: Array) -> float:
    """Tell how closely two measures agree in the order they give; equal values share their mean rank.

    Pearson's r of the ranks. x, y: [any unit], of one length, without blanks. Returns it in [−1, 1], or NaN.
    """
    return pearson(mean_ranks(x), mean_ranks(y))


def mean_ranks(x: Array) -> Array:
    """Return ranks from 1, lowest first; equal values share the mean of their places."""
    import numpy as np

    _, places, counts = np.unique(x, return_inverse=True, return_counts=True)
    ranks: Array = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return ranks


def p_value(r: float, n: int) -> float:
    """Return how likely chance alone would show a coefficient this far from 0, in either direction.

    With t = r·√((n−2)/(1−r²)), twice the tail of Student's t distribution of n−2 degrees of freedom, which
    is the regularised incomplete beta function I(1−r²; (n−2)/2, 1/2).

    r: coefficient in [−1, 1]; n: pairs. Returns a probability in [0, 1]; NaN below 3 pairs.
    """
    return nan if isnan(r) or n < 3 else incomplete_beta((n - 2) / 2, 0.5, (1 - r) * (1 + r))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I(x; a, b), from its continued fraction.

    a, b: above 0; x: in [0, 1]. Returns a number in [0, 1].
    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8, summed by Lentz's method.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(b, a, 1 - x)
    front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return min(1.0, exp(front) / a / _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """Sum 1 + d₁/(1 + d₂/(1 + …)) until nothing changes."""
    total, c, d, last = 1.0, 1.0, 0.0, inf
    for step in range(1, STEPS):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        d = 1 / _not_zero(1 + term * d)
        c = _not_zero(1 + term / c)
        total, last = total * c * d, total
        if abs(total - last) <= 1e-15 * abs(total):
            break
    return total


def _not_zero(x: float) -> float:
    return x if abs(x) > TINY else TINY


def _unit(x: Array) -> Array:
    """Return the deviations from the mean, of length 1; nothing where all are the same."""
    import numpy as np

    with np.errstate(all="ignore"):
        deviations = x - x[:1]
        largest = np.abs(deviations).max(initial=0.0)
        if not 0 < largest < inf:
            return np.zeros(0)
        deviations = deviations / largest
        deviations = deviations - deviations.mean()
        unit: Array = deviations / np.sqrt(deviations @ deviations)
        return unit


@function(
    "correlation",
    area="periods",
    fields=(Field("first", blank=True), Field("second", blank=True)),
    results=("counted", "pearson", "pearson_p", "spearman", "spearman_p", "claim", "reason"),
    parameters=(
        Parameter("fewest_pairs", "integer", default=8, low=3),
        Parameter("significance", "share", default=0.05, low=0, high=1),
    ),
    samples=(
        Sample(
            {
                "first": [56, 75, 45, 71, 62, 64, 58, 80, 76, 61, None],
                "second": [66, 70, 40, 60, 65, 56, 59, 77, 67, 63, 50],
            },
            {},
            {
                "counted": [10],
                "spearman": [1 - 6 * 54 / 990],
                "spearman_p": [0.033041223],
                "claim": ["positive"],
                "reason": [""],
            },
            "statistics.laerd.com, Spearman's rank-order correlation: marks in English and Maths, 0.67",
        ),
        Sample(
            {
                "first": [0, 0, 1, 1, 2, 2, 3, 3, 4, 4],
                "second": [80, 70, 72, 70, 68, 65, 69, 60, 58, 55],
            },
            {},
            {"pearson": [-87 / (20 * 494.1) ** 0.5], "claim": ["negative"]},
            "wizedu.com 74274, packs of cigarettes and longevity: r = -0.8752, t = -5.117",
        ),
        Sample(
            {
                "first": [7, 6, 8, 3, 4, 10, 5, 7, 2, 6],
                "second": [5, 4, 2, 9, 1, 3, 4, 3, 7, 9],
            },
            {},
            {"pearson": [-0.458907571], "pearson_p": [0.182175095], "claim": ["none"]},
            "wizedu.com 124567, family goal and work goal: t(8) = -1.461, p = 0.182",
        ),
        Sample(
            {"first": [1, 2, 3, 4, 5, 6, 7, None], "second": [1, 2, 3, 4, 5, 6, 7, 8]},
            {},
            {
                "counted": [7],
                "pearson": [None],
                "spearman_p": [None],
                "claim": [""],
                "reason": ["too_few_pairs"],
            },
        ),
    ),
)
def correlation(columns: Columns, parameters: Parameters) -> Columns:
    """Tell whether two measures go together; below eight pairs nothing is claimed.

    Positive or negative is claimed where Pearson's and Spearman's coefficients are both significant and
    point the same way; where only one is, it is unclear. Neither says what causes what.

    columns: first, second [any unit]; pairs with a blank are left out.
    Returns one row: pairs, the coefficients in [−1, 1] with their two-sided p, the claim and its reason.
    Source: scoring.md section 5.
    """
    import numpy as np

    both = np.isfinite(columns["first"]) & np.isfinite(columns["second"])
    x, y = columns["first"][both], columns["second"][both]
    enough = x.size >= parameters["fewest_pairs"]
    linear, ordinal = (pearson(x, y), spearman(x, y)) if enough else (nan, nan)
    reason = "too_few_pairs" if not enough else "constant" if isnan(linear) else ""
    found = [(r, p_value(r, x.size)) for r in (linear, ordinal)]
    signs = {(r > 0) - (r < 0) if p < parameters["significance"] else 0 for r, p in found}
    claims: dict[tuple[int, ...], str] = {(1,): "positive", (-1,): "negative", (0,): "none"}
    return {
        "counted": np.array([float(x.size)]),
        "pearson": np.array([linear]),
        "pearson_p": np.array([found[0][1]]),
        "spearman": np.array([ordinal]),
        "spearman_p": np.array([found[1][1]]),
        "claim": ["" if reason else claims.get(tuple(signs), "unclear")],
        "reason": [reason],
    }
