"""Of which departments anonymous opinions are told."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sync.process.opinions import FEWEST, told_departments


@given(st.lists(st.sampled_from(["a", "b", "c", None])))
def test_no_group_that_is_told_or_left_is_smaller_than_three(units):
    """A department that is told spoke often enough, and so did all others together."""
    told = told_departments(units)
    counted = Counter(units)
    assert all(counted[unit] >= FEWEST for unit in told)
    rest = sum(number for unit, number in counted.items() if unit not in told)
    assert rest == 0 or rest >= FEWEST or not told


def test_the_smallest_is_withheld_with_the_others():
    """One opinion of another department would be known by what is missing, so a second one is withheld."""
    assert told_departments(["a"] * 5 + ["b"] * 3 + ["c"]) == {"a"}
    assert told_departments(["a"] * 3) == {"a"}
    assert told_departments([]) == frozenset()
