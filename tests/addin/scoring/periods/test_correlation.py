"""Whether two measures go together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.special import betainc
from scipy.stats import pearsonr, rankdata, spearmanr

from addin.scoring.functions import FUNCTIONS
from addin.scoring.periods.correlation import incomplete_beta, mean_ranks, p_value, pearson, spearman
from addin.scoring.periods.trend import ANSCOMBE, ANSCOMBE_AT

PAIRS = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=3, max_size=40)
POINTS = st.lists(st.integers(0, 9).map(float), max_size=30)


def correlate(first: Any, second: Any, **parameters: float) -> dict[str, Any]:
    """Return the only row for two columns."""
    columns = {"first": np.array(first, dtype=float), "second": np.array(second, dtype=float)}
    return {key: values[0] for key, values in FUNCTIONS["correlation"].compute(columns, parameters).items()}


@given(PAIRS)
def test_coefficients_agree_with_scipy(pairs: list[tuple[int, int]]) -> None:
    """Pearson's and Spearman's coefficients and their p equal scipy's, ties included."""
    x, y = np.array(pairs, dtype=float).T
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert np.isnan(pearson(x, y))
        assert np.isnan(p_value(pearson(x, y), len(x)))
        return
    for ours, theirs in ((pearson(x, y), pearsonr(x, y)), (spearman(x, y), spearmanr(x, y))):
        assert ours == pytest.approx(theirs.statistic, abs=1e-12)
        if abs(ours) < 1 - 1e-12:
            assert p_value(ours, len(x)) == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)


@given(st.floats(0.5, 5000), st.floats(0.5, 50), st.floats(0, 1))
@example(0.5, 0.5, 0.5)
@example(250_000.0, 0.5, 0.9999)
@example(1.0, 0.5, 0.0)
@example(1.0, 0.5, 1.0)
def test_incomplete_beta_agrees_with_scipy(a: float, b: float, x: float) -> None:
    """The incomplete beta function equals scipy's for all the shapes a t distribution has, and more."""
    assert incomplete_beta(a, b, x) == pytest.approx(betainc(a, b, x), rel=1e-8, abs=1e-12)


@given(POINTS)
def test_ranks_agree_with_scipy(points: list[float]) -> None:
    """Equal values share the mean of their places."""
    assert mean_ranks(np.array(points)).tolist() == rankdata(points).tolist()


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(pairs: list[tuple[int, int]], rng: Any) -> None:
    """A coefficient is the same in whatever order the pairs stand, and whichever measure is first."""
    x, y = np.array(pairs, dtype=float).T
    u, v = np.array(rng.sample(pairs, len(pairs)), dtype=float).T
    assert spearman(x, y) == pytest.approx(spearman(v, u), abs=1e-12, nan_ok=True)


def test_a_published_coefficient() -> None:
    """Anscombe's first data set has the correlation 0.816, as published in 1973."""
    assert correlate(ANSCOMBE_AT, ANSCOMBE)["pearson"] == pytest.approx(0.816, abs=0.0005)


def test_no_claim_below_eight_pairs() -> None:
    """Seven pairs give no coefficient and no claim, however straight they lie."""
    found = correlate(range(7), range(7))
    assert (found["claim"], found["reason"], found["counted"]) == ("", "too_few_pairs", 7)
    assert all(np.isnan(found[key]) for key in ("pearson", "pearson_p", "spearman", "spearman_p"))
    assert correlate(range(8), range(8))["claim"] == "positive"


def test_a_constant_goes_with_nothing() -> None:
    """Where one measure never changes there is no coefficient, and the reason says so."""
    found = correlate(range(9), [0.1] * 9)
    assert (found["claim"], found["reason"]) == ("", "constant")
    assert np.isnan(found["pearson"])


def test_only_one_coefficient_is_no_claim() -> None:
    """One far value that makes Pearson's coefficient alone is unclear."""
    found = correlate([1, 2, 3, 4, 5, 6, 7, 100], [5, 3, 6, 2, 7, 1, 4, 100])
    assert found["pearson_p"] < 0.05 < found["spearman_p"]
    assert found["claim"] == "unclear"


def test_huge_numbers_do_no_harm() -> None:
    """Numbers near the end of what a computer can hold give a coefficient or none, and no warning."""
    x = np.arange(9) * 1e307
    assert pearson(x, -x) == pytest.approx(-1)
    assert np.isnan(pearson(np.array([-1e308, 1e308, 1e308]), np.arange(3.0)))
