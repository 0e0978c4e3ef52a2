"""Where the scores of a person are heading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from addin.scoring.functions import FUNCTIONS
from addin.scoring.periods.grouping import grouped
from addin.scoring.periods.trend import trend_lines

SERIES = st.lists(st.integers(0, 1200).map(lambda x: x / 10), min_size=2, max_size=12)


def heading(*scores: float, **parameters: float) -> str:
    """Return the heading of one person's scores, a period each."""
    columns: dict[str, Any] = {
        "employee": ["1"] * len(scores),
        "period": [str(at) for at in range(len(scores))],
        "score": np.array(scores, dtype=float),
    }
    found: str = FUNCTIONS["trend"].compute(columns, parameters)["heading"][0]
    return found


@given(st.lists(SERIES, min_size=1, max_size=5))
def test_lines_agree_with_scipy(people: list[list[float]]) -> None:
    """Slope and r² of several people at once equal scipy's for each of them."""
    names = [str(person) for person, series in enumerate(people) for _ in series]
    period = np.array([float(at) for series in people for at in range(len(series))])
    score = np.array([points for series in people for points in series])
    counted, slope, fit = trend_lines(grouped(names), period, score)
    assert counted.tolist() == [len(series) for series in people]
    for person, series in enumerate(people):
        if len(set(series)) == 1:
            assert slope[person] == 0
            assert np.isnan(fit[person])
        else:
            line = linregress(np.arange(len(series)), series)
            assert slope[person] == pytest.approx(line.slope, abs=1e-9)
            assert fit[person] == pytest.approx(line.rvalue**2, abs=1e-9)


@given(SERIES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(series: list[float], rng: Any) -> None:
    """A trend follows the numbers of the periods, not the rows."""
    at = rng.sample(range(len(series)), len(series))
    names = grouped(["1"] * len(series))
    sorted_line = trend_lines(names, np.arange(len(series), dtype=float), np.array(series))
    shuffled = trend_lines(names, np.array(at, dtype=float), np.array([series[i] for i in at]))
    assert np.allclose(sorted_line[1], shuffled[1], equal_nan=True)


def test_headings() -> None:
    """A slope from the limit is a trend, a smaller one is level, a scattered one is unclear."""
    assert heading(80, 81, 82, 83) == "rising"
    assert heading(83, 82, 81, 80) == "falling"
    assert heading(80, 80.9, 81.8, 82.7) == "level"
    assert heading(80, 80, 80, 80) == "level"
    assert heading(80, 80, 80, 80, least_slope=0) == "level"
    assert heading(80, 60, 95, 80, 70, 100) == "unclear"


def test_fewer_than_four_scores_show_no_trend() -> None:
    """Three scores are no trend, and a blank is no score."""
    assert heading(80, 85, 90) == ""
    assert heading(80, 85, np.nan, 90) == ""


def test_a_period_stands_once() -> None:
    """A period that stands twice for one person is found."""
    columns = {"employee": ["1", "2", "1"], "period": ["Q1", "Q1", "q01"], "score": np.ones(3)}
    assert [trouble.code for trouble in FUNCTIONS["trend"].inspect(columns, {})] == ["period_twice"]


def test_a_period_out_of_all_order_is_found() -> None:
    """A period that is written in another way than the first one is named with its row."""
    columns = {"employee": ["1", "1"], "period": ["Q1", "H2"], "score": np.ones(2)}
    (found,) = FUNCTIONS["trend"].inspect(columns, {})
    assert (found.code, found.values) == ("period_order", {"row": 2, "period": "H2", "first": "Q1"})
