"""Groups in figures, and grades against the guide."""

from __future__ import annotations

import pytest

from addin.scoring.scheme import Grade, Quota
from sync.analysis.groups import coefficient, figures, guides

AT_MOST = (Quota("S", 0.05, at_most=True), Quota("A", 0.25, at_most=True))


def test_a_group_in_figures():
    """Mean, spread, ends and the middle of some scores; spread is the sample standard deviation."""
    found = figures([80, 90, 100, 110])
    assert (found.people, found.mean, found.lowest, found.middle, found.highest) == (4, 95, 80, 95, 110)
    assert found.spread == pytest.approx((500 / 3) ** 0.5)


@pytest.mark.parametrize(("scores", "mean", "spread"), [([], None, None), ([88], 88, None)])
def test_few_scores_say_little(scores, mean, spread):
    """Nobody has no mean, one person no spread."""
    assert (figures(scores).mean, figures(scores).spread) == (mean, spread)


def test_at_most_includes_the_better_grades():
    """S and A together may be a quarter: what A adds to S is its room; quotas round down."""
    found = guides(AT_MOST, {"S": 1, "A": 6, "B": 23})
    assert (found["S"].people, found["S"].over, found["S"].room) == (1, 0, 0.05)
    assert (found["A"].grades, found["A"].people, found["A"].over) == (("S", "A"), 7, 0)
    assert found["A"].room == pytest.approx(0.2)
    assert "B" not in found


def test_who_is_above_the_guide_is_counted():
    """People beyond the quota are counted with the grades that share it."""
    found = guides(AT_MOST, {"S": 3, "A": 6, "B": 11})
    assert (found["S"].over, found["A"].over) == (2, 4)


def test_a_share_that_binary_numbers_miss():
    """29 % of 100 are 29 people, although 0.29 times 100 is a little less in binary numbers."""
    (only,) = guides([Quota("A", 0.29, at_most=True)], {"A": 30, "B": 70}).values()
    assert (only.people, only.over) == (29, 1)


def test_exact_shares_stand_alone():
    """A quota that should be met counts its own grade only, rounded to the nearest person."""
    (only,) = guides([Quota("B", 0.65)], {"S": 4, "B": 6}).values()
    assert (only.grades, only.people, only.room) == (("B",), 7, 0.65)


def test_the_mean_coefficient():
    """Coefficients are weighed by people; without anybody there is none."""
    grades = (Grade("A", "Good", 90, None, 1.2), Grade("B", "Fair", None, 90, 0.8))
    assert coefficient({"A": 1, "B": 3}, grades) == pytest.approx(0.9)
    assert coefficient({"A": 0, "B": 0}, grades) is None
