"""Working days and deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.calendar import (
    due_dates,
    inputs_due,
    is_working_day,
    working_day_after,
    working_days_between,
)
from addin.scoring.scheme import Cycle, Settings

NATIONAL_DAY = tuple(date(2026, 10, day) for day in range(1, 8))
MAKE_UP = (date(2026, 9, 27), date(2026, 10, 10))


def test_weekends_are_skipped() -> None:
    """From a Friday the first working day is Monday."""
    assert working_day_after(date(2026, 7, 31), 1) == date(2026, 8, 3)
    assert working_day_after(date(2026, 7, 31), 0) == date(2026, 7, 31)
    assert working_day_after(date(2026, 8, 3), -1) == date(2026, 7, 31)


def test_holidays_and_make_up_days_count() -> None:
    """The national holiday is skipped, the Saturday worked instead is not."""
    assert working_day_after(date(2026, 9, 30), 1, NATIONAL_DAY) == date(2026, 10, 8)
    assert working_day_after(date(2026, 9, 30), 3, NATIONAL_DAY, MAKE_UP) == date(2026, 10, 10)
    assert is_working_day(date(2026, 9, 27), NATIONAL_DAY, MAKE_UP)


@pytest.mark.parametrize(("kind", "later"), [("month", 0), ("quarter", 3), ("half", 3), ("year", 10)])
def test_default_deadlines(kind: str, later: int) -> None:
    """Each step falls on its working day after the period, later in longer cycles."""
    cycle = Cycle("2026-Q3", kind, date(2026, 7, 1), date(2026, 9, 30))
    settings = Settings(holidays=NATIONAL_DAY, make_up_days=MAKE_UP)
    found = due_dates(cycle, settings)
    days = {
        "ratings_due": 5,
        "submission_due": 6,
        "resubmission_due": 8,
        "publication_due": 11,
        "close_due": 21,
    }
    assert found == {
        step: working_day_after(cycle.ends, n + later, NATIONAL_DAY, MAKE_UP) for step, n in days.items()
    }


def test_a_known_quarter() -> None:
    """The third quarter of 2026 is due on 2026-10-19, counted by hand: P+9 over the holiday."""
    cycle = Cycle("2026-Q3", "quarter", date(2026, 7, 1), date(2026, 9, 30))
    settings = Settings(holidays=NATIONAL_DAY, make_up_days=MAKE_UP)
    assert due_dates(cycle, settings)["submission_due"] == date(2026, 10, 19)


def test_written_dates_win() -> None:
    """A date in the Cycles sheet stands instead of the default."""
    cycle = Cycle("c", "month", date(2026, 9, 1), date(2026, 9, 30), submission_due=date(2026, 10, 4))
    found = due_dates(cycle, Settings())
    assert found["submission_due"] == date(2026, 10, 4)
    assert found["ratings_due"] == date(2026, 10, 7)


def test_figures_and_own_views_come_before_the_ratings() -> None:
    """They are due two working days after the period, in a quarter five, and never after the ratings."""
    quarter = Cycle("2026-Q3", "quarter", date(2026, 7, 1), date(2026, 9, 30))
    settings = Settings(holidays=NATIONAL_DAY, make_up_days=MAKE_UP)
    assert inputs_due(quarter, settings) == working_day_after(quarter.ends, 5, NATIONAL_DAY, MAKE_UP)
    hurried = replace(quarter, ratings_due=date(2026, 10, 2))
    assert inputs_due(hurried, settings) == date(2026, 10, 2)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60), st.sets(st.integers(1, 90)))
def test_exactly_n_working_days_lie_between(day: date, n: int, off: set[int]) -> None:
    """The day found is a working day, and n working days lie after the start up to it."""
    holidays = {day + timedelta(days=k) for k in off}
    end = working_day_after(day, n, holidays)
    span = [day + timedelta(days=k) for k in range(1, (end - day).days + 1)]
    assert span[-1] == end
    assert sum(is_working_day(found, holidays) for found in span) == n
    assert is_working_day(end, holidays)


def test_working_days_between_two_days():
    """The first day is not counted, a weekend is none, a make-up day is one; backwards there are none."""
    friday, monday = date(2026, 10, 2), date(2026, 10, 5)
    assert working_days_between(friday, monday) == 1
    assert working_days_between(friday, monday, make_up_days=[date(2026, 10, 3)]) == 2
    assert working_days_between(friday, monday, holidays=[monday]) == 0
    assert (working_days_between(friday, friday), working_days_between(monday, friday)) == (0, 0)
