"""The rows of the Settings sheet, each with its kind and bounds; defaults stand in addin.scoring.scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from templates.tables.registers import REGISTERS

Kind = Literal["text", "zone", "number", "integer", "percent", "choice", "dates", "flag"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of Settings: its key, kind, bounds, and the table of choices it may be."""

    key: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    choices: str | None = None

    @property
    def module(self) -> str | None:
        """The module that this row switches on, if it is such a row."""
        return self.key.removeprefix(MODULE) if self.key.startswith(MODULE) else None


MODULE = "module."

SETTING_ROWS: tuple[Setting, ...] = (
    Setting("company", "text"),
    Setting("timezone", "zone"),
    Setting("full_score", "number", low=1, high=1000),
    Setting("total_floor", "number", low=0, high=1000),
    Setting("total_cap", "number", low=0, high=1000),
    Setting("decimals", "integer", low=0, high=4),
    Setting("missing", "choice", choices="missing"),
    Setting("neutral_score", "number", low=0, high=1000),
    Setting("minimum_share", "percent", low=0, high=1),
    Setting("line_min", "number", low=0, high=100),
    Setting("line_max", "number", low=0, high=100),
    Setting("lines_min", "integer", low=1, high=50),
    Setting("lines_max", "integer", low=1, high=50),
    Setting("measured_min", "number", low=0, high=100),
    Setting("headroom", "number", low=0, high=1000),
    Setting("comment_below", "number", low=0, high=1000),
    Setting("overall_comment_letters", "integer", low=0, high=1000),
    Setting("overall_comment_characters", "integer", low=0, high=1000),
    Setting("protection", "choice", choices="protection"),
    Setting("order", "choice", choices="order"),
    Setting("issue_by", "choice", choices="issue_by"),
    Setting("holidays", "dates"),
    Setting("make_up_days", "dates"),
    Setting("module.departments", "flag"),
    Setting("module.sources", "flag"),
    Setting("module.goals", "flag"),
    Setting("module.raters", "flag"),
    Setting("module.rater_training", "flag"),
    Setting("module.quotas", "flag"),
    Setting("module.coefficients", "flag"),
    Setting("module.adjustments", "flag"),
    Setting("module.checks", "flag"),
    Setting("module.participants", "flag"),
    Setting("module.reward_rules", "flag"),
    Setting("module.honour_rules", "flag"),
    Setting("module.salary_standards", "flag"),
    Setting("module.courses", "flag"),
    Setting("module.notice_texts", "flag"),
    Setting("module.roles", "flag"),
    Setting("module.guide", "flag"),
    *(Setting(f"{MODULE}{register}", "flag") for register in REGISTERS),
    Setting("okr_in_pay", "flag"),
    Setting("coefficient_form", "choice", choices="coefficient_form"),
    Setting("coefficient_share", "percent", low=0, high=1),
    Setting("coefficient_heads", "flag"),
    Setting("bonus_cap", "number", low=0, high=100),
    Setting("deduction_cap", "number", low=0, high=100),
    Setting("veto_ceiling", "text"),
    Setting("quota_mode", "choice", choices="quota_mode"),
    Setting("quota_minimum", "integer", low=0, high=1000),
    Setting("quota_new_months", "integer", low=0, high=24),
    Setting("gap_last_cycle", "number", low=0, high=1000),
    Setting("gap_departments", "number", low=0, high=1000),
    Setting("gap_manager_peers", "percent", low=0.05, high=1),
    Setting("gap_manager_peers_fine", "percent", low=0.05, high=1),
    Setting("gap_self_manager", "percent", low=0.05, high=1),
    Setting("review_patterns", "flag"),
    Setting("review_shift", "number", low=0, high=4),
    Setting("review_self_gap", "flag"),
    Setting("self_ratings", "flag"),
    Setting("rating_5", "text"),
    Setting("rating_4", "text"),
    Setting("rating_3", "text"),
    Setting("rating_2", "text"),
    Setting("rating_1", "text"),
    Setting("late_points", "number", low=0, high=100),
    Setting("served_min", "percent", low=0, high=1),
    Setting("served_coefficient", "number", low=0, high=3),
    Setting("interview_grades", "text"),
    Setting("interview_change", "integer", low=1, high=10),
    Setting("interview_everybody", "flag"),
    Setting("appeal_days", "integer", low=1, high=60),
    Setting("appeal_receipt_days", "integer", low=1, high=60),
    Setting("appeal_acceptance_days", "integer", low=1, high=60),
    Setting("appeal_decision_days", "integer", low=1, high=60),
    Setting("review_days", "integer", low=1, high=60),
    Setting("review_decision_days", "integer", low=1, high=60),
    Setting("plan_grade_once", "text"),
    Setting("plan_grade_again", "text"),
    Setting("plan_times", "integer", low=1, high=24),
    Setting("plan_out_of", "integer", low=1, high=24),
    Setting("plan_weeks", "integer", low=1, high=52),
    Setting("plan_extension_weeks", "integer", low=0, high=52),
    Setting("plan_success", "percent", low=0, high=10),
    Setting("plan_strong", "percent", low=0, high=10),
    Setting("probation_law", "flag"),
    Setting("probation_reminder_days", "integer", low=1, high=180),
    Setting("probation_manager", "number", low=0, high=100),
    Setting("probation_mentor", "number", low=0, high=100),
    Setting("probation_hr", "number", low=0, high=100),
    Setting("probation_peers", "number", low=0, high=100),
    Setting("probation_confirm", "number", low=0, high=1000),
    Setting("probation_early", "number", low=0, high=1000),
    Setting("probation_early_line", "number", low=0, high=1000),
    Setting("probation_early_served", "percent", low=0, high=1),
    Setting("probation_refuse", "number", low=0, high=1000),
    Setting("adaptation_months", "integer", low=1, high=24),
    Setting("annual_share", "percent", low=0, high=1),
    Setting("annual_months", "integer", low=1, high=12),
    Setting("annual_quarters", "integer", low=1, high=4),
    Setting("currency", "text"),
    Setting("currency_decimals", "integer", low=0, high=4),
    Setting("penalty_share", "percent", low=0, high=1),
    Setting("minimum_wage", "number", low=0, high=1_000_000),
    Setting("retention_results", "integer", low=1, high=50),
    Setting("retention_ratings", "integer", low=1, high=50),
    Setting("retention_appeals", "integer", low=1, high=50),
    Setting("reminder_days", "integer", low=0, high=30),
)

SECTIONS: Mapping[str, str] = {
    "company": "company",
    "full_score": "scores",
    "line_min": "templates",
    "comment_below": "comments",
    "protection": "workbooks",
    "module.departments": "modules",
    f"{MODULE}{next(iter(REGISTERS))}": "registers",
    "okr_in_pay": "departments",
    "bonus_cap": "adjustments",
    "quota_mode": "quotas",
    "gap_last_cycle": "checks",
    "self_ratings": "ratings",
    "late_points": "taking_part",
    "interview_grades": "interviews",
    "appeal_days": "appeals",
    "plan_grade_once": "improvement",
    "probation_law": "probation",
    "annual_share": "annual",
    "currency": "pay",
    "retention_results": "retention",
    "reminder_days": "notices",
}
"""The first setting of each group of rows, and the name of the group above it."""


def rows() -> Iterator[Setting | str]:
    """Yield the rows of the sheet in their order: each setting, and the name of a group before its first."""
    for setting in SETTING_ROWS:
        if setting.key in SECTIONS:
            yield SECTIONS[setting.key]
        yield setting
