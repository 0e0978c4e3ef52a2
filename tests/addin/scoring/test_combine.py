"""From entries to scores, totals and grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.combine import score_form, score_forms, score_lines
from addin.scoring.form import Entry
from addin.scoring.scheme import Grade, Line, Settings

SETTINGS = Settings()
GRADES = (
    Grade("A", "A", 100.0, None, 1.15),
    Grade("B", "B", 85.0, 100.0, 1.0),
    Grade("C", "C", None, 85.0, 0.8),
)
SALES = Line("T", "SAL-01", 60.0, "ratio", 100.0, {"threshold": 0.6})
TEAM = Line("T", "SAL-07", 40.0, "rating", 4.0, {"half_steps": True})
LINES = (SALES, TEAM)


def entries(sales: Any = 100.0, team: Any = 4.0) -> dict[str, Entry]:
    """Return what was typed for the two lines."""
    return {"SAL-01": Entry("SAL-01", actual=sales), "SAL-07": Entry("SAL-07", manager_rating=team)}


def total(lines: tuple[Line, ...], typed: Mapping[str, Entry], settings: Settings = SETTINGS) -> float | None:
    """Return the total of a form."""
    return score_form(lines, typed, settings, GRADES).total


def test_the_total_is_the_weighted_mean() -> None:
    """Sixty parts of 100 and forty of 80 make 92, a B."""
    found = score_form(LINES, entries(), SETTINGS, GRADES)
    assert (found.total, found.grade) == (92.0, "B")
    assert [line.score for line in found.lines] == [100.0, 80.0]


def test_the_grade_uses_the_rounded_total() -> None:
    """99.995 is shown as 100.00 and is an A."""
    found = score_form((SALES,), {"SAL-01": Entry("SAL-01", 99.995)}, SETTINGS, GRADES)
    assert (found.total, found.grade) == (100.0, "A")
    assert found.lines[0].score == pytest.approx(99.995)


def test_the_total_is_held_between_its_limits() -> None:
    """A total above the cap is the cap, one below the floor the floor."""
    wide = replace(SALES, parameters={"cap": 150.0})
    assert total((wide,), entries(sales=140.0)) == 120.0
    assert total((wide,), entries(sales=10.0), replace(SETTINGS, total_floor=50.0)) == 50.0


def test_a_blank_blocks() -> None:
    """By default a missing value leaves the form without total and grade; it is never a zero."""
    found = score_form(LINES, entries(team=None), SETTINGS, GRADES)
    assert (found.total, found.grade) == (None, None)
    assert [line.blocks for line in found.lines] == [False, True]
    assert total(LINES, {}) is None


def test_renormalise_leaves_the_line_out() -> None:
    """The weights of the others fill the place of a missing line, if enough of them are left."""
    lines = (SALES, replace(TEAM, missing="renormalise"))
    assert total(lines, entries(sales=90.0, team=None)) == 90.0
    assert total((replace(SALES, missing="renormalise"), TEAM), entries(sales=None)) is None
    assert (
        total(
            (replace(SALES, missing="renormalise"), TEAM),
            entries(sales=None),
            replace(SETTINGS, minimum_share=0.4),
        )
        == 80.0
    )


def published(parts: dict[str, tuple[float, float | None, int]]) -> float | None:
    """Return the total of ratings, weight, rating and scale by name; None is not applicable."""
    lines = tuple(
        Line("T", key, weight, "rating", None, {"scale": k}) for key, (weight, _, k) in parts.items()
    )
    typed = {
        key: Entry(key, manager_rating=rating, applicable=rating is not None)
        for key, (_, rating, _) in parts.items()
    }
    return total(lines, typed)


def test_published_totals() -> None:
    """Totals that others have printed come out: any sum of weights, scales of 6, what is not applicable.

    Sources: Infor HR Talent Management guide, position section (3 and 5 of 6 by 20 and 30: 70 %); the same,
    overall appraisal score (3.06 of 5, weights adding up to 210); proformative.com, Employee Performance
    Evaluation (3 and 4 by 50 and 50, management N/A: 3.5); Oracle Cloud Customer Connect, discussion
    958313 (4.3 and 4.0 by 70 and 30: 4.21).
    """
    assert published({"one": (20, 3, 6), "two": (30, 5, 6)}) == 70.0
    shares = (0.6334, 0.5575, 0.545, 0.5889, 0.7833, 0.5833, 0.8)
    overall = zip("abcdefg", (40, 40, 30, 30, 20, 40, 10), shares, strict=True)
    found = published({key: (weight, 5 * share, 5) for key, weight, share in overall})
    assert found is not None
    assert round(found / 20, 2) == 3.06
    assert published({"goals": (50, 3, 5), "skills": (50, 4, 5), "managing": (50, None, 5)}) == 20 * 3.5
    assert published({"goals": (70, 4.3, 5), "competencies": (30, 4.0, 5)}) == 20 * 4.21


def test_neutral_counts_with_the_neutral_score() -> None:
    """A missing line counts with 80 points; its own score stays empty."""
    found = score_form((SALES, replace(TEAM, missing="neutral")), entries(team=None), SETTINGS, GRADES)
    assert found.total == 92.0
    assert (found.lines[1].score, found.lines[1].counts) == (None, True)


def test_not_applicable_takes_the_line_out() -> None:
    """Not applicable is a decision, whatever the policy; a typed value is not looked at."""
    typed = {**entries(sales=90.0), "SAL-07": Entry("SAL-07", manager_rating=4.0, applicable=False)}
    for policy in ("block", "renormalise", "neutral"):
        found = score_form((SALES, replace(TEAM, missing=policy)), typed, SETTINGS, GRADES)
        assert found.total == 90.0
        assert (found.lines[1].counts, found.lines[1].blocks) == (False, False)
    nothing = {"SAL-01": Entry("SAL-01", applicable=False), "SAL-07": Entry("SAL-07", applicable=False)}
    assert total(LINES, nothing) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "95", "4"])
@pytest.mark.parametrize("policy", ["block", "renormalise", "neutral"])
def test_what_is_no_number_blocks_and_is_named(value: Any, policy: str) -> None:
    """A wrong value is a coded problem under every policy, never a number and never a blank."""
    line = score_lines((replace(TEAM, missing=policy),), entries(team=value), SETTINGS)[0]
    assert (line.score, line.problem, line.blocks, line.counts) == (None, "value_not_number", True, False)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (replace(TEAM, target=None), "value_refused"),
        (replace(SALES, indicator="SAL-07", target=0.0, parameters={}), "target_not_positive"),
        (replace(SALES, indicator="SAL-07", target=None), "target_missing"),
        (replace(TEAM, parameters={"scale": 4.5, "half_steps": True}), "scale_not_whole"),
        (replace(TEAM, method="guess"), "method_unknown"),
    ],
)
def test_a_score_that_cannot_be_is_named(line: Line, problem: str) -> None:
    """Value, target, parameters or method that give no score are told apart."""
    typed = {"SAL-07": Entry("SAL-07", actual=9.0, manager_rating=9.0)}
    found = score_lines((line,), typed, SETTINGS)[0]
    assert (found.score, found.problem, found.blocks) == (None, problem, True)


def test_a_judged_line_takes_the_rating() -> None:
    """Ratings are scored where the line is judged, the actual where it is not."""
    typed = {"SAL-07": Entry("SAL-07", actual=2.0, self_rating=1.0, manager_rating=5.0)}
    assert score_lines((TEAM,), typed, SETTINGS)[0].score == 100.0
    surveyed = replace(TEAM, parameters={"value_from": "actual"})
    assert score_lines((surveyed,), typed, SETTINGS)[0].score == 40.0


def test_rows_of_one_method_keep_their_own_parameters() -> None:
    """A typed cap of one line is not lent to the next, which has the default."""
    lines = (
        Line("T", "a", 50.0, "ratio", 100.0, {"cap": 150.0}),
        Line("T", "b", 50.0, "ratio", 100.0, {}),
        Line("T", "c", 50.0, "ratio", 100.0, {"cap": None}),  # type: ignore[dict-item]
    )
    typed = {key: Entry(key, actual=140.0) for key in "abc"}
    assert [line.score for line in score_lines(lines, typed, SETTINGS)] == [140.0, 120.0, 120.0]


def test_all_forms_at_once_score_as_one_by_one() -> None:
    """The whole workbook in one go gives each person what the person gets alone."""
    band = Line("T", "b", 30.0, "tiers", None, {"bands": ((0.0, 3.5, 0.0), (3.5, None, 60.0))})
    forms = [
        ((SALES, TEAM, replace(band, weight=weight)), entries(sales, team) | {"b": Entry("b", sales)})
        for sales in (None, 50.0, 99.995, 130.0, "x")
        for team in (1.0, 4.5, None, 7.0)
        for weight in (0.0, 30.0)
    ]
    together = score_forms(forms, SETTINGS, GRADES)
    assert together == [score_form(lines, typed, SETTINGS, GRADES) for lines, typed in forms]
    assert score_forms([], SETTINGS, GRADES) == []


PEOPLE = st.lists(st.tuples(st.floats(0, 40), st.floats(1, 5)), min_size=1, max_size=8)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_total_does_not_depend_on_the_order(rated: list[tuple[float, float]], rng: Any) -> None:
    """Lines in any order make the same total."""
    lines = [Line("T", str(n), weight, "rating") for n, (weight, _) in enumerate(rated)]
    typed = {str(n): Entry(str(n), manager_rating=rating) for n, (_, rating) in enumerate(rated)}
    shuffled = rng.sample(lines, len(lines))
    assert total(tuple(lines), typed) == total(tuple(shuffled), typed)


@given(PEOPLE, st.sampled_from([0.5, 2.0, 8.0, 1024.0]))
def test_weights_have_no_scale(rated: list[tuple[float, float]], factor: float) -> None:
    """Weights of 30 and 70 or of 0.3 and 0.7 make the same total."""
    lines = [Line("T", str(n), weight, "rating") for n, (weight, _) in enumerate(rated) if weight > 1e-3]
    typed = {str(n): Entry(str(n), manager_rating=rating) for n, (_, rating) in enumerate(rated)}
    scaled = tuple(replace(line, weight=line.weight * factor) for line in lines)
    assert total(tuple(lines), typed) == total(scaled, typed)


@given(PEOPLE)
def test_the_total_lies_between_the_lowest_and_the_highest_line(rated: list[tuple[float, float]]) -> None:
    """A mean lies between its parts."""
    lines = tuple(Line("T", str(n), weight + 0.1, "rating") for n, (weight, _) in enumerate(rated))
    typed = {str(n): Entry(str(n), manager_rating=rating) for n, (_, rating) in enumerate(rated)}
    found = total(lines, typed)
    scores = [20 * rating for _, rating in rated]
    assert found is not None
    assert min(scores) - 0.005 - 1e-9 <= found <= max(scores) + 0.005 + 1e-9


@pytest.mark.parametrize("target", [None, 0.0, -5.0])
@pytest.mark.parametrize(
    ("missing", "counts", "blocks", "total"),
    [("renormalise", False, False, 80.0), ("block", False, True, None), ("neutral", True, False, 70.0)],
)
def test_a_target_that_cannot_be_used_counts_like_a_missing_value(
    target: float | None, missing: str, counts: bool, blocks: bool, total: float | None
) -> None:
    """Missing, zero or negative: the line has no score, is named, and follows the policy of the template."""
    lines = (
        Line("T", "A", 50, "ratio", 10.0),
        Line("T", "B", 50, "ratio", target, missing=missing),
    )
    entries = {"A": Entry("A", actual=8.0), "B": Entry("B", actual=7.0)}
    score = score_form(lines, entries, Settings(neutral_score=60.0), ())
    found = score.lines[1]
    assert (found.value, found.score, found.counts, found.blocks) == (7.0, None, counts, blocks)
    assert (found.problem or "").startswith("target_")
    assert score.total == total


def test_a_value_that_cannot_be_scored_blocks_whatever_the_policy() -> None:
    """Only a target is excused by the policy: a rating off its scale stays an open question."""
    lines = (Line("T", "A", 50, "ratio", 10.0), Line("T", "B", 50, "rating", None, missing="renormalise"))
    entries = {"A": Entry("A", actual=8.0), "B": Entry("B", manager_rating=9.0)}
    score = score_form(lines, entries, Settings(), ())
    assert score.lines[1].blocks
    assert score.total is None
