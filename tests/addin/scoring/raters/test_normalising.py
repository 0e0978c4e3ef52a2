"""Normalising the strictness of raters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.raters.normalising import (
    common_spread,
    connected,
    guarded,
    mean_shift,
    rater_effects,
)

RATED = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(1, 100).map(float)), min_size=1, max_size=40
)


def arrays(rated: list[tuple[int, int, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return raters, ratees and ratings as arrays."""
    rater, ratee, rating = zip(*rated, strict=True)
    return np.array(rater), np.array(ratee), np.array(rating)


@given(RATED)
def test_means_and_spreads_become_the_common_ones(rated: list[tuple[int, int, float]]) -> None:
    """Shifted ratings of each rater have the common mean; stretched ones its spread, too."""
    rater, _, rating = arrays(rated)
    shifted, stretched = mean_shift(rater, rating, 4), common_spread(rater, rating, 4)
    for place in set(rater.tolist()):
        own = rater == place
        assert shifted[own].mean() == pytest.approx(rating.mean())
        if own.sum() > 1 and np.ptp(rating[own]):
            assert stretched[own].mean() == pytest.approx(rating.mean())
            assert stretched[own].std(ddof=1) == pytest.approx(rating.std(ddof=1))
        else:
            assert np.isnan(stretched[own]).all()


@given(RATED)
def test_effects_are_those_of_least_squares(rated: list[tuple[int, int, float]]) -> None:
    """Differences between comparable raters equal those of lstsq on the whole incidence matrix."""
    rater, ratee, rating = arrays(rated)
    effects, part = rater_effects(rater, ratee, rating, (4, 6)), connected(rater, ratee, (4, 6))
    incidence = np.zeros((len(rated), 10))
    incidence[np.arange(len(rated)), rater] = incidence[np.arange(len(rated)), 4 + ratee] = 1
    whole = np.linalg.lstsq(incidence, rating, rcond=None)[0][:4]
    for one in range(4):
        for other in range(4):
            if part[one] == part[other]:
                assert effects[one] - effects[other] == pytest.approx(whole[one] - whole[other], abs=1e-7)
    for place in set(part.tolist()):
        assert effects[rater][part[rater] == place].sum() == pytest.approx(0, abs=1e-7)


@given(st.lists(st.floats(-20, 20), min_size=3, max_size=3), st.lists(st.floats(0, 100), min_size=4))
def test_strictness_is_found_again(strict: list[float], worth: list[float]) -> None:
    """Ratings that are a person's worth plus a rater's strictness become comparable again."""
    rater, ratee = (place.ravel() for place in np.indices((3, len(worth))))
    rating = np.array(worth)[ratee] + np.array(strict)[rater]
    effects = rater_effects(rater, ratee, rating, (3, len(worth)))
    assert effects == pytest.approx(np.array(strict) - np.mean(strict), abs=1e-6)
    cleaned = (rating - effects[rater]).reshape(3, -1)
    assert np.ptp(cleaned, axis=0) == pytest.approx(0, abs=1e-6)


def test_parts_are_joined_over_others() -> None:
    """A and C share nobody, but both share people with B; D stands alone."""
    rater, ratee = np.array([0, 1, 1, 2, 3]), np.array([0, 0, 1, 1, 2])
    assert connected(rater, ratee, (4, 3)).tolist() == [0, 0, 0, 3]
    assert rater_effects(rater, ratee, np.array([5.0, 3, 4, 1, 2]), (4, 3))[3] == 0


def test_nothing_rests_on_few_ratings() -> None:
    """With few ratings the raw one stays, or moves by n/(n + k); what cannot be normalised stays."""
    rating, normalised = np.array([4.0, 4, 4]), np.array([2.0, 2, np.nan])
    count = np.array([5.0, 3, 5])
    held, reason = guarded(rating, normalised, count, 5, None)
    assert held.tolist() == [2, 4, 4]
    assert reason.tolist() == ["", "reported", "no_spread"]
    held, reason = guarded(rating, normalised, count, 5, 1)
    assert held.tolist() == [2, 2.5, 4]
    assert reason.tolist() == ["", "shrunk", "no_spread"]


@given(RATED, st.sampled_from(["mean", "spread", "effects"]), st.sampled_from(["report", "shrink"]))
def test_the_raw_rating_stays(rated: list[tuple[int, int, float]], by: str, few: str) -> None:
    """The raw rating is always returned beside the normalised one, and a blank stays a blank."""
    rater, ratee, rating = arrays(rated)
    columns = {
        "rater": [*map(str, rater), "blank"],
        "ratee": [*map(str, ratee), "1"],
        "rating": np.append(rating, np.nan),
    }
    found = FUNCTIONS["normalise"].compute(columns, {"by": by, "few": few})
    assert np.array_equal(found["rating"], columns["rating"], equal_nan=True)
    assert np.isfinite(found["normalised"][:-1]).all()
    assert np.isnan(found["normalised"][-1])
    assert found["reason"][-1] == "missing"


def test_dimensions_are_normalised_apart() -> None:
    """A rater may be strict on one dimension and lenient on another."""
    columns = {
        "rater": ["A", "A", "B", "B"],
        "ratee": ["1"] * 4,
        "dimension": ["q", "t"] * 2,
        "rating": np.array([5.0, 1, 3, 3]),
    }
    found = FUNCTIONS["normalise"].compute(columns, {"fewest": 1})
    assert found["normalised"].tolist() == [4, 2, 4, 2]
