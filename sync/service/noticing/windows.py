"""The last days of the steps of a cycle."""

from __future__ import annotations

from datetime import date

from addin.scoring.calendar import appeals_due, due_dates, goals_due, inputs_due, opinions_due
from sync.service.cycles import Rules


def windows(rules: Rules) -> dict[str, date]:
    """Return the last day of each step of a cycle."""
    cycle, settings = rules.cycle, rules.scheme.settings
    due = {step.removesuffix("_due"): day for step, day in due_dates(cycle, settings).items()}
    beside = {"goals": goals_due, "inputs": inputs_due, "opinions": opinions_due, "appeals": appeals_due}
    return due | {step: of(cycle, settings) for step, of in beside.items()}
