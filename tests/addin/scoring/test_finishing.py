"""From the weighted sum to the final score."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.explain_finish import finishing_steps
from addin.scoring.finishing import Finish, Unit, by_days, counted, finished
from addin.scoring.grading import best_first
from addin.scoring.scheme import Adjustment, Grade, Settings

GRADES = (
    Grade("S", "S", 110.0, None, 1.3),
    Grade("A", "A", 100.0, 110.0, 1.15),
    Grade("B", "B", 85.0, 100.0, 1.0),
    Grade("C", "C", 70.0, 85.0, 0.8),
    Grade("D", "D", None, 70.0, 0.5),
)
PLACE = {grade.id: place for place, grade in enumerate(best_first(GRADES))}
POINTS = st.floats(-50, 200)
MEANS = st.none() | POINTS
UNITS = st.lists(st.builds(Unit, st.just("D"), POINTS, st.floats(0.5, 1.5), st.integers(1, 366)), max_size=3)
ITEMS = st.sampled_from(("Patent", " patent", "Fire drill", "Fraud"))
CHANGES = st.lists(
    st.builds(
        Adjustment,
        cycle=st.just("C"),
        employee=st.just("1"),
        kind=st.sampled_from(("bonus", "deduction", "veto")),
        item=ITEMS,
        amount=st.none() | st.floats(0, 20),
        effect=st.sampled_from(("ceiling", "lowest", "zero")),
        ceiling=st.sampled_from((None, "A", "B", "C", "D")),
    ),
    max_size=6,
)
SETTINGS = st.builds(
    Settings,
    coefficient_form=st.sampled_from(("blend", "multiply", "limit")),
    coefficient_share=st.floats(0, 1),
    bonus_cap=st.floats(0, 10),
    deduction_cap=st.floats(0, 20),
    total_cap=st.sampled_from((100.0, 120.0)),
    total_floor=st.sampled_from((0.0, 20.0)),
    decimals=st.integers(0, 3),
)


@given(MEANS, UNITS, CHANGES, SETTINGS)
def test_a_final_score_lies_between_floor_and_cap(
    mean: float | None, units: list[Unit], changes: list[Adjustment], settings: Settings
) -> None:
    """Whatever is added and taken, a score lies within the limits of a total, or is 0 by a veto."""
    found = finished(mean, units, changes, settings, GRADES)
    assert (found.score is None) == (mean is None) == (found.grade is None)
    lowest = 0.0 if found.veto is not None and found.veto.effect == "zero" else settings.total_floor
    assert found.score is None or lowest <= found.score <= settings.total_cap
    assert 0 <= found.bonus <= settings.bonus_cap
    assert 0 <= found.deduction <= settings.deduction_cap


@given(POINTS, UNITS, CHANGES, SETTINGS, st.randoms(use_true_random=False))
def test_the_order_of_adjustments_does_not_matter(
    mean: float, units: list[Unit], changes: list[Adjustment], settings: Settings, rng: Any
) -> None:
    """The same adjustments in any order give the same score, grade and ceiling, to the last bit."""
    shuffled = rng.sample(changes, len(changes))
    one, other = (finished(mean, units, listed, settings, GRADES) for listed in (changes, shuffled))
    assert told(one) == told(other)


def told(found: Finish) -> tuple[object, ...]:
    """Return what a person is told of a final score."""
    return found.score, found.grade, found.ceiling, found.bonus, found.deduction


@given(POINTS, UNITS, CHANGES, SETTINGS)
def test_a_veto_never_improves_a_grade(
    mean: float, units: list[Unit], changes: list[Adjustment], settings: Settings
) -> None:
    """With a veto neither score nor grade is better than without, and the grade never above its ceiling."""
    without = [one for one in changes if one.kind != "veto"]
    with_veto, plain = (finished(mean, units, listed, settings, GRADES) for listed in (changes, without))
    assert with_veto.score is not None
    assert plain.score is not None
    assert with_veto.score <= plain.score
    assert PLACE[with_veto.grade or ""] >= PLACE[plain.grade or ""]
    if with_veto.ceiling is not None:
        assert PLACE[with_veto.grade or ""] >= PLACE[with_veto.ceiling]


@given(POINTS, UNITS, CHANGES)
def test_a_share_of_nothing_changes_nothing(
    mean: float, units: list[Unit], changes: list[Adjustment]
) -> None:
    """Blending with a share of 0 gives the score without any department."""
    settings = Settings(coefficient_form="blend", coefficient_share=0.0)
    blended, alone = (finished(mean, found, changes, settings, GRADES) for found in (units, []))
    assert told(blended) == told(alone)


@given(st.lists(st.tuples(POINTS, st.integers(1, 366)), min_size=1, max_size=5))
def test_a_mean_by_days_lies_within_its_values(posts: list[tuple[float, int]]) -> None:
    """Several posts give a score between the lowest and the highest, and a single one its own."""
    values, days = zip(*posts, strict=True)
    found = by_days(values, days)
    assert min(values) - 1e-9 <= found <= max(values) + 1e-9
    assert by_days(values[:1], days[:1]) == pytest.approx(values[0], abs=1e-9)


@given(CHANGES, st.floats(0, 20))
def test_the_same_thing_counts_once(changes: list[Adjustment], cap: float) -> None:
    """Listing an adjustment twice, or again at a lower level, adds nothing."""
    lower = [replace(one, amount=(one.amount or 0) / 2) for one in changes]
    assert counted([*changes, *changes, *lower], "bonus", cap) == counted(changes, "bonus", cap)


def test_a_published_mean_of_two_halves() -> None:
    """3.76 and 4.21, each told as 3.8 and 4.2, make 4.0 for the year.

    Goals weigh 70 and competencies 30: 4.0 and 3.2 in the first half, 4.3 and 4.0 in the second.
    Source: Oracle Cloud Customer Connect, discussion 958313, Final Rating based on two Performance Documents.
    """
    first, second = 0.7 * 4.0 + 0.3 * 3.2, 0.7 * 4.3 + 0.3 * 4.0
    settings = Settings(decimals=1, total_cap=5.0)
    halves = [finished(mean, [], [], settings, ()).score for mean in (first, second)]
    assert halves == [3.8, 4.2]
    assert by_days([3.8, 4.2], [1, 1]) == pytest.approx(4.0)


def final_rule(form: str, *own: Adjustment) -> str:
    """Return how the final score of a person in one department is explained."""
    settings = Settings(coefficient_form=form)
    finish = finished(90.0, (Unit("D", 80.0, 0.9),), own, settings, GRADES)
    return [one.step.rule for one in finishing_steps(finish, own, settings, GRADES)][-2]


def test_a_score_of_zero_is_told_as_the_veto() -> None:
    """A score of 0 by a veto names the veto alone, not what went before it."""
    assert final_rule("blend", Adjustment("C", "1", "veto", "Fraud", effect="zero")) == "0 by the veto"


def test_the_department_is_told_where_it_changes_the_score() -> None:
    """The final score is with department by blend and multiply, without it by limit."""
    assert {form: "department" in final_rule(form) for form in ("blend", "multiply", "limit")} == {
        "blend": True,
        "multiply": True,
        "limit": False,
    }
