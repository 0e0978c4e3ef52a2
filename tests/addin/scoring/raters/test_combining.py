"""Combining groups of raters: weights, few raters, trimming."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.raters.combining import UNTRIMMED, Combined, GroupRule, Trim, combine
from addin.texts import LANGUAGES, say

RULES = (
    GroupRule("self", 0),
    GroupRule("manager", 50),
    GroupRule("peers", 30, 3, "others"),
    GroupRule("reports", 20, 3, "others"),
)
RATING = st.one_of(st.floats(0, 100), st.integers(1, 5).map(float), st.just(float("nan")))
LISTED = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([rule.group for rule in RULES]), RATING))


def combined(
    listed: list[tuple[int, str, float]], rules: tuple[GroupRule, ...] = RULES, trim: Trim = UNTRIMMED
) -> Combined:
    """Combine ratings given as (person, group, rating)."""
    people = np.array([person for person, _, _ in listed], dtype=np.intp)
    ratings = np.array([rating for _, _, rating in listed], dtype=np.float64)
    return combine(people, [group for _, group, _ in listed], ratings, 4, rules, trim)


@given(LISTED)
def test_a_score_stays_among_its_ratings(listed: list[tuple[int, str, float]]) -> None:
    """A combined score lies between the lowest and the highest rating of the person."""
    found = combined(listed, trim=Trim(1, None, 3))
    for person in range(4):
        own = [rating for who, _, rating in listed if who == person and rating == rating]
        if np.isfinite(found.score[person]):
            assert min(own) - 1e-9 <= found.score[person] <= max(own) + 1e-9


@given(LISTED, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(listed: list[tuple[int, str, float]], rng: object) -> None:
    """Ratings in another order give the same numbers to the last bit."""
    mixed = list(listed)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = combined(listed), combined(mixed)
    for name in ("score", "mean", "weight", "heard", "counted"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)


@given(LISTED, st.floats(0.01, 1000))
def test_weights_have_no_scale(listed: list[tuple[int, str, float]], factor: float) -> None:
    """Weights of 50, 30, 20 and of 5, 3, 2 are the same."""
    scaled = tuple(GroupRule(r.group, r.weight * factor, r.fewest, r.into) for r in RULES)
    assert combined(listed, scaled).score == pytest.approx(combined(listed).score, nan_ok=True)


@given(LISTED)
def test_few_raters_are_never_shown(listed: list[tuple[int, str, float]]) -> None:
    """A mean that is shown rests on as many raters as its group needs, and shares add up to 1."""
    found = combined(listed)
    for place, group in enumerate(found.groups):
        shown = np.isfinite(found.mean[:, place])
        needed = 3 if group in ("peers", "reports", "others") else 1
        assert (found.heard[shown, place] >= needed).all()
    total = found.weight.sum(axis=1)
    assert total[np.isfinite(found.score)] == pytest.approx(1)


def test_the_hidden_cannot_be_computed() -> None:
    """What two peers say changes nothing that is shown, unless others join them."""
    listed = [(0, "manager", 80.0), (0, "peers", 90.0), (0, "peers", 70.0)]
    low = combined([*listed[:1], (0, "peers", 0.0), (0, "peers", 0.0)])
    high = combined(listed)
    assert low.score[0] == high.score[0] == 80
    assert high.reason[0].tolist() == ["", "", "merged", "", "too_few"]


def test_groups_below_the_minimum_join() -> None:
    """Two peers and one report are three colleagues, with the weight of both groups."""
    found = combined([(0, "manager", 3), (0, "peers", 4), (0, "peers", 5), (0, "reports", 3)])
    assert found.groups == ("self", "manager", "peers", "reports", "others")
    assert found.mean[0].tolist()[1] == 3
    assert found.mean[0].tolist()[4] == 4
    assert found.weight[0].tolist() == [0, 0.5, 0, 0, 0.5]
    assert found.score[0] == 3.5


def test_a_group_may_join_one_that_exists() -> None:
    """Two peers go to the reports, who keep their own weight besides."""
    rules = (GroupRule("manager", 50), GroupRule("peers", 30, 3, "reports"), GroupRule("reports", 20, 3))
    found = combined([(0, "manager", 3), (0, "peers", 5), (0, "peers", 5), (0, "reports", 2)], rules)
    assert found.mean[0].tolist()[2] == 4
    assert found.score[0] == 3.5
    alone = combined([(0, "manager", 3), (0, "peers", 5)], rules)
    assert alone.score[0] == 3


@pytest.mark.parametrize(
    ("trim", "mean", "counted", "reason"),
    [
        (UNTRIMMED, 24.0, 10, ""),
        (Trim(), 15.125, 8, "trimmed"),
        (Trim(share=0.29), 15.5, 6, "trimmed"),
        (Trim(share=0.35), 15.75, 4, "trimmed"),
        (Trim(share=0.4), 24.0, 10, "untrimmed"),
        (Trim(each=4), 24.0, 10, "untrimmed"),
        (Trim(start=11), 24.0, 10, ""),
    ],
)
def test_extremes_are_left_out(trim: Trim, mean: float, counted: int, reason: str) -> None:
    """The highest and lowest go, by number or share, if as many stay as the group needs, else it is said."""
    ratings = [0.0, 10, 14, 15, 16, 16, 16, 16, 18, 119]
    found = combined([(0, "peers", rating) for rating in ratings], trim=trim)
    assert found.mean[0, 2] == pytest.approx(mean)
    assert found.counted[0, 2] == counted
    assert found.reason[0, 2] == reason


def test_blanks_are_no_raters() -> None:
    """A rater who left the rating blank is not counted, and nobody rated gives no score."""
    found = combined([(0, "peers", 4), (0, "peers", 4), (0, "peers", float("nan"))])
    assert np.isnan(found.score).all()
    assert found.heard[0].tolist() == [0, 0, 2, 0, 2]
    assert np.isnan(combined([]).score).all()


def test_self_alone_is_no_score() -> None:
    """Without a group that has a weight there is no score, only the mean to look at."""
    found = combined([(0, "self", 5)])
    assert np.isnan(found.score[0])
    assert found.mean[0, 0] == 5
    assert found.reason[0, 0] == "no_weight"


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ((GroupRule("peers", 1, 3, "reports"), GroupRule("reports", 1, 3, "others")), "merged itself"),
        ((GroupRule("peers", -1),), "below 0"),
        ((GroupRule("manager", 1),), "no rule for the group peers"),
    ],
)
def test_rules_that_cannot_work(rules: tuple[GroupRule, ...], why: str) -> None:
    """Chains of merging, negative weights and groups without a rule are refused."""
    with pytest.raises(ValueError, match=why):
        combined([(0, "peers", 3)], rules)


@pytest.mark.parametrize(
    ("change", "parameters", "code"),
    [
        ({}, dict.fromkeys(("manager", "peers", "reports", "customers"), 0), "weights_zero"),
        ({key: [*2 * values] for key, values in {"ratee": ["7"], "rater": ["1"]}.items()}, {}, "rated_twice"),
    ],
)
def test_troubles_have_words(change: dict[str, list[str]], parameters: dict[str, float], code: str) -> None:
    """What is wrong with the rows or weights is found and said in both languages."""
    size = len(change.get("ratee", "7"))
    columns = {"ratee": ["7"], "group": ["manager"] * size, "rater": ["1"], "rating": np.ones(size)} | change
    (found,) = FUNCTIONS["raters"].inspect(columns, parameters)
    assert found.code == code
    for language in LANGUAGES:
        assert "{" not in say(f"raters.troubles.{code}.what", language, **found.values)
        assert "{" not in say(f"raters.troubles.{code}.mend", language, **found.values)


def test_dimensions_are_combined_apart() -> None:
    """With dimensions there is one row for each group of each person and dimension."""
    found = FUNCTIONS["raters"].compute(
        {
            "ratee": ["7", "7"],
            "dimension": ["quality", "speed"],
            "group": ["manager", "manager"],
            "rater": ["1", "1"],
            "rating": np.array([4.0, float("inf")]),
        },
        {},
    )
    assert found["dimension"] == ["quality", "quality", "speed"]
    assert found["reason"] == ["", "", "no_group"]
    assert np.isnan(found["mean"][2])
