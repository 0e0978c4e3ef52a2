"""Patterns of raters: leniency, central tendency, halo, recency."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr, zscore

from addin.scoring.functions import FUNCTIONS
from addin.scoring.labels import coded
from addin.scoring.raters.listing import listed_ratings
from addin.scoring.raters.patterns import central_tendency, halo, indication, leniency, recency
from addin.texts import LANGUAGES, say

RATED = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5).map(float)), min_size=1)


def test_no_indication_without_enough() -> None:
    """Too few ratings give neither yes nor no; of several patterns the first is named."""
    yes, no = np.array([True, True, True, False]), np.array([True, False, False, True])
    flag, reason = indication(yes, one=no, other=np.array([True, True, False, True]))
    assert np.array_equal(flag, [1, 1, 0, np.nan], equal_nan=True)
    assert reason == ["one", "other", "", "too_few"]


@given(RATED)
def test_leniency_is_the_distance_in_standard_errors(rated: list[tuple[int, float]]) -> None:
    """z is the distance of a rater's mean from the common mean over SD/√n."""
    code, rating = (np.array(column) for column in zip(*rated, strict=True))
    found = leniency(code, rating, 4)
    assert found.count.sum() == len(rated)
    for rater in range(4):
        own = rating[code == rater]
        if not len(own) or not np.ptp(rating):
            assert np.isnan(found.z[rater])
        else:
            error = rating.std(ddof=1) / np.sqrt(len(own))
            assert found.z[rater] == pytest.approx((own.mean() - rating.mean()) / error)


@given(RATED, st.randoms(use_true_random=False))
def test_patterns_do_not_depend_on_the_order(rated: list[tuple[int, float]], rng: object) -> None:
    """Rows in another order give the same indications."""
    mixed = list(rated)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    for name in ("leniency", "central_tendency", "digits"):
        one, other = (
            FUNCTIONS[name].compute(
                {"rater": [str(rater) for rater, _ in rows], "rating": np.array([r for _, r in rows])}, {}
            )
            for rows in (rated, mixed)
        )
        by_rater = [dict(zip(found["rater"], found["reason"], strict=True)) for found in (one, other)]
        assert by_rater[0] == by_rater[1]


def test_the_middle_of_the_scale() -> None:
    """Ratings within half a step of 3 are in the middle of a scale of 5, ends included."""
    rating = np.array([2.4, 2.5, 3, 3.5, 3.6])
    found = central_tendency(np.zeros(5, dtype=np.intp), rating, 2, (1, 5), 0.25)
    assert found.middle == pytest.approx([0.6, np.nan], nan_ok=True)
    assert found.ratio == pytest.approx([1, np.nan], nan_ok=True)


def test_all_equal_says_nothing_of_one_rater() -> None:
    """Where all ratings of all raters are equal nobody is lenient, severe or narrow."""
    columns = {"rater": ["A"] * 6 + ["B"] * 6, "rating": np.full(12, 0.1)}
    for name in ("leniency", "central_tendency"):
        assert FUNCTIONS[name].compute(columns, {})["flag"].tolist() == [0, 0]


def test_halo_is_the_spread_of_standardised_ratings() -> None:
    """Spread within a person and correlation between dimensions are those of numpy and scipy."""
    table = np.array([[4, 5, 3], [2, 2, 1], [5, 4, 5], [3, 2, 2]], dtype=float)
    ratees, dimensions = (place.ravel().astype(str).tolist() for place in np.indices(table.shape))
    found = halo(listed_ratings(["A"] * 12, ratees, table.ravel(), dimensions))
    assert found.people == 4
    assert found.spread == pytest.approx(zscore(table, ddof=1).std(axis=1, ddof=1).mean())
    pairs = [pearsonr(table[:, one], table[:, other]).statistic for one, other in ((0, 1), (0, 2), (1, 2))]
    assert found.correlation == pytest.approx(np.mean(pairs))


def test_no_halo_without_dimensions() -> None:
    """One dimension, or none that varies, shows no halo."""
    one = halo(listed_ratings(["A"] * 3, ["1", "2", "3"], [1, 2, 3]))
    assert np.isnan([one.spread[0], one.correlation[0]]).all()
    flat = halo(listed_ratings(["A"] * 4, ["1", "1", "2", "2"], [3] * 4, ["q", "t"] * 2))
    assert flat.people[0] == 0
    assert len(halo(listed_ratings([], [], [])).people) == 0


def test_recency_compares_the_same_people() -> None:
    """Both correlations are over the people for whom rating, early and late result are known."""
    rating, early, late = np.array([[1, 2, 3, 5, 4], [3, 1, 2, 4, np.nan], [1, 2, 3, 4, 0]], dtype=float)
    _, code = coded(["A"] * 5)
    counts = np.array([2, np.nan, 2, 0, 0]), np.array([1, 1, 2, 0, 0], dtype=float)
    found = recency(code, rating, (early, late), counts, 1)
    assert found.people == 4
    assert found.early == pytest.approx(pearsonr(rating[:4], early[:4]).statistic)
    assert found.late == pytest.approx(pearsonr(rating[:4], late[:4]).statistic)
    assert found.incidents == 4
    assert found.share == 0.75


@pytest.mark.parametrize(
    ("name", "columns", "parameters", "code"),
    [
        ("central_tendency", {"rater": ["A"]}, {"scale_high": 1}, "scale_empty"),
        (
            "recency",
            {"rater": ["A"], "ratee": ["1"], "early": np.ones(1), "late": np.ones(1)}
            | {"incidents": np.ones(1), "late_incidents": np.array([2.0])},
            {},
            "more_late_incidents",
        ),
    ],
)
def test_troubles_have_words(
    name: str, columns: dict[str, list[str]], parameters: dict[str, float], code: str
) -> None:
    """A scale that does not rise and impossible counts are found and said in both languages."""
    (found,) = FUNCTIONS[name].inspect(columns | {"rating": np.ones(1)}, parameters)
    assert found.code == code
    for language in LANGUAGES:
        assert "{" not in say(f"raters.troubles.{code}.what", language, **found.values)
        assert "{" not in say(f"raters.troubles.{code}.mend", language, **found.values)


def test_late_incidents_alone_are_enough() -> None:
    """Incidents of the end are an indication even where no results are known, and the other way round."""
    size = 8
    columns = {
        "rater": ["A"] * size,
        "ratee": [str(place) for place in range(size)],
        "rating": np.arange(size, dtype=float),
        "early": np.full(size, np.nan),
        "late": np.full(size, np.nan),
        "incidents": np.ones(size),
        "late_incidents": np.ones(size),
    }
    assert FUNCTIONS["recency"].compute(columns, {})["reason"] == ["late_incidents"]
    columns |= {"early": -columns["rating"], "late": columns["rating"], "incidents": np.zeros(size)}
    assert FUNCTIONS["recency"].compute(columns, {})["reason"] == ["late_results"]
