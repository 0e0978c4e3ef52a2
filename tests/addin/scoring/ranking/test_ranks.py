"""Ranks of totals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore, rankdata

from addin.scoring.grading import ranks as listed_ranks
from addin.scoring.ranking.ranks import Kind, ranks

KINDS: tuple[Kind, ...] = ("competition", "dense", "percentile")
TOTALS = st.lists(st.none() | st.integers(0, 12).map(lambda n: n / 4), max_size=30)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("competition", [1, 2, 2, 4]),
        ("dense", [1, 2, 2, 3]),
        ("percentile", [1, 1 / 3, 1 / 3, 0]),
    ],
)
def test_equal_totals_share_a_rank(kind: Kind, expected: list[float]) -> None:
    """The highest total comes first, and equal ones share a rank."""
    assert ranks([95.0, 90.0, 90.0, 80.0], kind=kind).tolist() == expected


@pytest.mark.parametrize("kind", KINDS)
def test_extremes(kind: Kind) -> None:
    """Nobody, one person, nobody with a total, and all equal are ranked without a fuss."""
    assert ranks([], kind=kind).tolist() == []
    assert ranks([], [], kind).tolist() == []
    assert ranks([70.0], kind=kind).tolist() == [1]
    assert np.isnan(ranks([None, float("nan"), float("inf")], kind=kind)).all()
    assert ranks([5.0, 5.0, 5.0], kind=kind).tolist() == [0 if kind == "percentile" else 1] * 3


@given(TOTALS)
def test_ranks_agree_with_scipy_and_with_the_small_function(totals: list[float | None]) -> None:
    """Ranks are those of scipy for the falling totals, and those the service shows."""
    present = np.array([total for total in totals if total is not None], dtype=np.float64)
    for kind, method in (("competition", "min"), ("dense", "dense")):
        found = ranks(totals, kind=kind)
        assert found[~np.isnan(found)].tolist() == rankdata(-present, method).tolist()
    assert [None if np.isnan(one) else one for one in ranks(totals)] == listed_ranks(totals)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=30))
def test_percentiles_agree_with_scipy(totals: list[int]) -> None:
    """The percentile rank is scipy's share of lower scores, taken of the others only."""
    below = percentileofscore(totals, totals, kind="strict") / 100 * len(totals) / (len(totals) - 1)
    assert ranks(totals, kind="percentile") == pytest.approx(below)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), max_size=30), st.sampled_from(KINDS))
def test_groups_are_ranked_apart(people: list[tuple[int, str]], kind: Kind) -> None:
    """A rank within a group is that which the group would have alone."""
    totals, groups = [total for total, _ in people], [group for _, group in people]
    found = ranks(totals, groups, kind)
    for name in set(groups):
        inside = [place for place, group in enumerate(groups) if group == name]
        alone = ranks([totals[place] for place in inside], kind=kind)
        assert found[inside].tolist() == alone.tolist()


@given(TOTALS, st.sampled_from(KINDS), st.data())
def test_the_order_of_the_rows_does_not_matter(
    totals: list[float | None], kind: Kind, data: st.DataObject
) -> None:
    """Each person has the same rank wherever the row stands."""
    moved = data.draw(st.permutations(range(len(totals))))
    found = ranks([totals[place] for place in moved], kind=kind)
    assert np.array_equal(found, ranks(totals, kind=kind)[list(moved)], equal_nan=True)


def test_many_groups_are_ranked() -> None:
    """More groups than fit into 16 bits are told apart."""
    groups = [f"{n % 70_000}" for n in range(140_000)]
    totals = np.arange(140_000, dtype=np.float64)
    assert ranks(totals, groups).tolist() == [2.0] * 70_000 + [1.0] * 70_000
