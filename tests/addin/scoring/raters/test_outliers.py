"""Ratings far from the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import median_abs_deviation

from addin.scoring.raters.outliers import outliers

VALUES = st.lists(st.integers(0, 100).map(float), min_size=1)


@given(VALUES)
def test_the_deviation_is_scipys(values: list[float]) -> None:
    """The modified z rests on the median absolute deviation as scipy computes it."""
    x = np.array(values)
    mad = median_abs_deviation(x)
    z, far = outliers(x)
    if mad:
        assert z == pytest.approx(0.6745 * (x - np.median(x)) / mad)
        assert far.tolist() == (np.abs(z) > 3.5).tolist()
    else:
        low, high = np.percentile(x, [25, 75])
        assert np.isnan(z).all()
        reach = 1.5 * (high - low)
        assert far.tolist() == ((x < low - reach) | (x > high + reach)).tolist()


@given(VALUES, st.integers(1, 1000), st.integers(-500, 500))
def test_units_do_not_matter(values: list[float], factor: int, shift: int) -> None:
    """Ratings in other units have the same outliers."""
    x = np.array(values)
    assert outliers(x * factor + shift)[1].tolist() == outliers(x)[1].tolist()


def test_equal_values_have_no_outlier() -> None:
    """Where all are equal none is far; where nearly all are, each other one is."""
    assert not outliers(np.full(6, 0.1))[1].any()
    assert outliers(np.array([80.0] * 9 + [81]))[1].tolist() == [False] * 9 + [True]


def test_blanks_stay_out() -> None:
    """A blank is no value: it changes no median and is never far."""
    z, far = outliers(np.array([np.nan, 1, 2, 3, 4, 90]))
    assert np.isnan(z[0])
    assert far.tolist() == [False] * 5 + [True]
    assert outliers(np.array([np.nan]))[1].tolist() == [False]
    assert len(outliers(np.zeros(0))[0]) == 0
