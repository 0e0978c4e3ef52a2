"""Small groups ranked together."""

from __future__ import annotations

import numpy as np
import pytest

from addin.scoring.ranking.pools import pools_of

PARENTS = {"a": "unit", "b": "unit", "c": "unit", "unit": "company"}


@pytest.mark.parametrize(
    ("sizes", "minimum", "expected"),
    [
        ({"a": 2, "b": 1, "c": 5}, 3, {"a": "unit", "b": "unit", "c": "c"}),
        ({"a": 2, "b": 1, "unit": 1}, 3, {"a": "unit", "b": "unit", "unit": "unit"}),
        ({"a": 2, "b": 1, "unit": 9}, 3, {"a": "unit", "b": "unit", "unit": "unit"}),
        ({"c": 5, "unit": 1}, 3, {"c": "c", "unit": "company"}),
        ({"a": 2, "lone": 1}, 3, {"a": "unit", "lone": "lone"}),
        ({"a": 2, "b": 1}, 0, {"a": "a", "b": "b"}),
    ],
)
def test_small_groups_join_the_unit_above(
    sizes: dict[str, int], minimum: float, expected: dict[str, str]
) -> None:
    """A small group is ranked under the unit above; a unit that takes others in, or has none, stays."""
    groups = [name for name, size in sizes.items() for _ in range(size)]
    codes, names = pools_of(groups, PARENTS, np.ones(len(groups), dtype=np.bool_), minimum)
    assert {group: names[code] for group, code in zip(groups, codes, strict=True)} == expected


def test_only_those_who_take_a_place_count() -> None:
    """People without a score or left out do not make a group large enough."""
    codes, names = pools_of(["a", "a", "a"], PARENTS, np.array([True, True, False]), 3)
    assert {names[code] for code in codes} == {"unit"}
