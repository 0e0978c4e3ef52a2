"""Salary changes by grade and compa-ratio."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.exact import exact
from addin.scoring.functions import FUNCTIONS
from addin.scoring.pay.merit import cost, merit_range
from addin.scoring.pay.tables import MATRIX, read_matrix

EDGES = Fraction(9, 10), Fraction(11, 10)


def people(increase: list[float] | None = None, **columns: list[Any]) -> dict[str, Any]:
    """Return people of grade B in the middle of their ranges, with proposals."""
    rows = len(increase or next(iter(columns.values())))
    table = {
        "employee": [str(row) for row in range(rows)],
        "grade": ["B"] * rows,
        "salary": np.full(rows, 5000.0),
        "midpoint": np.full(rows, 5000.0),
    }
    texts = {key: values for key, values in columns.items() if key == "grade"}
    numbers = {key: np.array(values, dtype=float) for key, values in columns.items() if key != "grade"}
    return table | texts | numbers | ({"increase": np.array(increase)} if increase else {})


@pytest.mark.parametrize(
    ("compa", "place"), [("0.8999", 0), ("0.9", 1), ("1", 1), ("1.1", 1), ("1.1001", 2), ("0", 0)]
)
def test_the_middle_range_holds_both_edges(compa: str, place: int) -> None:
    """90 % and 110 % belong to the middle."""
    ranges = read_matrix(str(MATRIX.default))["S"]
    assert merit_range(ranges, Fraction(compa), EDGES) == ranges[place]


@given(st.sampled_from("SABC"), st.fractions(0, 2), st.fractions(0, 2))
def test_a_lower_place_in_the_range_never_rises_less(grade: str, one: Fraction, other: Fraction) -> None:
    """With the default matrix, who stands lower in the range may rise as much or more."""
    ranges = read_matrix(str(MATRIX.default))[grade]
    assert merit_range(ranges, min(one, other), EDGES) >= merit_range(ranges, max(one, other), EDGES)


def test_cost() -> None:
    """3 % of 5,000 and 2 % of 4,000 cost 230."""
    assert cost([Fraction(5000), Fraction(4000)], [Fraction(3), Fraction(2)]) == 230


def test_a_budget_met_exactly_is_kept() -> None:
    """A tenth of a percent is a tenth: increases that make the budget exactly do not exceed it."""
    budget = {"budget": 2.2}
    assert FUNCTIONS["merit"].compute(people([2.1, 2.3]), budget)["reason"] == ["", ""]
    assert FUNCTIONS["merit"].compute(people([2.2, 2.3]), budget)["reason"] == ["over_budget"] * 2


def test_without_a_proposal_the_middle_counts() -> None:
    """The budget reckons with the middle of the range where nothing is proposed."""
    columns = people(grade=["B", "B"])
    assert FUNCTIONS["merit"].compute(columns, {"budget": 2.5})["reason"] == ["", ""]
    assert FUNCTIONS["merit"].compute(columns, {"budget": 2.49})["reason"] == ["over_budget"] * 2


def test_blanks_give_no_range() -> None:
    """Without a salary, a midpoint or a grade there is no range, and the reason says which is missing."""
    columns = people(grade=["B", "B", ""], salary=[np.nan, 5000, 5000], midpoint=[5000, np.nan, 5000])
    found = FUNCTIONS["merit"].compute(columns, {"budget": 1})
    assert found["reason"] == ["no_salary", "no_midpoint", "grade_missing"]
    assert all(np.isnan(found[key]).all() for key in ("low", "high", "low_amount", "high_amount"))


@pytest.mark.parametrize(
    ("columns", "parameters", "codes"),
    [
        ({"grade": ["E"]}, {}, ["grade_unknown"]),
        ({"midpoint": [0]}, {}, ["midpoint_zero"]),
        ({"salary": [0.005]}, {}, ["not_in_coins"]),
        ({"grade": ["B"]}, {"lower_edge": 1.2}, ["edges_cross"]),
        ({"grade": ["B"]}, {"matrix": "B 1-2 1-2"}, ["matrix_unreadable"]),
        ({"grade": ["B"]}, {"matrix": "B 2-1 1 1"}, ["matrix_unreadable"]),
        ({"grade": ["B"]}, {"matrix": "B 1-2-3 1 1"}, ["matrix_unreadable"]),
        ({"grade": ["B"]}, {"matrix": "B x 1 1"}, ["matrix_unreadable"]),
        ({"grade": ["B"]}, {"matrix": "B 1 1 1; B 1 1 1"}, ["matrix_unreadable"]),
    ],
)
def test_what_no_range_can_come_from(
    columns: dict[str, list[Any]], parameters: dict[str, Any], codes: list[str]
) -> None:
    """A matrix that cannot be read, unknown grades and a midpoint of 0 are found."""
    assert [one.code for one in FUNCTIONS["merit"].inspect(people(**columns), parameters)] == codes


def test_a_compa_ratio_is_exact() -> None:
    """A salary of exactly 110 % is in the middle, although binary arithmetic finds more."""
    assert 1.1 * 3 > 3.3
    columns = people(salary=[3.3], midpoint=[3])
    assert exact(3.3) / 3 == Fraction(11, 10)
    assert FUNCTIONS["merit"].compute(columns, {})["high"].tolist() == [3]
