"""The rows of the Settings sheet, each with its kind and bounds; defaults stand in addin.scoring.scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    Setting("module.departments", "flag"),
    Setting("module.sources", "flag"),
    Setting("module.goals", "flag"),
    Setting("module.quotas", "flag"),
    Setting("module.coefficients", "flag"),
    Setting("module.adjustments", "flag"),
    Setting("module.checks", "flag"),
)
