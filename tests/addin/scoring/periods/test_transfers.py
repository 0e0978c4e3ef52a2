"""The score of a person who held more than one post."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS


def transfers(score: list[float], days: list[float]) -> dict[str, Any]:
    """Score one person's posts."""
    columns = {"employee": ["1"] * len(score), "score": np.array(score), "days": np.array(days, dtype=float)}
    return dict(FUNCTIONS["transfers"].compute(columns, {}))


@given(
    st.lists(
        st.tuples(st.floats(0, 120).map(lambda x: round(x, 9)), st.integers(1, 366)), min_size=1, max_size=5
    )
)
def test_a_score_lies_within_those_of_the_posts(posts: list[tuple[float, int]]) -> None:
    """The score lies between the worst and the best post, up to the rounding."""
    scores = [score for score, _ in posts]
    found = transfers(scores, [days for _, days in posts])["score"][0]
    assert min(scores) - 0.005001 <= found <= max(scores) + 0.005001


@pytest.mark.parametrize(
    ("days", "reason", "score"),
    [
        ([21.0, 9.0], "post_left_out", 90.0),
        ([20.0, 10.0], "post_without_score", None),
        ([0.0, 0.0], "no_days", None),
    ],
)
def test_a_post_without_a_score(days: list[float], reason: str, score: float | None) -> None:
    """A post without a score is left out under a third of the days, and missed from there on."""
    found = transfers([90.0, np.nan], days)
    assert found["reason"] == [reason]
    assert np.isnan(found["score"][0]) if score is None else found["score"][0] == score


def test_no_post_has_a_score() -> None:
    """Without any score there is none, and the reason says so."""
    found = transfers([np.nan, np.nan], [10.0, 20.0])
    assert np.isnan(found["score"][0])
    assert found["reason"] == ["post_without_score"]
