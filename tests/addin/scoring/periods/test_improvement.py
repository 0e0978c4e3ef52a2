"""How much better something has become, and whether the person or the market moved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.periods.grouping import grouped
from addin.scoring.periods.improvement import improvement_of, others_change

AMOUNT = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)


@given(AMOUNT, AMOUNT)
def test_lower_is_better_is_the_mirror_image(before: float, after: float) -> None:
    """A change is as good where lower is better as it is bad where higher is."""
    b, a = np.array([before]), np.array([after])
    up, down = (improvement_of(b, a, np.array([sign])) for sign in (1.0, -1.0))
    assert np.array_equal(up, -down, equal_nan=True)
    assert np.isnan(up[0]) == (before == 0 and after != 0)


@given(AMOUNT.filter(bool), AMOUNT, st.floats(0.001, 1000))
def test_the_unit_does_not_matter(before: float, after: float, unit: float) -> None:
    """An improvement is the same in yuan and in ten thousand yuan."""
    one, other = (
        improvement_of(np.array([before * k]), np.array([after * k]), np.ones(1)) for k in (1, unit)
    )
    assert one[0] == pytest.approx(other[0], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "after", "band"),
    [
        (1.0, 1.0999, "little"),
        (1.0, 1.1, "success"),
        (5.0, 6.0, "strong"),
        (1.0, 0.5, "little"),
        (3.0, 3.3, "success"),
    ],
)
def test_a_band_holds_its_beginning(before: float, after: float, band: str) -> None:
    """10 % and 20 % belong to the better band, whatever binary arithmetic makes of 3.3."""
    columns = {"employee": ["1"], "before": np.array([before]), "after": np.array([after])}
    assert FUNCTIONS["improvement"].compute(columns, {})["band"] == [band]


def test_a_direction_must_be_known() -> None:
    """Anything but higher and lower is found, with its row."""
    columns: dict[str, Any] = {
        "employee": ["1", "2"],
        "before": np.ones(2),
        "after": np.ones(2),
        "direction": ["lower", "up"],
    }
    found = list(FUNCTIONS["improvement"].inspect(columns, {}))
    assert [(trouble.code, trouble.values) for trouble in found] == [
        ("cell_choice", {"row": 2, "value": "up", "choices": "higher, lower"})
    ]


def test_bands_rise() -> None:
    """A strong improvement is not less than an improvement."""
    columns = {"employee": ["1"], "before": np.ones(1), "after": np.ones(1)}
    found = list(FUNCTIONS["improvement"].inspect(columns, {"success": 0.3}))
    assert [trouble.code for trouble in found] == ["bounds_cross"]


@given(st.lists(st.tuples(st.sampled_from("xy"), st.integers(-50, 50), st.integers(-50, 50)), max_size=12))
def test_the_others_are_everybody_else(people: list[tuple[str, int, int]]) -> None:
    """The change of the others is that of the group without the person."""
    before, after = (np.array([person[i] for person in people], dtype=float) for i in (1, 2))
    change, count = others_change(grouped([group for group, _, _ in people]), before, after, relative=False)
    for row, (group, _, _) in enumerate(people):
        others = [a - b for other, (name, b, a) in enumerate(people) if name == group and other != row]
        assert count[row] == len(others)
        assert change[row] == pytest.approx(np.mean(others) if others else np.nan, nan_ok=True)


def test_a_blank_counts_for_nobody() -> None:
    """A person without a number neither has a change nor makes one for the others."""
    columns = {
        "employee": ["1", "2", "3"],
        "group": ["g"] * 3,
        "before": np.array([100, 100, np.nan]),
        "after": np.array([110, 120, 500.0]),
    }
    found = FUNCTIONS["change_against_group"].compute(columns, {"fewest_others": 1})
    assert np.allclose(found["group_change"], [0.2, 0.1, 0.15])
    assert found["reading"] == ["person_worse", "person_better", ""]
    assert found["reason"] == ["", "", "number_missing"]
    assert (
        FUNCTIONS["change_against_group"].compute(columns, {"fewest_others": 2})["reason"][0] == "few_others"
    )
