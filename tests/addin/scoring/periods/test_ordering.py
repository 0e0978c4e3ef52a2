"""Where a period stands in time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.periods.ordering import misfit, positions

MONTHS = st.lists(st.tuples(st.integers(1990, 2060), st.integers(1, 12)), max_size=12)


@pytest.mark.parametrize(
    ("periods", "places"),
    [
        ([], []),
        (["3", "1", "7.5", "-2"], [3, 1, 7.5, -2]),
        (["Q2", "Q1", "Q4", "Q1"], [1, 0, 2, 0]),
        (["M2", "M10", "M1"], [1, 2, 0]),
        (["2025-12", "2026-01"], [0, 1]),
        (["01/2026", "12/2025"], [1, 0]),
        (["Q1 2026", "Q4 2025"], [1, 0]),
        (["2026年2月", "2026年11月"], [0, 1]),
        (["2026", "2024"], [2026, 2024]),
        (["year", "year"], [0, 0]),
    ],
)
def test_positions(periods: list[str], places: list[float]) -> None:
    """Numbers stand where they say; texts one step apart, by year, then by their other numbers."""
    assert misfit(periods) is None
    assert positions(periods).tolist() == places


@pytest.mark.parametrize(
    ("periods", "row"),
    [(["Q1", "Q2", "H1"], 2), (["mid", "end"], 1), (["1", "Q2"], 1), (["Q1", "2"], 1), (["一月", "二月"], 1)],
)
def test_what_has_no_order(periods: list[str], row: int) -> None:
    """A period that differs in more than its numbers cannot be put in order."""
    assert misfit(periods) == row


@given(MONTHS)
def test_months_stand_in_their_order(months: list[tuple[int, int]]) -> None:
    """Months of any years are ordered as their calendar does, whatever row they stand in."""
    places = positions([f"{year}-{month}" for year, month in months]).tolist()
    order = sorted(set(months))
    assert places == [order.index(one) for one in months]
