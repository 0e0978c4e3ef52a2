"""Patterns in what managers rate."""

from __future__ import annotations

import pytest

from sync.analysis.managers import Rated, patterns

ON = ("quality", "teamwork")


def rated(rater, give, scale=5.0, people=6):
    """Return ratings of some people on two indicators by a rule."""
    return [
        Rated(rater, f"{rater}{person}", what, give(person, place), scale)
        for person in range(people)
        for place, what in enumerate(ON)
    ]


def codes(*groups):
    """Return what is worth a talk, by rater."""
    return {one.rater: one.codes for one in patterns([rating for group in groups for rating in group])}


def test_the_generous_and_the_strict_are_told_apart():
    """Who is far above the common mean is lenient, who is far below severe."""
    found = codes(
        rated("high", lambda p, w: 4.5 + (p + w) % 2 / 2), rated("low", lambda p, w: 2 + (p + w) % 2)
    )
    assert "lenient" in found["high"]
    assert "severe" in found["low"]


def test_whoever_rates_a_person_alike_on_everything_shows_a_halo():
    """Ratings of one person that hardly differ, and go together over people, are a halo."""
    found = codes(
        rated("alike", lambda p, w: 1 + p % 5), rated("apart", lambda p, w: 1 + (p * 2 + w * 3) % 5)
    )
    assert "halo" in found["alike"]
    assert "halo" not in found["apart"]


def test_few_ratings_say_nothing():
    """Below five ratings nothing is told but how many there are."""
    (found,) = patterns(rated("new", lambda p, w: 5, people=2))
    assert (found.codes, dict(found.figures), found.people) == (("too_few",), {"ratings": 4.0}, 2)


def test_scales_are_brought_together():
    """The best of ten steps counts as the best of five, the worst as the worst."""
    (found,) = patterns(rated("ten", lambda p, w: 10.0 if p % 2 else 1.0, scale=10))
    assert found.figures["mean"] == pytest.approx(3)


def test_nobody_has_rated():
    """Without ratings there are no patterns."""
    assert patterns([]) == []
