"""The way of an appeal under any order of acts, its days at their edges, and who may not act on it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.calendar import is_working_day
from addin.scoring.settings import Settings
from sync.process import appeals
from sync.process.appeals import ALLOWED, OPEN, Act, Appeal
from tests.builders import sample_roster

FILED = Appeal("A-0001", "2026-Q3", "00123", "result", "why", "Li Na", "2026-10-21")
ROSTER = sample_roster()
SETTINGS = Settings()
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def walked(draw):
    """Draw an appeal after any number of allowed acts, a working day after each other or on the same day."""
    appeal, day = FILED, date.fromisoformat(FILED.filed_on)
    for _ in range(draw(st.integers(0, 8))):
        following = sorted(ALLOWED[appeal.state])
        if not following:
            break
        day += timedelta(days=draw(st.integers(0, 4)))
        by = draw(st.sampled_from(("Zhang Wei", "Chen", "Ma")))
        appeal = appeals.went(appeal, Act(draw(st.sampled_from(following)), by, day.isoformat()))
    return appeal


@given(walked(), st.sampled_from(sorted(ALLOWED)))
def test_no_order_of_acts_leads_to_an_illegal_state(appeal, state):
    """Whatever was done is a way of allowed steps, and a step that is not allowed is never taken."""
    states = ["filed", *(act.state for act in appeal.acts)]
    assert all(after in ALLOWED[was] for was, after in pairwise(states))
    if appeals.may(appeal, state):
        assert appeals.went(appeal, Act(state, "x", "2026-12-31")).state == state
    else:
        with pytest.raises(AssertionError):
            appeals.went(appeal, Act(state, "x", "2026-12-31"))


@given(walked())
def test_an_appeal_is_looked_at_twice_at_most(appeal):
    """A second review is asked for once, and ends for good."""
    states = [act.state for act in appeal.acts]
    assert sum(one in ("refused", "decided") for one in states) <= 1
    assert states.count("closed") <= 1
    assert appeal.state != "closed" or not ALLOWED["closed"]


@given(walked(), DAYS)
def test_who_is_next_and_until_when_go_together(appeal, day):
    """An open appeal has somebody who is next and a working day by which; one that is over has neither."""
    until, who = appeals.due(appeal, SETTINGS), appeals.next_one(appeal, SETTINGS, day)
    if appeal.state in OPEN:
        assert who in ("hr", "investigator", "committee")
        assert until is not None
        assert is_working_day(until)
        assert appeals.late(appeal, SETTINGS, day) is (day > until)
    elif appeals.standing(appeal, SETTINGS, day) in ("closed", "withdrawn"):
        assert who is None
    else:
        assert who == "employee"
        assert day <= until


@given(DAYS, st.sets(DAYS, max_size=20))
def test_days_are_counted_in_working_days_without_holidays(day, holidays):
    """Between filing and each last day lie as many working days as Settings says."""
    appeal = Appeal("A-0001", "2026-Q3", "00123", "result", "why", "Li Na", day.isoformat())
    settings = Settings(holidays=tuple(sorted(holidays)))
    found = appeals.dates(appeal, settings)
    for step, days in (("receipt", 1), ("acceptance", 3), ("decision", 10)):
        between = (day + timedelta(days=n) for n in range(1, (found[step] - day).days + 1))
        assert sum(is_working_day(one, holidays) for one in between) == days


def test_a_decision_closes_after_the_last_day_for_a_second_review():
    """On the last day a second review may still be asked for; on the next one the appeal is closed."""
    acts = (
        Act("accepted", "Ma", "2026-10-21"),
        Act("investigating", "Ma", "2026-10-22"),
        Act("decided", "Wu", "2026-10-23", outcome="rejected"),
    )
    appeal = FILED
    for act in acts:
        appeal = appeals.went(appeal, act)
    last = appeals.due(appeal, SETTINGS)
    assert last == date(2026, 10, 30)
    assert appeals.standing(appeal, SETTINGS, last) == "decided"
    assert appeals.standing(appeal, SETTINGS, last + timedelta(days=1)) == "closed"


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("00123", "own"),
        ("li na", "own"),
        ("00001", "part"),
        ("Zhao Min", "part"),
        ("Zhang Wei", None),
        ("00124", None),
    ],
)
def test_nobody_acts_on_their_own_or_on_what_they_had_a_part_in(by, why):
    """Neither by number nor by name, however it is written."""
    assert appeals.barred(FILED, by, {"00001"}, (), ROSTER) == why


@given(walked(), st.sampled_from(("Zhang Wei", "Chen", "Ma")))
def test_a_second_review_is_done_by_others(appeal, by):
    """Who looked into an appeal or answered it at first is barred from its second review, and only then."""
    states = [act.state for act in appeal.acts]
    first = appeal.acts[: states.index("reviewing")] if "reviewing" in states else ()
    took_part = {act.by for act in first if act.state in ("investigating", "refused", "decided")}
    expected = "earlier" if by in took_part else None
    assert appeals.barred(appeal, by, (), (), ROSTER) == expected
