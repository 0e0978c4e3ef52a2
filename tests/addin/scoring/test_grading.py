"""Grades and ranks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.grading import grade_of, inspect_grades, ranks
from addin.scoring.scheme import Grade
from addin.texts import say

GRADES = (
    Grade("S", "S", 105.0, None, 1.3),
    Grade("A", "A", 100.0, 105.0, 1.15),
    Grade("B", "B", 85.0, 100.0, 1.0),
    Grade("C", "C", 70.0, 85.0, 0.8),
    Grade("D", "D", None, 70.0, 0.5),
)


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        (105.0, "S"),
        (104.99, "A"),
        (100.0, "A"),
        (85.0, "B"),
        (84.99, "C"),
        (70.0, "C"),
        (69.99, "D"),
        (0.0, "D"),
    ],
)
def test_a_band_holds_its_beginning(total: float, grade: str) -> None:
    """A total on the border belongs to the better grade."""
    assert grade_of(total, GRADES) == grade


def test_no_total_no_grade() -> None:
    """Without a total, or outside all bands, there is no grade."""
    assert grade_of(None, GRADES) is None
    assert grade_of(60.0, GRADES[:3]) is None


def test_competition_ranks() -> None:
    """Equal totals share a rank, the next is skipped, and who has no result has no rank."""
    assert ranks([90.0, 95.0, None, 90.0, 80.0]) == [2, 1, None, 2, 4]
    assert ranks([]) == []


@given(st.lists(st.none() | st.integers(0, 12).map(float)), st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_the_order(totals: list[float | None], rng: object) -> None:
    """A rank is one more than the number of better totals, wherever a person stands."""
    for total, rank in zip(totals, ranks(totals), strict=True):
        better = sum(other is not None and total is not None and other > total for other in totals)
        assert rank == (None if total is None else better + 1)


@pytest.mark.parametrize(
    ("bands", "codes"),
    [
        ([(100, None), (None, 100)], []),
        ([(None, None)], []),
        ([(None, 94), (95, None)], ["grade_gap"]),
        ([(None, 96), (95, None)], ["grade_overlap"]),
        ([(60, 95), (95, 120)], ["grade_bottom", "grade_top"]),
        ([(None, 60), (60, 60), (60, None)], ["grade_empty"]),
        ([(None, None), (60, None)], ["grade_overlap"]),
        ([], ["grades_none"]),
    ],
)
def test_bands_of_grades_are_inspected(
    bands: list[tuple[float | None, float | None]], codes: list[str]
) -> None:
    """Holes, overlaps, empty bands and closed ends are found and have words in both languages."""
    grades = [Grade(f"G{n}", "", low, high, 1.0) for n, (low, high) in enumerate(bands)]
    found = list(inspect_grades(grades))
    assert [trouble.code for trouble in found] == codes
    for trouble in found:
        for language in ("en", "zh"):
            assert "{" not in say(f"methods.troubles.{trouble.code}.what", language, **trouble.values)
            assert "{" not in say(f"methods.troubles.{trouble.code}.mend", language, **trouble.values)
