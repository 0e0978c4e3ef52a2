"""The starter against the default scheme, value by value: rules, eight templates, anchors."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from addin.scoring.scheme import Scheme
from addin.texts import LANGUAGES
from templates.books.scheme import starter

FULL = "floor 0 cap 120"
RATED = "scale 5 style proportional half_steps True value_from ratings pass_mark 4"
ASKED = "scale 5 style proportional value_from actual pass_mark 4"
WITHIN = "style absolute width 0.05 zero 0.15"

TEMPLATES = f"""
SALES SAL-01 ratio 30 300 threshold 0.6 {FULL}
SALES SAL-02 linear 15 0.15 points 0:40;0.15:100;0.25:120 below zero
SALES SAL-03 ratio 15 15 {FULL}
SALES SAL-04 linear 15 0.95 points 0.8:0;0.95:100;1:120 below zero
SALES SAL-05 rating 10 4 {ASKED}
SALES SAL-06 deduct 5 0 each 20 floor 0
SALES SAL-07 rating 10 4 {RATED}
RND RND-01 milestone 30 1 floor 0
RND RND-02 tiers 15 1 bands 0..1:80;1..2:100;2..:120
RND RND-03 reverse 15 5 style linear {FULL}
RND RND-04 interval 10 0 {WITHIN}
RND RND-05 linear 10 0.95 points 0.85:0;0.95:100;1:120 below zero
RND RND-06 rating 10 4 {RATED}
RND RND-07 rating 10 4 {RATED}
CS CS-01 ratio 25 3600 threshold 0.6 {FULL}
CS CS-02 tiers 25 4 bands 0..3.5:0;3.5..4:60;4..4.3:80;4.3..4.6:90;4.6..4.8:100;4.8..:120
CS CS-03 linear 15 0.95 points 0.8:0;0.95:100;0.99:120 below zero
CS CS-04 linear 15 0.8 points 0.6:0;0.8:100;0.9:120 below zero
CS CS-05 deduct 10 0 each 20 floor 0
CS CS-06 rating 10 4 {RATED}
PRD PRD-01 ratio 25 50 threshold 0.6 {FULL}
PRD PRD-02 ratio 20 1 {FULL}
PRD PRD-03 linear 20 0.97 points 0.9:0;0.97:100;0.99:120 below zero
PRD PRD-04 reverse 10 0.02 style linear {FULL}
PRD PRD-05 deduct 15 0 each 5 floor 0
PRD PRD-06 rating 10 4 {RATED}
FIN FIN-01 linear 25 0.95 points 0.9:0;0.95:100;0.99:120 below zero
FIN FIN-02 deduct 20 0 each 10 floor 0
FIN FIN-03 interval 20 0 {WITHIN}
FIN FIN-04 reverse 10 0.08 style linear {FULL}
FIN FIN-05 deduct 15 0 each 20 floor 0
FIN FIN-06 rating 10 4 {ASKED}
HR HR-01 ratio 20 0.9 {FULL}
HR HR-02 ratio 15 1 {FULL}
HR HR-03 linear 20 0.95 points 0.8:0;0.95:100;1:120 below zero
HR HR-04 linear 15 0.95 points 0.85:0;0.95:100;1:120 below zero
HR HR-05 interval 10 0 {WITHIN}
HR HR-06 rating 10 4 {ASKED}
HR HR-07 rating 10 4 {RATED}
ADM ADM-01 linear 25 0.95 points 0.75:0;0.95:100;1:120 below zero
ADM ADM-02 rating 15 4 {RATED}
ADM ADM-03 interval 15 0 {WITHIN}
ADM ADM-04 linear 15 0.95 points 0.85:0;0.95:100;1:120 below zero
ADM ADM-05 linear 10 0.95 points 0.7:0;0.95:100;1:120 below zero
ADM ADM-06 rating 20 4 {ASKED}
MGT MGT-01 ratio 30 1 threshold 0.6 {FULL}
MGT MGT-02 interval 15 0 {WITHIN}
MGT MGT-03 milestone 15 1 floor 0
MGT MGT-04 linear 10 0.1 points 0:60;0.1:100;0.2:120 below zero
MGT MGT-05 linear 10 0.95 points 0.7:0;0.95:100;1:120 below zero
MGT MGT-06 reverse 5 0.05 style linear {FULL}
MGT MGT-07 rating 15 4 {RATED}
"""
"""Template, indicator, method, weight, target (amounts and counts for a quarter), parameters."""

BEHAVIOUR = "SAL-07 RND-07 CS-06 PRD-06 FIN-06 HR-06 HR-07 ADM-06 MGT-07"
JUDGED = {
    **dict.fromkeys(("SAL-07", "RND-07"), ("Makes others succeed", "带动他人")),
    **dict.fromkeys(("MGT-07",), ("Team grows and beats goals", "团队持续成长")),
    **dict.fromkeys(("RND-06", "ADM-02"), ("Sets the standard", "成为标杆")),
    **dict.fromkeys(("HR-07",), ("Owns what nobody assigned", "主动担当")),
    **dict.fromkeys(("CS-06",), ("Customers praise by name", "客户点名表扬")),
}
"""What the rating 5 means, by the kind of indicator."""

SETTINGS = {
    "full_score": 100, "total_floor": 0, "total_cap": 120, "decimals": 2, "missing": "block",
    "line_min": 5, "line_max": 40, "lines_min": 5, "lines_max": 7, "measured_min": 60, "headroom": 105,
    "comment_below": 60, "overall_comment_letters": 40, "overall_comment_characters": 20,
    "coefficient_form": "blend", "coefficient_share": 0.2, "coefficient_heads": False,
    "bonus_cap": 5, "deduction_cap": 10, "veto_ceiling": "C",
    "quota_mode": "advise", "quota_minimum": 20, "quota_new_months": 3,
    "gap_manager_peers": 0.2, "gap_manager_peers_fine": 0.15, "gap_self_manager": 0.2,
    "review_patterns": True, "review_shift": 0.5, "review_self_gap": False, "late_points": 0,
    "served_min": 0.3333, "served_coefficient": 1,
    "interview_grades": "S; C; D", "interview_change": 2, "interview_everybody": True,
    "appeal_days": 7, "appeal_receipt_days": 1, "appeal_acceptance_days": 3, "appeal_decision_days": 10,
    "review_days": 5, "review_decision_days": 10,
    "plan_grade_once": "D", "plan_grade_again": "C", "plan_times": 3, "plan_out_of": 6, "plan_weeks": 8,
    "plan_extension_weeks": 4, "plan_success": 0.1, "plan_strong": 0.2,
    "probation_reminder_days": 15, "probation_manager": 50, "probation_mentor": 20, "probation_hr": 10,
    "probation_peers": 20, "probation_confirm": 80, "probation_early": 90, "probation_early_line": 70,
    "probation_early_served": 0.5, "probation_refuse": 60, "adaptation_months": 3,
    "annual_share": 0.7, "annual_months": 6, "annual_quarters": 2, "penalty_share": 0.2,
    "retention_results": 5, "retention_ratings": 2, "retention_appeals": 5,
}  # fmt: skip

GRADES = [("S", 105, None, 1.3), ("A", 100, 105, 1.15), ("B", 85, 100, 1), ("C", 70, 85, 0.8),
          ("D", None, 70, 0.5)]  # fmt: skip
REWARDS = {"commendation": (1, 200), "merit": (2, 500), "major-merit": (4, 2000), "warning": (-2, None),
           "demerit": (-4, None), "major-demerit": (-8, None)}  # fmt: skip
TIERS = [(None, 0.8, 0), (0.8, 1, 0.01), (1, 1.2, 0.013), (1.2, None, 0.016)]
HONOURS = {"employee": ("A", 0.08, 10), "team": ("A", 0.2, None), "progress": (None, 0.03, None),
           "potential": ("A", 0.05, None), "promotion": ("A", None, None)}  # fmt: skip
MERIT = {"S": "6-8 4-6 3-4", "A": "4-6 3-4 2-3", "B": "3-4 2-3 1-2", "C": "0-1 0-0 0-0", "D": "0-0 0-0 0-0"}


@cache
def rules(language: str) -> Scheme:
    """Return the rules of the starter."""
    return starter(language, date(2026, 11, 20)).scheme


def told(value: Any) -> str:
    """Write a parameter as the table above does."""
    if isinstance(value, tuple):
        return ";".join(f"{'..'.join(told(end) for end in ends)}:{told(score)}" for *ends, score in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_eight_templates(language: str) -> None:
    """Every line has the weight, method, target and parameters of the default scheme, and no others."""
    lines = [line for template in rules(language).templates.values() for line in template]
    found = {(line.template, line.indicator): line for line in lines}
    table = [row.split() for row in TEMPLATES.strip().splitlines()]
    assert list(found) == [(row[0], row[1]) for row in table]
    for template, indicator, method, weight, target, *rest in table:
        line = found[template, indicator]
        assert (line.method, line.weight, line.target) == (method, float(weight), float(target))
        given = {key: told(value) for key, value in line.parameters.items()}
        assert given == dict(zip(rest[::2], rest[1::2], strict=True)), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_categories_and_anchors(language: str) -> None:
    """Behaviour is called so; every rated indicator says what the ratings mean, in the default words."""
    indicators = rules(language).indicators
    assert {key for key, one in indicators.items() if one.category == "behaviour"} == set(BEHAVIOUR.split())
    for key, meanings in JUDGED.items():
        assert meanings[LANGUAGES.index(language)] in indicators[key].anchors[0]
        assert all(indicators[key].anchors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings(language: str) -> None:
    """Every setting has its default, and the ratings mean what the default scheme says."""
    settings = rules(language).settings
    assert {key: getattr(settings, key) for key in SETTINGS} == SETTINGS
    assert all(getattr(settings, f"rating_{rating}") for rating in range(1, 6))


@pytest.mark.parametrize("language", LANGUAGES)
def test_grades_quotas_coefficients(language: str) -> None:
    """Bands, coefficients, quotas and shares of top grades are those of the default scheme."""
    scheme = rules(language)
    assert [(one.id, one.low, one.high, one.coefficient) for one in scheme.grades] == GRADES
    quotas = [(one.grade, one.share, one.at_most) for one in scheme.quotas]
    assert quotas == [
        ("S", 0.05, True),
        ("A", 0.25, True),
    ]
    assert [one.top_share for one in scheme.coefficients] == [0.35, 0.3, 0.25, 0.15, 0.1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rewards_honours_raises(language: str) -> None:
    """Rewards, tiers, honours and the merit matrix are those of the default scheme."""
    scheme = rules(language)
    by_key = {one.rule: one for one in scheme.reward_rules}
    assert {key: (by_key[key].credit, by_key[key].amount) for key in REWARDS} == REWARDS
    tiers = [one for one in scheme.reward_rules if one.kind == "tier"]
    assert [(one.low, one.high, one.rate) for one in tiers] == TIERS
    factors = [one.factor for one in scheme.reward_rules if one.kind == "market"]
    assert (min(filter(None, factors)), max(filter(None, factors))) == (0.8, 1.2)
    assert {one.honour: (one.grade, one.share, one.one_from) for one in scheme.honour_rules} == HONOURS
    raises: dict[str, list[str]] = {}
    for one in scheme.salary_standards:
        low, high = one.raise_low or 0, one.raise_high or 0
        raises.setdefault(one.grade or "", []).append(f"{low * 100:g}-{high * 100:g}")
    assert {grade: " ".join(ranges) for grade, ranges in raises.items()} == MERIT
