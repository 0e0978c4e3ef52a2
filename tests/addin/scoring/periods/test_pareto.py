"""Which few indicators hold most of the missed points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.periods.pareto import vital_few

LINES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 40), st.one_of(st.just(np.nan), st.integers(0, 120))),
    max_size=20,
)


def pareto(lines: list[tuple[str, float, float]]) -> dict[str, Any]:
    """Return the table for lines of indicator, weight and score."""
    columns = {
        "indicator": [line[0] for line in lines],
        "weight": np.array([line[1] for line in lines], dtype=float),
        "score": np.array([line[2] for line in lines], dtype=float),
    }
    return dict(FUNCTIONS["pareto"].compute(columns, {}))


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(lines: list[tuple[str, float, float]], rng: Any) -> None:
    """The table is the same in whatever order the lines stand."""
    one, other = pareto(lines), pareto(rng.sample(lines, len(lines)))
    assert one["indicator"] == other["indicator"]
    assert one["reason"] == other["reason"]
    assert np.array_equal(one["gap"], other["gap"], equal_nan=True)


@given(st.lists(st.integers(0, 50).map(float), min_size=1, max_size=15))
def test_the_vital_few_are_enough_and_no_more(gaps: list[float]) -> None:
    """The vital few reach 80 %, without the smallest of them they do not, and equal gaps stay together."""
    few = vital_few(np.array(gaps), 0.8)
    vital = [gap for gap, belongs in zip(gaps, few.vital, strict=True) if belongs]
    assert bool(vital) == (sum(gaps) > 0)
    if vital:
        assert sum(vital) >= 0.8 * sum(gaps) - 1e-6
        assert sum(gap for gap in vital if gap > min(vital)) < 0.8 * sum(gaps)
        assert all(belongs == (gap >= min(vital)) for gap, belongs in zip(gaps, few.vital, strict=True))


def test_exactly_eighty_percent_are_enough() -> None:
    """Where the largest make 80 % exactly, the next does not belong."""
    assert vital_few(np.array([50.0, 30.0, 20.0]), 0.8).vital.tolist() == [True, True, False]
    assert vital_few(np.array([0.7, 0.1, 0.1, 0.1]), 0.8).vital.tolist() == [True, True, True, True]


def test_nothing_missed() -> None:
    """Without a missed point nothing is vital."""
    found = pareto([("a", 50, 100), ("b", 50, 110)])
    assert found["gap"].tolist() == [0, 0]
    assert found["reason"] == ["", ""]
    assert found["rank"].tolist() == [1, 1]


def test_more_points_make_up_for_nothing() -> None:
    """Points above full score on one line do not hide those missed on another of the same indicator."""
    assert pareto([("a", 10, 120), ("a", 10, 80)])["gap"].tolist() == pytest.approx([200])
