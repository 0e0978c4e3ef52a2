"""Copied ratings and favourite digits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chisquare

from addin.scoring.functions import FUNCTIONS
from addin.scoring.raters.copying import copies, digits

CELL = st.one_of(st.sampled_from([0.1, 0.2, 0.3, 80.0]), st.just(float("nan")))
TABLE = arrays(np.float64, st.tuples(st.integers(0, 6), st.integers(0, 4)), elements=CELL)


@given(TABLE, st.integers(1, 3))
def test_rows_are_the_same_where_both_are_filled(table: np.ndarray, fewest: int) -> None:
    """The rows found are those that a comparison one by one finds."""
    found = copies(table, fewest)
    for place, row in enumerate(table):
        same = []
        for other, another in enumerate(table):
            both = np.isfinite(row) & np.isfinite(another)
            if other != place and both.sum() >= fewest and (row[both] == another[both]).all():
                same.append(other)
        assert found.others[place] == len(same)
        assert found.like[place] == (same[0] if same else -1)
        assert found.count[place] == np.isfinite(row).sum()


def test_a_flat_row_holds_one_value() -> None:
    """Ratings that are all equal are told from those that only equal another row."""
    table = np.array([[3, 3, np.nan], [3, 4, 3], [np.nan] * 3])
    assert copies(table, 2).flat.tolist() == [True, False, False]


def test_copies_are_looked_for_within_each_rater() -> None:
    """Two raters who agree on a person have not copied; one who rates two people the same may have."""
    columns = {
        "rater": ["A"] * 4 + ["B"] * 4,
        "ratee": ["1", "1", "2", "2"] * 2,
        "dimension": ["q", "t"] * 4,
        "rating": np.array([4, 3, 4, 5, 4, 3, 4, 3.0]),
    }
    found = FUNCTIONS["copied"].compute(columns, {"fewest": 2})
    assert found["reason"] == ["", "", "copied", "copied"]
    assert found["like"] == ["", "", "2", "1"]
    assert FUNCTIONS["copied"].compute(columns, {"fewest": 2, "least_others": 2})["reason"] == [""] * 4


@given(st.lists(st.integers(0, 100), min_size=1, max_size=60))
def test_chi_square_is_scipys(rating: list[int]) -> None:
    """Chi-square and its probability agree with scipy's test against equal shares."""
    found = digits(np.zeros(len(rating), dtype=np.intp), np.array(rating, dtype=float), 1)
    expected = chisquare(np.bincount(np.array(rating) % 10, minlength=10))
    assert found.chi_square == pytest.approx(expected.statistic)
    assert found.chance == pytest.approx(expected.pvalue, rel=1e-9)


def test_900_digits_of_a_person() -> None:
    """The 900 digits a person thought up are far from equal shares.

    Source of the counts: A Portable Introduction to Data Analysis (University of Queensland), chapter 22.
    """
    counts = [47, 101, 109, 90, 145, 111, 132, 75, 50, 40]
    found = digits(np.zeros(900, dtype=np.intp), np.repeat(np.arange(10.0), counts), 1)
    assert found.chi_square == pytest.approx(sum((count - 90) ** 2 / 90 for count in counts))
    assert found.digit == 4
    assert found.share == pytest.approx(145 / 900)
    assert found.chance[0] < 1e-20


def test_the_digit_looked_at() -> None:
    """The unit says which digit is looked at, and noise in the last place does not change it."""
    rating, rater = np.array([4.35, 0.3 * 10.1, -2.9]), np.zeros(3, dtype=np.intp)
    assert digits(rater[:1], rating[:1], 1, 0.01).digit == 5
    assert digits(rater[:1], rating[:1], 1).digit == 4
    assert digits(rater[:1], rating[1:2], 1, 0.01).digit == 3
    assert digits(rater[:1], rating[2:], 1, 0.1).digit == 9


def test_no_digits_no_shares() -> None:
    """A rater without ratings has no commonest digit and no shares."""
    found = digits(np.zeros(0, dtype=np.intp), np.zeros(0), 1)
    assert found.count == 0
    assert found.digit == -1
    assert np.isnan([found.chi_square[0], found.chance[0], found.rounded[0], found.share[0]]).all()
