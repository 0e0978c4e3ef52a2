"""Performance pay of each person."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.exact import exact, half_away
from addin.scoring.functions import FUNCTIONS
from addin.scoring.pay.amounts import amount
from addin.texts import say

TEXTS = ("employee", "grade")


def people(**columns: list[Any]) -> dict[str, Any]:
    """Return a table of people with a base of 1,000 as the function takes it."""
    rows = len(next(iter(columns.values())))
    table = {"employee": [f"{row}" for row in range(rows)], "base": [1000.0] * rows} | columns
    return {key: values if key in TEXTS else np.array(values, dtype=float) for key, values in table.items()}


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_halves_go_away_from_zero(top: int, bottom: int) -> None:
    """A whole number is the nearest one, and of two equally near the one farther from zero."""
    x = Fraction(top, bottom)
    whole = half_away(x)
    assert abs(whole - x) <= Fraction(1, 2)
    assert abs(whole - x) < Fraction(1, 2) or abs(whole) > abs(x)


@pytest.mark.parametrize(
    ("base", "factors", "coins"),
    [
        (300000, (1.3, 1.1), 429000),
        (101, (0.5,), 51),
        (1005, (0.1, 0.1), 10),
        (335, (0.3,), 101),
        (300000, (), 300000),
        (0, (1.3,), 0),
    ],
)
def test_amounts_are_exact(base: int, factors: tuple[float, ...], coins: int) -> None:
    """Coefficients count as they are written, and a half coin goes up."""
    assert amount(base, map(exact, factors)) == coins


@given(st.integers(0, 10**9), st.integers(0, 200), st.integers(1, 366), st.integers(1, 366))
def test_no_cent_is_lost_to_binary_arithmetic(base: int, percent: int, days: int, length: int) -> None:
    """An amount lies within half a coin of the true product."""
    factors = (exact(percent / 100), Fraction(days, length))
    assert abs(amount(base, factors) - base * factors[0] * factors[1]) <= Fraction(1, 2)


def test_what_is_missing_is_named() -> None:
    """A missing base, grade, coefficient or number of days gives no amount, and never 0."""
    columns = people(
        base=[np.nan, 1000, 1000, 1000, 1000],
        grade=["B", "", "B", "B", "B"],
        department_coefficient=[1, 1, np.nan, 1, 1],
        days=[30, 30, 30, np.nan, 30],
    )
    found = FUNCTIONS["pay"].compute(columns, {"length": 30})
    assert found["reason"] == ["no_base", "no_grade", "no_department_coefficient", "no_days", ""]
    assert np.isnan(found["amount"]).tolist() == [True, True, True, True, False]


def test_who_served_too_short_is_exempt() -> None:
    """Under a third of the period the coefficient is 1, with or without a grade; a third is not under it."""
    columns = people(grade=["D", "", "D"], days=[29, 29, 30])
    found = FUNCTIONS["pay"].compute(columns, {"length": 90})
    assert found["coefficient"].tolist() == [1, 1, 0.5]
    assert found["amount"].tolist() == [322.22, 322.22, 166.67]
    assert found["reason"] == ["exempt", "exempt", ""]


def test_an_exempt_persons_score_counts_as_full() -> None:
    """Paid by the score, an exempt person needs none."""
    columns = people(score=[np.nan, 50], days=[15, 45])
    found = FUNCTIONS["pay"].compute(columns, {"style": "score", "length": 90})
    assert found["amount"].tolist() == [166.67, 250]


def test_other_coins() -> None:
    """Amounts come in the smallest coin there is, be it five hundredths or a whole unit."""
    columns = people(base=[1000.05], coefficient=[0.333])
    assert FUNCTIONS["pay"].compute(columns, {"coin": 0.05})["amount"].tolist() == [333.0]
    assert FUNCTIONS["pay"].compute(people(coefficient=[0.3335]), {"coin": 1})["amount"].tolist() == [334]


@pytest.mark.parametrize(
    ("columns", "parameters", "codes"),
    [
        ({"grade": ["B"]}, {}, []),
        ({"grade": ["E"]}, {}, ["grade_unknown"]),
        ({"grade": ["E"], "coefficient": [1]}, {}, []),
        ({"base": [1000]}, {}, ["grade_or_coefficient"]),
        ({"base": [1000]}, {"style": "score"}, ["score_needed"]),
        ({"grade": ["B"], "base": [0.005]}, {}, ["not_in_coins"]),
        ({"grade": ["B"], "days": [3]}, {}, ["length_needed"]),
        ({"grade": ["B"], "days": [31]}, {"length": 30}, ["days_beyond"]),
        ({"grade": ["B"]}, {"coefficients": "B"}, ["coefficients_unreadable"]),
        ({"grade": ["B"]}, {"coefficients": "B 1, B 2"}, ["coefficients_unreadable"]),
        ({"grade": ["B"]}, {"coefficients": "B -1"}, ["coefficients_unreadable"]),
        ({"grade": ["B"]}, {"coefficients": ""}, ["coefficients_unreadable"]),
        ({"grade": ["B", "Very good"]}, {"coefficients": "B 1，Very good 1.2"}, []),
    ],
)
def test_what_cannot_be_paid_by(
    columns: dict[str, list[Any]], parameters: dict[str, Any], codes: list[str]
) -> None:
    """Unknown grades, odd cents, and days without a period are found and said in both languages."""
    found = list(FUNCTIONS["pay"].inspect(people(**columns), parameters))
    assert [trouble.code for trouble in found] == codes
    for trouble in found:
        for language in ("en", "zh"):
            for word in ("what", "mend"):
                assert "{" not in say(f"pay.troubles.{trouble.code}.{word}", language, **trouble.values)
