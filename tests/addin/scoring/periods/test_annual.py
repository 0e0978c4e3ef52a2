"""The score of a year, half-year or quarter from its periods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.periods.annual import annual_score, mean_by_days
from addin.scoring.periods.grouping import grouped
from addin.texts import say

POINTS = st.floats(0, 120).map(lambda x: round(x, 9))
PARTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.one_of(st.just(np.nan), POINTS), st.integers(0, 31)), max_size=40
)


def year(**columns: list[Any]) -> dict[str, Any]:
    """Return a table of periods as a function takes it."""
    texts = ("employee", "period")
    return {key: values if key in texts else np.array(values, dtype=float) for key, values in columns.items()}


@given(PARTS)
def test_a_mean_lies_within_its_scores(parts: list[tuple[str, float, int]]) -> None:
    """The mean of a person lies within the scores that count, and is missing without any."""
    people = grouped([name for name, _, _ in parts])
    score, days = (np.array([part[i] for part in parts], dtype=float) for i in (1, 2))
    mean, counted = mean_by_days(people, score, days)
    for name, one, count in zip(people.names, mean, counted, strict=True):
        own = [points for who, points, served in parts if who == name and served and not np.isnan(points)]
        assert count == len(own)
        assert np.isnan(one) if not own else min(own) - 1e-9 <= one <= max(own) + 1e-9


@given(PARTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(parts: list[tuple[str, float, int]], rng: Any) -> None:
    """A person's mean is the same in whatever order the periods stand."""
    shuffled = rng.sample(parts, len(parts))
    found = []
    for rows in (parts, shuffled):
        people = grouped([name for name, _, _ in rows])
        mean, _ = mean_by_days(people, np.array([r[1] for r in rows]), np.array([r[2] for r in rows], float))
        found.append(dict(zip(people.names, mean, strict=True)))
    assert found[0].keys() == found[1].keys()
    assert all(found[0][name] == pytest.approx(found[1][name], abs=1e-9, nan_ok=True) for name in found[0])


@given(POINTS, POINTS, st.integers(0, 100).map(lambda x: x / 100))
def test_a_year_lies_between_periods_and_review(mean: float, review: float, share: float) -> None:
    """The annual score never leaves the range of its two parts."""
    score = annual_score(np.array([mean]), np.array([review]), share)[0]
    assert min(mean, review) - 1e-9 <= score <= max(mean, review) + 1e-9


def test_periods_alone_need_no_review() -> None:
    """With the whole share on the periods, a missing review takes nothing away."""
    assert annual_score(np.array([80.0]), np.array([np.nan]), 1.0)[0] == 80.0
    columns = year(employee=["1"] * 2, period=["H1", "H2"], score=[80, 90], days=[100, 100])
    found = FUNCTIONS["annual"].compute(columns, {"share": 1.0, "expected": 2})
    assert (found["score"][0], found["reason"]) == (85.0, [""])


@pytest.mark.parametrize(
    ("months", "length", "reason"),
    [(6, 365, ""), (5, 365, "too_few_periods"), (3, 365, "served_short"), (4, 360, "too_few_periods")],
)
def test_fewest_months_and_shortest_service(months: int, length: int, reason: str) -> None:
    """Six of twelve months are enough; a third of the days is not too short, less is."""
    columns = year(
        employee=["1"] * months,
        period=[f"{month}" for month in range(months)],
        score=[90] * months,
        days=[30] * months,
        review=[80] * months,
    )
    found = FUNCTIONS["annual"].compute(columns, {"length": length})
    assert found["reason"] == [reason]
    assert np.isnan(found["score"][0]) == bool(reason)


def test_a_blank_is_no_zero() -> None:
    """A month without a score is left out of the mean, but its days were served."""
    columns = year(employee=["1"] * 3, period=["1", "2", "3"], score=[90, np.nan, 80], days=[30, 30, 30])
    found = FUNCTIONS["periods"].compute(columns, {"length": 90})
    assert (found["score"][0], found["counted"][0], found["served"][0]) == (85.0, 2, 1.0)


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        ({"period": ["1", "1"], "days": [100, 100]}, ["period_twice"]),
        ({"days": [300, 100]}, ["days_beyond"]),
        ({"review": [80, 81]}, ["review_differs"]),
        ({"review": [np.nan, 81]}, []),
    ],
)
def test_what_cannot_be_a_year(columns: dict[str, list[Any]], codes: list[str]) -> None:
    """A period twice, more days than a year and two reviews are found, and said in both languages."""
    plain = {"employee": ["1", "1"], "period": ["1", "2"], "score": [90, 90], "days": [182, 183]}
    found = list(FUNCTIONS["annual"].inspect(year(**plain | columns), {}))
    assert [trouble.code for trouble in found] == codes
    for trouble in found:
        for language in ("en", "zh"):
            assert "{" not in say(f"periods.troubles.{trouble.code}.what", language, **trouble.values)
