"""Whether a process is healthy: time per step, returns, indicators."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.analysis.health import FEWEST, STEPS, Passed, Scored, indicators, paces, rounds

DUE = {"submitted": date(2026, 10, 8), "checked": date(2026, 10, 12)}


def calendar_days(first, last):
    """Count every day as a working day."""
    return (last - first).days


def due(department):
    """Return the last days of a company in which the shop has longer."""
    return DUE | ({"submitted": date(2026, 10, 30)} if department == "shop" else {})


def way(subject, department="sales", **days):
    """Return when a form came to which steps, by the day in October."""
    return [Passed(subject, department, step, date(2026, 10, day)) for step, day in days.items()]


def test_each_step_is_measured_from_the_one_before():
    """A form that was not calibrated is measured from its review; the last day and who was late are told."""
    passed = [
        *way("a", issued=1, submitted=5, returned=5, checked=9, reviewed_by_hr=12, approved=13),
        *way("b", issued=1, submitted=9, checked=9),
        *way("c", issued=1),
    ]
    found = {one.step: one for one in paces(passed, calendar_days, due)}
    assert list(found) == ["submitted", "checked", "reviewed_by_hr", "approved"]
    assert found["submitted"][1:] == (2, 1, 6, 8, 1, date(2026, 10, 8))
    assert (found["checked"].median, found["approved"].median, found["approved"].due) == (2, 1, None)


def test_the_first_time_counts():
    """A form that went back and came again was submitted on the day it came first."""
    passed = [*way("a", issued=1, submitted=5), *way("a", submitted=8)]
    assert paces(passed, calendar_days, due)[0].median == 4


def test_returns_and_lateness_by_department():
    """Who has not sent after the day is late, too; a department with longer time is not."""
    passed = [
        *way("a", issued=1, submitted=5, returned=5),
        *way("b", issued=1, submitted=9),
        *way("c", issued=1),
        *way("d", "shop", issued=1),
    ]
    sales, shop = rounds(passed, due, date(2026, 10, 20))
    assert sales == ("sales", 3, 2, 1, 2)
    assert (sales.return_rate, shop.return_rate, shop.late) == (0.5, None, 0)
    assert rounds(passed, due, date(2026, 10, 8))[0].late == 1


@pytest.mark.parametrize(
    ("scores", "codes"),
    [
        ([120, 120, 120, 120, 80], ("capped",)),
        ([90, 90, 90.5, 90, 90], ("alike",)),
        ([120] * 5, ("capped",)),
        ([70, 80, 90, 100, None], ("missing",)),
        ([70, 80, 90, 100, 110], ()),
    ],
)
def test_indicators_that_tell_nobody_apart(scores, codes):
    """Nearly everybody at the best score, hardly any spread, or often no score: worth a look."""
    (found,) = indicators([Scored("q", score, 120) for score in scores], ())
    assert found.codes == codes


def test_what_was_not_reviewed_is_told_of_any_number_of_people():
    """The age of an indicator has nothing to do with scores."""
    (found,) = indicators([Scored("q", 90, 120)], {"q"})
    assert (found.codes, found.mean, found.spread) == (("stale",), 90, None)


@given(st.lists(st.one_of(st.none(), st.floats(0, 120)), min_size=1, max_size=FEWEST - 1))
def test_few_people_say_nothing_of_an_indicator(scores):
    """With fewer than five people no claim is made, whatever they scored."""
    (found,) = indicators([Scored("q", score, 120) for score in scores], ())
    assert found.codes == ()
    assert 0 <= found.missing <= 1


@given(st.dictionaries(st.sampled_from(("issued", *STEPS, "returned")), st.integers(1, 28)))
def test_any_way_is_measured(days):
    """Whatever steps are known in whatever order of days, each is told once, for one form."""
    found = paces(way("a", **days), calendar_days, due)
    assert all((one.forms, one.open) == (1, 0) for one in found)
    assert len({one.step for one in found}) == len(found)
