"""The upper tail of chi-square."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from addin.scoring.raters.chance import chi_square_tail


@given(st.floats(0, 500), st.integers(1, 60))
def test_the_tail_is_scipys(x: float, degrees: int) -> None:
    """The probability agrees with scipy's for even and odd degrees of freedom."""
    assert chi_square_tail(x, degrees) == pytest.approx(chi2.sf(x, degrees), rel=1e-9, abs=1e-300)


def test_nothing_to_test() -> None:
    """Without a chi-square or a degree of freedom there is no probability."""
    assert math.isnan(chi_square_tail(float("nan"), 3))
    assert math.isnan(chi_square_tail(float("inf"), 3))
    assert math.isnan(chi_square_tail(1.0, 0))
