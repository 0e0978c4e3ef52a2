"""Labour cost against budget, and what a distribution of grades will cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.exact import exact
from addin.scoring.functions import FUNCTIONS
from addin.scoring.pay.budget import mean_coefficient

COEFFICIENTS = {grade: exact(value) for grade, value in zip("SABCD", (1.3, 1.15, 1, 0.8, 0.5), strict=True)}


def rows(**columns: list[float]) -> dict[str, Any]:
    """Return a table of departments."""
    count = len(next(iter(columns.values())))
    numbers = {key: np.array(values, dtype=float) for key, values in columns.items()}
    return {"department": [str(row) for row in range(count)]} | numbers


@pytest.mark.parametrize(
    ("actual", "reason"), [(105, ""), (105.01, "over_tolerance"), (95, ""), (94.99, "under_tolerance")]
)
def test_the_tolerance_itself_passes(actual: float, reason: str) -> None:
    """5 % above or below the budget is within the tolerance."""
    found = FUNCTIONS["budget"].compute(rows(budget=[100], actual=[actual]), {})
    assert found["reason"] == [reason]


def test_nothing_is_divided_by_zero() -> None:
    """Without people, revenue or budget there is no ratio."""
    found = FUNCTIONS["budget"].compute(rows(budget=[0], actual=[5], people=[0], revenue=[0]), {})
    assert all(np.isnan(found[key][0]) for key in ("deviation", "cost_per_head", "cost_ratio"))
    found = FUNCTIONS["budget"].compute(rows(budget=[10], actual=[10]), {})
    assert np.isnan(found["cost_per_head"][0])
    assert found["reason"] == [""]


@given(st.dictionaries(st.sampled_from("SABCD"), st.integers(1, 100).map(exact), min_size=1))
def test_a_mean_coefficient_lies_within_the_coefficients(distribution: dict[str, Any]) -> None:
    """The mean lies between the lowest and the highest coefficient of the grades that are given."""
    used = [COEFFICIENTS[grade] for grade in distribution]
    assert min(used) <= mean_coefficient(distribution, COEFFICIENTS) <= max(used)


def test_a_forecast_is_exact() -> None:
    """A forecast rounds once, to the coin, and a budget met exactly is kept."""
    found = FUNCTIONS["forecast"].compute(
        rows(people=[1], base=[0.05], budget=[0.05]), {"distribution": "A 100"}
    )
    assert found["amount"].tolist() == [0.06]
    assert found["left"].tolist() == [-0.01]
    assert found["reason"] == ["over_budget"]


def test_a_forecast_without_people_is_missing() -> None:
    """Blanks give no forecast, and the reason says which is missing."""
    found = FUNCTIONS["forecast"].compute(rows(people=[np.nan, 3], base=[100, np.nan]), {})
    assert np.isnan(found["amount"]).all()
    assert found["reason"] == ["no_people", "no_base"]


@pytest.mark.parametrize(
    ("parameters", "codes"),
    [
        ({}, []),
        ({"distribution": "A 50, B 49.99"}, ["distribution_not_whole"]),
        ({"distribution": "A 33.33, B 33.33, C 33.335"}, []),
        ({"distribution": "A 50, E 50"}, ["grade_without_coefficient"]),
        ({"distribution": "A"}, ["distribution_unreadable"]),
        ({"coefficients": "A 1; B -2"}, ["coefficients_unreadable"]),
    ],
)
def test_what_cannot_be_forecast(parameters: dict[str, str], codes: list[str]) -> None:
    """Shares that are not 100 %, unreadable tables and grades without a coefficient are found."""
    found = [one.code for one in FUNCTIONS["forecast"].inspect(rows(people=[1], base=[1]), parameters)]
    assert found == codes
