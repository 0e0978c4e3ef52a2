"""The company-wide numbers and choices of an appraisal, each with its documented default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Settings:
    """The company-wide numbers and choices of the Settings sheet; each has a documented default."""

    company: str = ""
    timezone: str = "Asia/Shanghai"
    full_score: float = 100.0
    total_floor: float = 0.0
    total_cap: float = 120.0
    decimals: int = 2
    missing: str = "block"
    neutral_score: float = 80.0
    minimum_share: float = 0.5
    line_min: float = 5.0
    line_max: float = 40.0
    lines_min: int = 5
    lines_max: int = 7
    measured_min: float = 60.0
    headroom: float = 105.0
    comment_below: float = 60.0
    overall_comment_letters: int = 40
    overall_comment_characters: int = 20
    protection: str = "soft"
    order: str = "person"
    issue_by: str = "department"
    holidays: tuple[date, ...] = ()
    make_up_days: tuple[date, ...] = ()
    modules: tuple[str, ...] = ()
    okr_in_pay: bool = False
    coefficient_form: str = "blend"
    coefficient_share: float = 0.2
    coefficient_heads: bool = False
    bonus_cap: float = 5.0
    deduction_cap: float = 10.0
    veto_ceiling: str = "C"
    quota_mode: str = "advise"
    quota_minimum: int = 20
    quota_new_months: int = 3
    gap_last_cycle: float = 20.0
    gap_departments: float = 8.0
    gap_manager_peers: float = 0.3
    gap_self_manager: float = 0.2
    rating_5: str = ""
    rating_4: str = ""
    rating_3: str = ""
    rating_2: str = ""
    rating_1: str = ""
    late_points: float = 0.0
    served_min: float = 0.3333
    served_coefficient: float = 1.0
    interview_grades: str = "S; C; D"
    interview_change: int = 2
    interview_everybody: bool = True
    appeal_days: int = 7
    appeal_receipt_days: int = 1
    appeal_acceptance_days: int = 3
    appeal_decision_days: int = 10
    review_days: int = 5
    review_decision_days: int = 10
    plan_grade_once: str = "D"
    plan_grade_again: str = "C"
    plan_times: int = 3
    plan_out_of: int = 6
    plan_weeks: int = 8
    plan_extension_weeks: int = 4
    plan_success: float = 0.1
    plan_strong: float = 0.2
    probation_law: bool = True
    probation_reminder_days: int = 15
    probation_manager: float = 50.0
    probation_mentor: float = 20.0
    probation_hr: float = 10.0
    probation_peers: float = 20.0
    probation_confirm: float = 80.0
    probation_early: float = 90.0
    probation_early_line: float = 70.0
    probation_early_served: float = 0.5
    probation_refuse: float = 60.0
    adaptation_months: int = 3
    annual_share: float = 0.7
    annual_months: int = 6
    annual_quarters: int = 2
    currency: str = "CNY"
    currency_decimals: int = 2
    penalty_share: float = 0.2
    minimum_wage: float = 0.0
    retention_results: int = 5
    retention_ratings: int = 2
    retention_appeals: int = 5
    self_ratings: bool = True
    review_patterns: bool = True
    review_shift: float = 0.5
    review_self_gap: bool = False
    reminder_days: int = 2
    gap_manager_peers_fine: float | None = None
