"""The four-fifths rule."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.periods.impact import impacts

COUNTS = st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1)


def impact(groups: dict[str, tuple[int, int]], **parameters: float) -> dict[str, Any]:
    """Return the table for groups of so many chosen of so many."""
    columns = {
        "group": list(groups),
        "chosen": np.array([chosen for chosen, _ in groups.values()], dtype=float),
        "people": np.array([people for _, people in groups.values()], dtype=float),
    }
    return dict(FUNCTIONS["adverse_impact"].compute(columns, parameters))


def test_four_fifths_itself_passes() -> None:
    """64 % against 80 % is exactly four fifths, although binary arithmetic finds less."""
    assert 0.64 / 0.8 < 0.8
    assert impact({"a": (40, 50), "b": (32, 50)})["reason"] == ["", ""]
    assert impact({"a": (40, 50), "b": (31, 50)})["reason"] == ["", "below_small_numbers"]
    assert impact({"a": (40, 50), "b": (30, 50)})["reason"] == ["", "below"]


def test_published_rates() -> None:
    """Of 63/187, 27/93 and 13/58 hired only the last is below four fifths (quesba.com 1838651)."""
    found = impact({"white": (63, 187), "African American": (27, 93), "Hispanic": (13, 58)})
    assert np.allclose(found["ratio"], [1, 0.8617, 0.6653], atol=1e-4)
    assert found["reason"] == ["", "", "below"]


def test_a_group_under_two_percent_is_not_compared() -> None:
    """A group of 2 % is compared; a smaller one is not, not even as the highest."""
    groups = {"large": (49, 98), "small": (2, 2)}
    assert impact(groups, fewest_people=1)["reason"] == ["below", ""]
    groups = {"large": (50, 99), "small": (1, 1)}
    assert impact(groups, fewest_people=1)["reason"] == ["", "group_too_small"]


def test_nobody_is_chosen() -> None:
    """Where nobody is chosen there is no ratio."""
    found = impact({"a": (0, 50), "b": (0, 50)})
    assert np.isnan(found["ratio"]).all()
    assert found["reason"] == ["nobody_chosen"] * 2


def test_small_numbers_are_warned() -> None:
    """A group of few people is warned of, whether it passes or not."""
    assert impact({"a": (20, 40), "b": (15, 29)})["reason"] == ["", "small_numbers"]
    assert impact({"a": (20, 40), "b": (2, 20)})["reason"] == ["", "below_small_numbers"]


@given(COUNTS)
def test_ratios_are_exact(counts: list[tuple[int, int]]) -> None:
    """The highest rate has the ratio 1, and every ratio lies between 0 and 1."""
    found = impacts([chosen for chosen, _ in counts], [people for _, people in counts], Fraction(0))
    ratios = [one.ratio() for one in found]
    highest = max(one.rate for one in found)
    for one, ratio in zip(found, ratios, strict=True):
        assert ratio is None if not highest else (0 <= ratio <= 1 and (ratio == 1) == (one.rate == highest))


@pytest.mark.parametrize(
    ("chosen", "people", "codes"),
    [
        ([1.0, 2.5], [3.0, 3.0], ["cell_not_whole"]),
        ([1.0, 4.0], [3.0, 3.0], ["chosen_beyond"]),
        ([1.0, 2.0], None, ["chosen_beyond"]),
    ],
)
def test_what_cannot_be_counted(chosen: list[float], people: list[float] | None, codes: list[str]) -> None:
    """Broken people and more chosen than there are people are found."""
    columns: dict[str, Any] = {"group": ["a", "b"], "chosen": np.array(chosen)}
    if people:
        columns["people"] = np.array(people)
    assert [trouble.code for trouble in FUNCTIONS["adverse_impact"].inspect(columns, {})] == codes
