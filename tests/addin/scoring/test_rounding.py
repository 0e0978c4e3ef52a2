"""The one rounding of the house."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.rounding import round_half_away, settle

NOTORIOUS = [
    (2.675, 2, 2.68),
    (1.005, 2, 1.01),
    (-2.5, 0, -3.0),
    (2.5, 0, 3.0),
    (0.5, 0, 1.0),
    (0.285, 2, 0.29),
    (-1.005, 2, -1.01),
    (8.345, 2, 8.35),
    (1.115, 2, 1.12),
    (1e15 + 0.3, 2, 1e15 + 0.3),
    (2.0**53, 2, 2.0**53),
    (0.4999999999999999, 0, 1.0),
    (0.49999999999999, 0, 0.0),
    (1234.5, -2, 1200.0),
    (1250.0, -2, 1300.0),
    (-0.001, 2, 0.0),
    (0.0, 2, 0.0),
    (1e300, 2, 1e300),
    (5e-324, 2, 0.0),
    (84.995, 2, 85.0),
    (1114715901925.4126, 2, 1114715901925.41),
    (77519263785270.72, 1, 77519263785270.7),
]


@pytest.mark.parametrize(("number", "digits", "wanted"), NOTORIOUS)
def test_notorious_numbers(number: float, digits: int, wanted: float) -> None:
    """Numbers that other roundings get wrong come out as in a spreadsheet, alone and in an array."""
    assert round_half_away(number, digits) == wanted
    assert round_half_away(np.array([number]), digits).tolist() == [wanted]


@given(st.floats(allow_nan=True), st.integers(-3, 12))
def test_one_number_and_an_array_round_alike(number: float, digits: int) -> None:
    """A number alone is rounded exactly as in an array, NaN and infinities included."""
    np.testing.assert_array_equal(
        round_half_away(np.array([number]), digits), [round_half_away(number, digits)]
    )


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_typed_decimals_round_as_on_paper(thousandths: int, digits: int) -> None:
    """A number typed with a few decimals is rounded as the decimal that was typed."""
    typed = Decimal(thousandths) / 10**5
    wanted = typed.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert round_half_away(float(typed), digits) == float(wanted)


def test_no_negative_zero() -> None:
    """What rounds to nothing is 0 and never minus 0."""
    assert str(round_half_away(-0.001, 2)) == "0.0"
    assert str(round_half_away(np.array([-0.001, -0.0]), 2)) == "[0. 0.]"


def test_settling_makes_neighbours_meet() -> None:
    """Binary noise disappears where a value meets a bend."""
    assert settle(1 - 0.9) == 0.1
    assert settle(0.1 + 0.2) == 0.3
    assert settle(np.array([0.1 * 3, 1.1 * 1.1])).tolist() == [0.3, 1.21]
