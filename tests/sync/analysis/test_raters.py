"""Patterns in what raters rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

from sync.analysis.raters import Around, Beside, Rated, Times, patterns

ON = ("quality", "teamwork")
LINES = tuple("abcdef")


def rated(rater, give, scale=5.0, people=6, on=ON):
    """Return ratings of some people on some indicators by a rule."""
    return [
        Rated(rater, f"{rater}{person}", what, give(person, place), scale)
        for person in range(people)
        for place, what in enumerate(on)
    ]


def seen(*groups, **beside):
    """Return the patterns of all raters, by rater."""
    listed = [rating for group in groups for rating in group]
    return {one.rater: one for one in patterns(listed, Beside(**beside))}


def test_the_generous_and_the_strict_are_told_apart():
    """Who is far above the common mean is lenient, who is far below severe."""
    found = seen(
        rated("high", lambda p, w: 4.5 + (p + w) % 2 / 2), rated("low", lambda p, w: 2 + (p + w) % 2)
    )
    assert "lenient" in found["high"].codes
    assert "severe" in found["low"].codes


def test_whoever_rates_a_person_alike_on_everything_shows_a_halo():
    """Ratings of one person that hardly differ, and go together over people, are a halo."""
    found = seen(rated("alike", lambda p, w: 1 + p % 5), rated("apart", lambda p, w: 1 + (p * 2 + w * 3) % 5))
    assert "halo" in found["alike"].codes
    assert "halo" not in found["apart"].codes


def test_few_ratings_say_nothing():
    """Below five ratings nothing is told but how many there are."""
    (found,) = patterns(rated("new", lambda p, w: 5, people=2))
    assert (found.codes, dict(found.figures), found.people) == (("too_few",), {"ratings": 4.0}, 2)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.lists(st.integers(1, 5), max_size=60))
def test_with_too_few_ratings_nothing_is_claimed(few, many):
    """Whatever somebody with fewer than five ratings gave, and whatever others did: nothing is said."""
    own = [Rated("new", f"n{at}", "q", rating, 5) for at, rating in enumerate(few)]
    others = [Rated("old", f"o{at}", "q", rating, 5) for at, rating in enumerate(many)]
    around = {(one.ratee, "q"): Around((1, 1, 1), 1) for one in own}
    times = {one.ratee: Times(1, 2, 9, 9) for one in own}
    (found,) = (
        one for one in patterns(own + others, Beside(around, times, lambda _: 0.1, 0.1)) if one.rater == "new"
    )
    assert (found.codes, dict(found.figures)) == (("too_few",), {"ratings": len(few)})


def test_scales_are_brought_together():
    """The best of ten steps counts as the best of five, the worst as the worst."""
    (found,) = patterns(rated("ten", lambda p, w: 10.0 if p % 2 else 1.0, scale=10))
    assert found.figures["mean"] == pytest.approx(3)


def test_nobody_has_rated():
    """Without ratings there are no patterns."""
    assert patterns([]) == []


def test_who_copies_is_seen_from_half_of_the_people_on():
    """Ratings that are the same line by line are counted; with fewer than five lines nothing is said."""
    found = seen(
        rated("copier", lambda p, w: (4, 3, 5, 4, 2, 4)[w], on=LINES),
        rated("flat", lambda p, w: 4, on=LINES),
        rated("careful", lambda p, w: 1 + (p * (w + 1) + w) % 5, people=5, on=LINES),
    )
    assert [found[key].figures["copies"] for key in ("copier", "flat", "careful")] == [6, 6, 0]
    assert "copied" in found["copier"].codes
    assert "flat" in found["flat"].codes
    assert "copies" not in seen(rated("few lines", lambda p, w: 4))["few lines"].figures


def test_favourite_digits_are_looked_for_on_fine_scales_only():
    """Whoever rounds on a scale of 100 is seen; on a scale of five there are but five numbers."""
    found = seen(
        rated("round", lambda p, w: 70 + 5 * (p % 6), scale=100, people=30),
        rated("odd", lambda p, w: 70 + (p * 7 + w * 3) % 30, scale=100, people=30),
        rated("steps", lambda p, w: 5, people=30),
    )
    assert "digits" in found["round"].codes
    assert found["round"].figures["round_share"] == 1
    assert "digits" not in found["odd"].codes
    assert "round_share" not in found["steps"].figures


def test_whose_ratings_follow_the_end_of_the_period():
    """Late incidents and results of the last third are held against the ratings; correlations are scipy's."""
    ratings = rated("late", lambda p, w: 1 + p % 5, people=10, on=("q",))
    times = {
        one.ratee: Times(
            early=80 + (7 * at) % 10, late=70 + 5 * one.rating, incidents=1, late_incidents=int(at % 3 > 0)
        )
        for at, one in enumerate(ratings)
    }
    found = seen(ratings, times=times)["late"]
    assert found.codes == ("late_both",)
    assert found.figures["late_share"] == 0.6
    assert found.figures["late_correlation"] == pytest.approx(1)
    early = pearsonr([one.rating for one in ratings], [one.early for one in times.values()])
    assert found.figures["early_correlation"] == pytest.approx(early.statistic)


def test_gaps_to_peers_and_to_the_own_view_are_counted_by_people():
    """A gap is the mean difference on steps of five; who lies beyond the limit is counted once."""
    ratings = rated("boss", lambda p, w: 5.0, people=4)
    around = {(one.ratee, one.indicator): Around((3.0, 3.0, 3.0), 4.5) for one in ratings[:4]}
    found = seen(ratings, around=around, peers_far=lambda _: 0.3, own_far=0.2)["boss"]
    assert (found.figures["gap"], found.figures["far_from_peers"]) == (2, 2)
    assert (found.figures["self_gap"], found.figures["far_from_self"]) == (0.5, 0)
    assert "gap" in found.codes
    assert "self_gap" not in found.codes


def test_two_peers_are_no_mean():
    """With fewer than three peers a gap is not even computed."""
    ratings = rated("boss", lambda p, w: 5.0)
    around = {(one.ratee, one.indicator): Around((1.0, 1.0)) for one in ratings}
    assert "gap" not in seen(ratings, around=around, peers_far=lambda _: 0.1)["boss"].figures


def test_who_rates_the_same_people_is_compared_on_these():
    """Where several rate the same people, each is told how far above the others, whoever the people are."""
    same = [
        Rated(rater, f"p{person}", "q", 3.0 + strict + person % 2, 5)
        for rater, strict in (("mild", 0.5), ("strict", -0.5))
        for person in range(6)
    ]
    found = seen(same, rated("alone", lambda p, w: 4))
    assert (found["mild"].figures["effect"], found["strict"].figures["effect"]) == pytest.approx((0.5, -0.5))
    assert "effect" not in found["alone"].figures
