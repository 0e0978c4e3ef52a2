"""Agreement of raters: intraclass correlation, Kendall's W, r_wg."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import friedmanchisquare

from addin.scoring.functions import FUNCTIONS
from addin.scoring.raters.agreement import concordance, intraclass, within_group

JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7.0]])
TABLE = arrays(
    np.float64, st.tuples(st.integers(0, 8), st.integers(0, 5)), elements=st.integers(1, 5).map(float)
)


def test_shrout_and_fleiss() -> None:
    """The published table of six people and four judges gives the published six coefficients.

    Source: Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428, tables 2 and 4.
    """
    found = intraclass(JUDGES)
    assert np.round(found.single, 2).tolist() == [0.17, 0.29, 0.71]
    assert np.round(found.average, 2).tolist() == [0.44, 0.62, 0.91]
    assert (found.ratees, found.complete, found.raters) == (6, 6, 4)


def test_people_with_different_numbers_of_raters() -> None:
    """The first coefficient uses everybody rated twice; the others only those whom all rated."""
    table = np.vstack([JUDGES, [[3, np.nan, 4, np.nan], [5, np.nan, np.nan, np.nan]]])
    found, whole = intraclass(table), intraclass(JUDGES)
    assert (found.ratees, found.complete) == (7, 6)
    assert found.raters == pytest.approx((26 - 100 / 26) / 6)
    assert found.single[1:].tolist() == whole.single[1:].tolist()
    assert found.single[0] != whole.single[0]


@given(TABLE)
def test_strictness_matters_to_agreement_only(table: np.ndarray) -> None:
    """A rater who gives 2 more to all changes (3,1) and W not at all; no coefficient exceeds 1."""
    moved = table.copy()
    moved[:, :1] += 2
    one, other = intraclass(table), intraclass(moved)
    assert other.single[2] == pytest.approx(one.single[2], nan_ok=True)
    assert concordance(moved).w == pytest.approx(concordance(table).w, nan_ok=True)
    for values in (one.single, one.average):
        assert not (values > 1 + 1e-9).any()


@given(TABLE)
def test_kendalls_w_is_friedmans_test(table: np.ndarray) -> None:
    """W is Friedman's chi-square over m·(n−1), ties included, and its probability is scipy's."""
    found = concordance(table)
    people, raters = table.shape
    if people < 3 or raters < 2 or not np.ptp(table, axis=0).any():
        assert np.isnan(found.w) or people == 2
        return
    with np.errstate(all="ignore"):
        expected = friedmanchisquare(*table)
    assert 0 <= found.w <= 1 + 1e-12
    assert found.w == pytest.approx(expected.statistic / (raters * (people - 1)))
    assert found.chance == pytest.approx(expected.pvalue, rel=1e-6)


def test_the_same_order_is_concordance() -> None:
    """Raters with the same order have W = 1, whatever their numbers; opposite ones 0."""
    assert concordance(np.array([[1, 10], [2, 20], [3, 80.0]])).w == 1
    assert concordance(np.array([[1, 3], [2, 2], [3, 1.0]])).w == 0


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [([4, 4, 4, 4], 1.0), ([4, 5, 4, 5], 1 - 1 / 6), ([1, 5, 1, 5], 0.0), ([4], None), ([], None)],
)
def test_agreement_within_a_person(ratings: list[float], expected: float | None) -> None:
    """On a scale of 5 chance has a variance of 2: r_wg is 1 less what is seen of it, and never negative."""
    cube = np.array([[*ratings, *[np.nan] * (5 - len(ratings))]]).reshape(1, 5, 1)
    found = within_group(cube, 5)[0]
    assert np.isnan(found) if expected is None else found == pytest.approx(expected)


def test_more_items_agree_more() -> None:
    """The index for several items is that of one, stepped up: ten items of 0.5 make 0.91.

    Source: James, Demaree and Wolf (1984): J·(1 − q)/(J·(1 − q) + q).
    """
    item = np.array([3, 4, 5.0])
    assert within_group(np.repeat(item[None, :, None], 1, axis=2), 5)[0] == pytest.approx(0.5)
    assert within_group(np.repeat(item[None, :, None], 10, axis=2), 5)[0] == pytest.approx(5 / 5.5)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("A", "1", 3), ("B", "1", 4)], "too_few"),
        ([("A", "1", 3), ("B", "1", 4), ("B", "2", 4), ("C", "2", 5)], "incomplete"),
        ([("A", "1", 3), ("B", "1", 3), ("A", "2", 3), ("B", "2", 3)], "no_spread"),
        ([("A", "1", 3), ("B", "1", 3), ("A", "2", 4), ("B", "2", float("nan"))], "too_few"),
        ([("A", "1", 3), ("B", "1", 3), ("A", "2", 4), ("B", "2", 4)], ""),
    ],
)
def test_why_agreement_is_not_known(rows: list[tuple[str, str, float]], reason: str) -> None:
    """A coefficient that cannot be computed says why."""
    rater, ratee, rating = (list(column) for column in zip(*rows, strict=True))
    columns = {"rater": rater, "ratee": ratee, "rating": np.array(rating, dtype=float)}
    assert FUNCTIONS["agreement"].compute(columns, {})["reason"] == [reason]
