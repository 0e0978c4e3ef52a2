"""Working days and the deadlines that follow from them; holidays and make-up working days count."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from addin.scoring.scheme import Cycle, Settings

STEPS = {
    "ratings_due": 5,
    "submission_due": 6,
    "resubmission_due": 8,
    "publication_due": 11,
    "close_due": 21,
}
"""Working days after the end of the period by which each step ends. Source: product.md, A cycle."""

INPUTS = 2
"""Working days after the end of the period by which data and self ratings are to be there."""

GOALS_DAY = 3
"""Goals are agreed by this working day of the period."""

LONGER = {"quarter": 3, "half": 3, "year": 10}
"""Working days added to every step in longer cycles; a half-year has no less time than a quarter.

Source: defaults.md, Windows."""

REVIEW, DECISIONS = 9, 10
"""Working days after the end of the period by which HR has reviewed, and grades are decided and approved."""

OPINIONS = 5
"""Working days after publication for opinions and interviews. Source: product.md, A cycle."""


def is_working_day(day: date, holidays: Collection[date] = (), make_up_days: Collection[date] = ()) -> bool:
    """Tell whether people work on a day: a make-up day always, a holiday or weekend never."""
    if day in make_up_days:
        return True
    return day.weekday() < 5 and day not in holidays


def working_day_after(
    day: date, n: int, holidays: Iterable[date] = (), make_up_days: Iterable[date] = ()
) -> date:
    """Return the n-th working day after a day, the day itself not counted.

    n: working days [count, from 0]; 0 gives the day itself, negative counts backwards.
    """
    closed, open_ = frozenset(holidays), frozenset(make_up_days)
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, closed, open_)
    return day


def working_days_between(
    first: date, last: date, holidays: Collection[date] = (), make_up_days: Collection[date] = ()
) -> int:
    """Return how many working days lie behind one day up to another, the first not counted; 0 backwards."""
    days = (first + timedelta(days=one) for one in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays, make_up_days) for day in days)


def goals_due(cycle: Cycle, settings: Settings) -> date:
    """Return the last day to agree on goals: the third working day of the period.

    Goals that are agreed after the month are none. Source: defaults.md, Windows.
    """
    before = cycle.starts - timedelta(days=1)
    return working_day_after(before, GOALS_DAY, settings.holidays, settings.make_up_days)


def due_dates(cycle: Cycle, settings: Settings) -> dict[str, date]:
    """Return the last day of each step of a cycle: the date written in Cycles, otherwise the default.

    Defaults are working days after the end of the period (ratings 5, submission 6, resubmission 8,
    publication 11, close 21; 3 more in a quarter, 10 more in a year).
    """
    later = LONGER.get(cycle.kind, 0)
    due = {}
    for step, days in STEPS.items():
        written: date | None = getattr(cycle, step)
        due[step] = written or working_day_after(
            cycle.ends, days + later, settings.holidays, settings.make_up_days
        )
    return due


def opinions_due(cycle: Cycle, settings: Settings) -> date:
    """Return the last day for opinions on a cycle, and for talks about its results: 5 working days later."""
    published = due_dates(cycle, settings)["publication_due"]
    return working_day_after(published, OPINIONS, settings.holidays, settings.make_up_days)


def appeals_due(cycle: Cycle, settings: Settings) -> date:
    """Return the last day on which people may appeal against a result."""
    published = due_dates(cycle, settings)["publication_due"]
    return working_day_after(published, settings.appeal_days, settings.holidays, settings.make_up_days)


def inputs_due(cycle: Cycle, settings: Settings) -> date:
    """Return the day by which data and self ratings are to be there, before the managers rate."""
    days = INPUTS + LONGER.get(cycle.kind, 0)
    usual = working_day_after(cycle.ends, days, settings.holidays, settings.make_up_days)
    return min(usual, due_dates(cycle, settings)["ratings_due"])


def deadlines(cycle: Cycle, settings: Settings) -> dict[str, date]:
    """Return the last day of every step of a cycle, in the order of the steps.

    goals, inputs, ratings, submission, resubmission, review, approval, publication, opinions, appeals, close.
    Where HR wrote another day for a step, those that no day is written for do not come before or after it.
    """
    due = due_dates(cycle, settings)
    later = LONGER.get(cycle.kind, 0)

    def usual(days: int) -> date:
        return working_day_after(cycle.ends, days + later, settings.holidays, settings.make_up_days)

    def between(days: int, first: str, last: str) -> date:
        return min(max(usual(days), due[first]), max(due[first], due[last]))

    return {
        "goals": goals_due(cycle, settings),
        "inputs": inputs_due(cycle, settings),
        "ratings": due["ratings_due"],
        "submission": due["submission_due"],
        "resubmission": due["resubmission_due"],
        "review": between(REVIEW, "resubmission_due", "publication_due"),
        "approval": between(DECISIONS, "resubmission_due", "publication_due"),
        "publication": due["publication_due"],
        "opinions": opinions_due(cycle, settings),
        "appeals": appeals_due(cycle, settings),
        "close": due["close_due"],
    }
