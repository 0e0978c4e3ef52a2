"""Tests of what the Cover counts: grades against the guide, targets that are agreed."""

from __future__ import annotations

from dataclasses import replace

from addin.scoring.scheme import Quota
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import state_of
from templates.books.department.tally import has_guide, rows_of, tally_values
from tests.builders import SUMMARIES, TYPED, sample_plan
from tests.templates.books.department.test_editions import AGREED, TARGETS

QUOTAS = (Quota("S", 0.05, at_most=True), Quota("A", 0.25, at_most=True), Quota("D", 0.5))


def with_quotas(**settings: object) -> DepartmentPlan:
    """Return the sample plan with a guide for the grades."""
    return replace(sample_plan(modules=("quotas",), **settings), quotas=QUOTAS)


def test_few_people_are_told_shares_and_no_numbers() -> None:
    """Percentages of four people are noise; a limit counts the better grades in."""
    guides = [row.guide for row in rows_of(with_quotas(), 0)]
    assert guides == ["S: at most 5%", "S+A: at most 25%", "", "", "D: 50%", ""]


def test_people_enough_are_told_numbers() -> None:
    """A limit is rounded down, a share to the nearest whole person."""
    guides = [row.guide for row in rows_of(with_quotas(quota_minimum=4), 0)]
    assert guides == ["S: at most 5% (0)", "S+A: at most 25% (1)", "", "", "D: 50% (2)", ""]


def test_without_the_module_there_is_no_guide() -> None:
    """Neither is there one in the goals edition, which has no grades."""
    assert has_guide(with_quotas())
    assert not has_guide(replace(sample_plan(), quotas=QUOTAS))
    assert not has_guide(replace(with_quotas(edition="goals")))


def _counted(plan: DepartmentPlan, *typed: object) -> list[object]:
    state = state_of(plan, *typed)  # type: ignore[arg-type]
    return [value for spot, value in tally_values(plan, state, 0, "Cover") if isinstance(value, int)]


def test_grades_and_targets_are_counted() -> None:
    """People by grade and those not complete yet; targets set, still to be set, and people who agreed."""
    assert _counted(sample_plan(), TYPED, SUMMARIES) == [0, 0, 4, 0, 0, 0]
    assert _counted(sample_plan(), {}, {}) == [0, 0, 0, 0, 0, 4]
    assert _counted(sample_plan(edition="goals"), TARGETS, AGREED) == [13, 3, 4]
