"""Cohen's, weighted and Fleiss' kappa."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.raters.kappa import cohen, fleiss

PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=30)
WIKIPEDIA = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)


def test_ten_things_and_fourteen_raters() -> None:
    """The table of Wikipedia's article on Fleiss' kappa gives its 0.210.

    Source: as in the tests of statsmodels (test_inter_rater.py).
    """
    assert round(fleiss(WIKIPEDIA), 3) == 0.210


@given(PAIRS)
def test_kappa_by_hand(pairs: list[tuple[int, int]]) -> None:
    """Each kappa is 1 less the mean disagreement over that of all pairs of the two raters' values."""
    one, other = np.array(pairs, dtype=float).T
    found = cohen(one, other)
    apart, expected = np.abs(one - other), np.abs(one[:, None] - other)
    weighted = [
        (found.plain, apart > 0, expected > 0),
        (found.linear, apart, expected),
        (found.quadratic, apart**2, expected**2),
    ]
    for value, seen, chance in weighted:
        known = 1 - seen.mean() / chance.mean() if chance.any() else np.nan
        assert value == pytest.approx(known, nan_ok=True)
    assert found.agreement == pytest.approx((apart == 0).mean())


@given(PAIRS)
def test_kappa_takes_no_sides(pairs: list[tuple[int, int]]) -> None:
    """The two raters may change places, and their scale may be moved and stretched."""
    one, other = np.array(pairs, dtype=float).T
    found, turned = cohen(one, other), cohen(3 * other + 7, 3 * one + 7)
    for name in ("plain", "linear", "quadratic"):
        assert getattr(turned, name) == pytest.approx(getattr(found, name), nan_ok=True)


def test_full_agreement_is_one() -> None:
    """Raters who always agree on different things have a kappa of 1, those on one thing none."""
    ratings = np.array([1.0, 2, 3])
    assert cohen(ratings, ratings).plain == 1
    assert np.isnan(cohen(ratings[:1], ratings[:1]).plain)
    assert fleiss(np.array([[3, 0], [0, 3]])) == 1
    assert np.isnan(fleiss(np.array([[3, 0], [2, 0]])))


def test_blanks_are_left_out() -> None:
    """A thing that one of the two left blank does not count; nothing in common is nothing to say."""
    blank = np.array([1, np.nan, 2.0])
    assert cohen(blank, np.array([1, 2, np.nan])).count == 1
    nothing = cohen(np.array([np.nan]), np.array([1.0]))
    assert nothing.count == 0
    assert np.isnan(nothing.plain)
    assert np.isnan(fleiss(np.array([[1, 0], [0, 0]])))


def test_things_rated_once_count_for_chance_only() -> None:
    """A thing with one rater says nothing of agreement, but how often a category is used."""
    found = fleiss(np.array([[2, 0], [0, 2], [1, 0]]))
    assert found == pytest.approx((1 - 5 / 9) / (1 - 5 / 9))
    mixed = fleiss(np.array([[2, 0], [1, 1], [1, 0]]))
    chance = (2.5 / 3) ** 2 + (0.5 / 3) ** 2
    assert mixed == pytest.approx((0.5 - chance) / (1 - chance))


def test_only_raters_with_something_in_common_are_paired() -> None:
    """Raters who rated nothing in common make no row, few things in common a warning."""
    columns = {
        "rater": ["A", "A", "B", "B", "C"],
        "ratee": ["1", "2", "1", "2", "3"],
        "rating": np.array([1.0, 2, 1, 2, 3]),
    }
    found = FUNCTIONS["kappa"].compute(columns, {})
    assert found["rater"] == ["A"]
    assert found["other"] == ["B"]
    assert found["kappa"] == [1]
    assert found["reason"] == ["too_few"]
