"""Listed ratings and the tables made from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import pearsonr

from addin.scoring.raters.listing import correlations, listed_ratings, moments

SCORES = arrays(
    np.float64, st.tuples(st.integers(3, 12), st.just(3)), elements=st.integers(0, 100).map(float)
)


def test_a_blank_is_no_rating() -> None:
    """A blank, a text or an infinity is no rating, but its rater and ratee stay known."""
    found = listed_ratings(["A", "B", "C"], ["1", "2", "3"], [4, None, float("inf")])
    assert found.raters == ["A", "B", "C"]
    assert found.rating.tolist() == [4]
    assert found.dimensions == [""]


def test_moments_of_few_values() -> None:
    """Without a value there is no mean, with one no spread, and equal values have none at all."""
    found = moments(np.array([0, 2, 2, 2]), np.array([5, 0.1, 0.1, 0.1]), 3)
    assert found.count.tolist() == [1, 0, 3]
    assert found.mean == pytest.approx([5, np.nan, 0.1], nan_ok=True)
    assert np.array_equal(found.spread, [np.nan, np.nan, 0], equal_nan=True)


@given(SCORES, st.lists(st.integers(0, 35), max_size=8))
def test_correlations_are_scipys(table: np.ndarray, blanks: list[int]) -> None:
    """A correlation is scipy's over the rows both columns have; without spread there is none."""
    for place in blanks:
        table.flat[place % table.size] = np.nan
    found = correlations(table)
    for one in range(3):
        for other in range(3):
            x, y = table[np.isfinite(table[:, one]) & np.isfinite(table[:, other])][:, [one, other]].T
            if len(x) < 3 or not (np.ptp(x) and np.ptp(y)):
                assert np.isnan(found[one, other])
            else:
                assert found[one, other] == pytest.approx(pearsonr(x, y).statistic, abs=1e-9)
