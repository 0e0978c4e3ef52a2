"""Tests of what becomes of a manager's rating when other raters were heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.scheme import RaterRule
from sync.archive.rated import Heard
from sync.archive.rows import LineRow, Result
from sync.process.hearing import Together, together, with_raters
from tests.builders import CYCLE, sample_roster, sample_scheme

WHO, LINE = "00123", "SAL-07"
RULES = (
    RaterRule("manager", 50.0),
    RaterRule("peers", 30.0),
    RaterRule("reports", 20.0),
    RaterRule("self", 0.0),
)
RATINGS = st.sampled_from([one / 2 for one in range(2, 11)])


def result(rating: float | None = 4.0) -> Result:
    """Return a result with one judged line and one measured one."""
    score = None if rating is None else rating * 20
    lines = (
        LineRow("SAL-01", 40.0, "ratio", 100.0, 96.0, 96.0, "Appraisal", "K2"),
        LineRow(LINE, 20.0, "rating", 4.0, rating, score, "Appraisal", "M5"),
    )
    return Result(CYCLE, WHO, 1, "sales", 1, 90.0, "B", "checked", "", lines)


def heard(
    said: dict[str, Sequence[float]], rating: float | None = 4.0, rules: tuple[RaterRule, ...] = RULES
) -> dict[tuple[str, str], Together]:
    """Return what is made of the ratings of some groups, beside the manager's."""
    scheme = sample_scheme()
    scheme = replace(scheme, settings=replace(scheme.settings, modules=("raters",)), raters=rules)
    groups = [Heard(WHO, group, len(ratings), {LINE: tuple(ratings)}) for group, ratings in said.items()]
    results = {WHO: result(rating)}
    return together(scheme, sample_roster(), scheme.cycles[CYCLE], results, groups)


def test_groups_count_by_their_weights() -> None:
    """Manager 50 and peers 30 without reports: five eighths and three eighths of the rating."""
    one = heard({"peers": (3.0, 3.0, 4.5)})[WHO, LINE]
    assert one.rating == pytest.approx((50 * 4.0 + 30 * 3.5) / 80)
    assert one.score == pytest.approx(one.rating * 20)
    assert [(voice.group, voice.raters, voice.mean) for voice in one.voices] == [
        ("manager", 1, 4.0),
        ("peers", 3, 3.5),
    ]


@pytest.mark.parametrize("said", [{"peers": (1.0, 1.0)}, {"peers": (1.0,), "reports": (1.0,)}])
def test_too_few_count_for_nothing_and_are_not_told(said: dict[str, Sequence[float]]) -> None:
    """Below the fewest raters, alone or joined, neither mean nor number is told, and nothing changes."""
    one = heard(said)[WHO, LINE]
    assert (one.rating, one.score) == (4.0, 80.0)
    silent = [voice for voice in one.voices if voice.group != "manager"]
    assert silent
    assert all(voice.mean is None and voice.raters is None for voice in silent)


def test_groups_too_small_join_each_other() -> None:
    """Two peers and one report are three colleagues: their weights come together."""
    one = heard({"peers": (3.0, 3.0), "reports": (4.5,)})[WHO, LINE]
    assert one.rating == pytest.approx((50 * 4.0 + 50 * 3.5) / 100)
    assert [voice.group for voice in one.voices if voice.mean is not None] == ["manager", "others"]


def test_a_single_rating_is_never_shown() -> None:
    """Where HR lets one rater count, the rating counts and is not told."""
    lonely = (RaterRule("manager", 50.0), RaterRule("peers", 50.0, fewest=1))
    one = heard({"peers": (2.0,)}, rules=lonely)[WHO, LINE]
    assert one.rating == 3.0
    assert [(voice.mean, voice.raters) for voice in one.voices if voice.group == "peers"] == [(None, None)]


def test_the_own_view_is_shown_and_counts_for_nothing() -> None:
    """A self rating of weight 0 stands among the voices and changes nothing."""
    one = heard({"self": (5.0,)})[WHO, LINE]
    assert one.rating == 4.0
    assert [(voice.group, voice.mean, voice.share) for voice in one.voices] == [
        ("manager", 4.0, 1.0),
        ("self", 5.0, 0.0),
    ]


def test_without_the_manager_nothing_is_made() -> None:
    """A line the manager has not rated stays open, whoever else was heard."""
    assert heard({"peers": (3.0, 3.0, 4.5)}, None) == {}


def test_results_hold_what_all_say() -> None:
    """The judged line holds the common rating and its score; measured lines and the total stay."""
    found = heard({"peers": (3.0, 3.0, 4.5)})
    (measured, judged) = with_raters({WHO: result()}, found)[WHO].lines
    assert measured == result().lines[0]
    assert (judged.actual, judged.score) == (found[WHO, LINE].rating, found[WHO, LINE].score)
    assert (judged.sheet, judged.cell) == ("Appraisal", "M5")


@given(st.lists(RATINGS, min_size=3, max_size=9), RATINGS)
def test_a_common_rating_lies_between_all(ratings: list[float], manager: float) -> None:
    """Whatever is said, the common rating lies between the lowest and the highest, in any order."""
    one = heard({"peers": ratings}, manager)[WHO, LINE]
    assert min(*ratings, manager) - 1e-9 <= one.rating <= max(*ratings, manager) + 1e-9
    assert heard({"peers": ratings[::-1]}, manager)[WHO, LINE].rating == one.rating
