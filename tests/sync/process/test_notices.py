"""Who is told what on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.process.notice_facts import Told
from sync.process.notices import FOR_EVERYBODY, STEPS, due, unsent, untold
from templates.tables.scheme import NOTICE_FIELDS
from tests.noticed import (
    DATES,
    RECEIVED,
    TALKS,
    TODAY,
    asked,
    decided,
    every_kind,
    facts,
    only,
    published,
    received,
    result,
    returned,
    sent_back,
    standing,
)

FRIDAY, MONDAY = date(2026, 10, 9), date(2026, 10, 12)


def told(notices, day=TODAY, *, sent=False):
    """Return notices as they were told on a day."""
    return {
        one.key: Told(one.mark, sent, day, one.kind, one.step, one.to, one.department, one.about)
        for one in notices
    }


@pytest.mark.parametrize(
    ("edition", "day", "kind"),
    [
        ("rating", FRIDAY - timedelta(1), "step_opens"),
        ("rating", FRIDAY, "reminder"),
        ("rating", DATES["submission"], "reminder"),
        ("rating", DATES["submission"] + timedelta(1), "overdue"),
        ("goals", date(2026, 6, 29), "step_opens"),
        ("self", date(2026, 10, 2), "self_rating"),
        ("self", date(2026, 10, 5), "pack_reminder"),
        ("self", date(2026, 10, 8), "pack_overdue"),
        ("rater", date(2026, 10, 7), "rater"),
        ("rater", date(2026, 10, 8), "pack_reminder"),
        ("data", date(2026, 10, 2), "data"),
    ],
)
def test_a_workbook_that_is_asked_for(edition, day, kind):
    """Its reader is told when it is asked for, two working days before its day, and when that has passed."""
    assert only(facts(asked(edition), today=day)).kind == kind


def test_days_off_move_the_reminder():
    """Between the reminder and the day lie so many working days as Settings say, holidays not counted."""
    free = facts(asked(), today=date(2026, 10, 8))
    holiday = replace(free.settings, holidays=(FRIDAY,))
    assert only(free).kind == "step_opens"
    assert only(replace(free, settings=holiday)).kind == "reminder"
    assert only(replace(free, today=MONDAY, settings=replace(holiday, reminder_days=0))).kind == "step_opens"


def test_an_extension_is_another_day():
    """Who was reminded of a day is reminded again of a later one, and told once only that a step is open."""
    day = {"submission": MONDAY + timedelta(9)}
    before, later = facts(asked()), facts(asked(dates={**DATES, **day}))
    assert only(before).mark == only(later).mark
    late = date(2026, 10, 20)
    assert only(replace(before, today=late)).kind == "overdue"
    assert only(replace(later, today=late)).kind == "reminder"
    assert untold(due(replace(later, today=late)), told(due(replace(before, today=MONDAY))), late)


def test_a_reminder_follows_what_it_reminds_of():
    """Who was not told yet that a step is open is told that, and reminded the day after at the earliest."""
    near = facts(asked(), today=FRIDAY)
    first = untold(due(near), {}, FRIDAY)
    assert [one.kind for one in first] == ["step_opens"]
    before = told(first, FRIDAY)
    assert untold(due(near), before, FRIDAY) == []
    then = due(replace(near, today=MONDAY))
    new = untold(then, before, MONDAY)
    assert [one.kind for one in new] == ["reminder"]
    assert unsent(then, before, new) == []
    assert [one.kind for one in unsent(due(near), before, [])] == ["step_opens"]
    assert unsent(due(near), told(first, FRIDAY, sent=True), []) == []


def test_what_went_back():
    """A returned workbook is told at once, again on its last day, and when that has passed."""
    found = facts(returned(), today=MONDAY)
    assert (only(found).kind, only(found).values["n"]) == ("returned", 3)
    last = DATES["resubmission"]
    assert only(replace(found, today=last)).kind == "reminder"
    assert only(replace(found, today=last + timedelta(1))).kind == "overdue"


def test_who_was_late_has_as_long_as_others():
    """What went back after the day of resubmission is asked back as many working days later as usual."""
    friday = date(2026, 10, 16)
    late = returned(came=RECEIVED._replace(day=friday, errors=1))
    assert only(facts(late, today=friday)).values["date"] == date(2026, 10, 20)


def test_what_hr_sent_back():
    """Who is asked to look again is told why, and has as long as for a returned workbook."""
    wednesday = date(2026, 10, 14)
    notice = only(facts(sent_back(), today=wednesday))
    assert (notice.kind, notice.mark) == ("sent_back", "40")
    assert notice.values["date"] == date(2026, 10, 16)
    assert only(facts(sent_back(), today=date(2026, 10, 19))).kind == "overdue"


@pytest.mark.parametrize(("look", "kind"), [(0, "received"), (2, "received_points")])
def test_a_receipt(look, kind):
    """A workbook without anything to mend is acknowledged; it names what is to be looked at, if anything."""
    assert only(facts(received(look))).kind == kind


def test_nobody_is_asked_for_what_waits():
    """While a person decides on a workbook, HR has gone on with it, or all are exempt, nobody is asked."""
    gone_on = replace(received(), checked=0)
    nobody_left = asked(people=0, forms=0, open=0)
    assert due(facts(asked(held=True), gone_on, nobody_left, today=date(2026, 10, 20))) == []


def test_talks_begin_with_publication():
    """When results are published their manager is told until when to talk about them, and not later."""
    found = facts(replace(received(), checked=0, published=4), today=DATES["publication"])
    notice = only(found)
    assert (notice.kind, notice.step, notice.values["date"]) == ("step_opens", "opinions", DATES["opinions"])
    assert due(replace(found, today=DATES["opinions"] + timedelta(1))) == []


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2026, 10, 22), ["step_opens"]),
        (FRIDAY + timedelta(14), ["step_opens", "interview_reminder"]),
        (DATES["opinions"], ["step_opens", "interview_reminder"]),
        (DATES["opinions"] + timedelta(1), ["interview_overdue"]),
    ],
)
def test_talks_that_are_still_to_be_held(day, kinds):
    """Their manager is reminded two working days before, and told when it has passed; no chat reads it."""
    found = due(facts(published(), today=day))
    assert [one.kind for one in found] == kinds
    assert kinds[-1] == "step_opens" or (found[-1].values["n"], found[-1].values["p"]) == (3, 6)
    assert not set(FOR_EVERYBODY) & {"interview_reminder", "interview_overdue"}


def test_talks_are_asked_for_after_everybody_has_answered():
    """A confirmed result is still to be talked over; once all talks were held there is nothing to say."""
    confirmed = published()
    late = facts(replace(confirmed, published=0), today=DATES["opinions"] + timedelta(1))
    assert [one.kind for one in due(late)] == ["interview_overdue"]
    assert due(facts(replace(confirmed, published=0, talks=None), today=late.today)) == []
    other = due(
        facts(replace(confirmed, talks=TALKS._replace(until=date(2026, 11, 2))), today=date(2026, 11, 3))
    )
    assert untold(other, told(due(late)), date(2026, 11, 3))


def test_a_new_version_of_a_result_is_told():
    """The same result is told once; another version is news."""
    first = due(facts(results=[result()]))
    assert untold(first, told(first), TODAY) == []
    assert untold(due(facts(results=[result()._replace(version=2)])), told(first), TODAY)


def test_a_digest_comes_once_a_day_and_not_beside_other_news():
    """A digest waits until its reader has no other news of that day, and comes again with changes."""
    both = due(facts(returned(), departments=[standing()], hr=(), today=MONDAY))
    assert [one.kind for one in untold(both, {}, MONDAY)] == ["returned"]
    before = told(both[:1], MONDAY)
    assert untold(both, before, MONDAY) == []
    tuesday = MONDAY + timedelta(1)
    assert [one.kind for one in untold(both, before, tuesday)] == ["digest"]
    before |= told(both[1:], tuesday)
    other = due(facts(departments=[standing(open=0)], hr=(), today=tuesday))
    assert untold(other, before, tuesday) == []
    assert untold(both, before, tuesday + timedelta(1)) == []
    assert [one.kind for one in untold(other, before, tuesday + timedelta(1))] == ["digest"]


def test_no_digest_where_there_is_nothing_to_tell():
    """Before anything came and before the day, no digest is written; a manager with nothing open has none."""
    fresh = standing(begun=False, open=4, returned=0)
    assert due(facts(departments=[fresh], today=TODAY)) == []
    assert [one.kind for one in due(facts(departments=[fresh], today=date(2026, 10, 20)))] == [
        "digest",
        "digest_hr",
    ]
    for quiet in (standing(open=0, returned=0), standing(held=True)):
        assert [one.kind for one in due(facts(departments=[quiet]))] == ["digest_hr"]


def test_every_kind_has_its_words_and_a_step():
    """Each kind that the scheme has words for comes out of some facts, with the places its words may fill."""
    found = [*every_kind("en"), only(facts(appeals=[decided()]))]
    assert {one.kind for one in found} == NOTICE_FIELDS.keys()
    assert {one.step for one in found} <= set(STEPS)
    for one in found:
        places = set(NOTICE_FIELDS[one.kind]) - {"departments"}
        assert places <= one.values.keys() | {"department"}, one.kind


def test_what_a_chat_may_read_names_nobody():
    """What everybody may read holds nothing but days, counts, and names of departments and steps."""
    kinds = {one.kind: set(one.values) for one in every_kind("en")}
    allowed = {"department", "cycle", "date", "step", "n", "p"}
    assert all(kinds[kind] <= allowed for kind in FOR_EVERYBODY)


days = st.dates(date(2026, 9, 28), date(2026, 11, 5))
books = st.sampled_from(
    [asked(), asked("self", "00123"), asked("rater", "5f0c2a91"), returned(), received(), received(2)]
)


@given(st.lists(books, unique_by=lambda one: one.workbook), st.lists(days, min_size=1).map(sorted))
def test_nobody_is_told_twice(workbooks, every_day):
    """However often and on whatever days one looks, the same thing is told to the same person once."""
    known, seen = {}, []
    for day in every_day:
        new = untold(due(facts(*workbooks, today=day)), known, day)
        known |= told(new, day)
        seen += [(one.key, one.mark) for one in new]
    assert len(seen) == len(set(seen))
