"""Tests of what a row asks for: comments, evidence, long enough texts."""

from __future__ import annotations

import pytest

from addin.scoring.scheme import Line, Settings
from templates.books.department.demands import extreme, long_enough, low_grades, remarkable, top_grades
from tests.builders import GRADES, RATED

JUDGED = Line("T", "I", 10, "rating", 4.0, RATED)
RATIO = Line("T", "I", 10, "ratio", 100, {"floor": 0.0, "cap": 120.0})


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("a" * 39, False),
        ("a" * 40, True),
        ("好" * 19, False),
        ("好" * 20, True),
        ("好" * 10 + "a" * 20, True),
        ("好" * 10 + "a" * 19, False),
        ("好" * 19 + "，", False),
        ("a" + " " * 60 + "b", False),
        ("", False),
    ],
)
def test_an_overall_comment_is_measured_in_letters_and_chinese_characters(text: str, enough: bool) -> None:
    """40 letters, 20 Chinese characters or a mixture are enough; blanks in a row count once."""
    assert long_enough(text, Settings()) is enough


def test_only_the_ends_of_a_judged_scale_are_extreme() -> None:
    """A rating of 1 or 5 needs evidence, 4.5 does not, and neither does a 1 typed as an actual."""
    assert [extreme(JUDGED, rating) for rating in (1.0, 4.5, 5.0, "5")] == [True, False, True, False]
    assert not extreme(RATIO, 1.0)


def test_low_scores_and_those_at_a_cap_above_full_are_remarkable() -> None:
    """A score under 60, or at a cap of 120, asks for a comment; a full score that is the cap does not."""
    scores = (59.99, 60.0, 119.0, 120.0, None)
    assert [remarkable(RATIO, score, Settings()) for score in scores] == [True, False, False, True, False]
    assert not remarkable(JUDGED, 100.0, Settings())


def test_words_are_asked_for_in_the_two_highest_and_the_two_lowest_grades() -> None:
    """Strengths belong to S and A, what to improve to C and D; of three grades one each."""
    assert (top_grades(GRADES), low_grades(GRADES)) == (("S", "A"), ("C", "D"))
    assert (top_grades(GRADES[:3]), low_grades(GRADES[:3])) == (("S",), ("B",))
