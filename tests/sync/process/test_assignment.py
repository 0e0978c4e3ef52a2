"""Whose workbook a person's rows stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from addin.scoring.processes import Participant
from addin.scoring.scheme import Cycle, Person, Scheme, Settings
from sync.process.assignment import assign, receiver

CYCLE = Cycle("2026-Q3", "quarter", date(2026, 7, 1), date(2026, 9, 30))

RULES = Scheme(Settings(), {}, {}, {}, {}, (), {})

PEOPLE = {
    person.id: person
    for person in (
        Person("1", "Chief", "office", "MGT"),
        Person("2", "Head of sales", "sales", "MGT", "1"),
        Person("3", "Clerk", "sales", "SALES", "2"),
        Person("4", "Team leader", "sales", "SALES", "2"),
        Person("5", "Trainee", "sales", "SALES", "4"),
        Person("6", "Lent to sales", "rnd", "RND", "2"),
    )
}


def test_a_head_stands_in_the_superiors_workbook():
    """A head's rows stand in the workbook of the superior's department, never in their own."""
    members = assign(PEOPLE, CYCLE, RULES).members
    assert [person.id for person in members["office"]] == ["2"]
    assert [person.id for person in members["sales"]] == ["6", "3", "4", "5"]


def test_who_has_no_superior_is_exempt():
    """Who has no superior stands in no workbook and is named as exempt."""
    assert assign(PEOPLE, CYCLE, RULES).exempt == {"1": "no_manager"}


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person("9", "Gone", "sales", "SALES", "2", left_on=date(2026, 6, 30)), "left"),
        (Person("9", "To come", "sales", "SALES", "2", hired=date(2026, 10, 1)), "joined_later"),
        (Person("9", "Lost", "sales", "SALES", "77"), "no_manager"),
    ],
)
def test_who_was_not_there_is_exempt(person, reason):
    """Who left before the period, joined after it, or whose superior is unknown is exempt with the reason."""
    assert assign({**PEOPLE, "9": person}, CYCLE, RULES).exempt["9"] == reason


def test_everybody_stands_once():
    """Every person stands in exactly one workbook or is exempt."""
    found = assign(PEOPLE, CYCLE, RULES)
    placed = [person.id for members in found.members.values() for person in members]
    assert sorted([*placed, *found.exempt]) == sorted(PEOPLE)


def test_the_head_receives_the_workbook():
    """A department's workbook goes to its declared head, else to the superior of most of its rows."""
    members = assign(PEOPLE, CYCLE, RULES).members["sales"]
    assert receiver("sales", "4", members, PEOPLE) == PEOPLE["4"]
    assert receiver("sales", None, members, PEOPLE) == PEOPLE["2"]
    assert receiver("rnd", None, members, PEOPLE) is None


def with_participants(*named: Participant, on: bool = True) -> Scheme:
    """Return rules that name people who take part, or do not."""
    return replace(RULES, settings=Settings(modules=("participants",) if on else ()), participants=named)


def test_hr_says_who_takes_part():
    """Whom HR leaves out or exempts stands in no workbook, and why; a cycle's own row goes first."""
    named = (
        Participant("3", "exempt", reason="on leave"),
        Participant("4", "out", reason="another scheme"),
        Participant("5", "out"),
        Participant("5", "in", CYCLE.id),
        Participant("6", "out", "2026-Q4"),
    )
    found = assign(PEOPLE, CYCLE, with_participants(*named))
    assert found.exempt == {"1": "no_manager", "3": "exempt", "4": "out"}
    assert found.because == {"3": "on leave", "4": "another scheme"}
    assert assign(PEOPLE, CYCLE, with_participants(*named, on=False)).exempt == {"1": "no_manager"}


@pytest.mark.parametrize(
    ("hired", "left", "reason"),
    [
        (date(2026, 8, 31), None, None),
        (date(2026, 9, 1), None, "served_short"),
        (None, date(2026, 7, 30), "served_short"),
        (None, date(2026, 7, 31), None),
    ],
)
def test_who_served_less_than_a_third_is_exempt(hired, left, reason):
    """With the module on, 31 of 92 days are a third, 30 are not; a word of HR goes before."""
    people = {**PEOPLE, "9": Person("9", "New", "sales", "SALES", "2", hired, None, left)}
    assert assign(people, CYCLE, with_participants()).exempt.get("9") == reason
    assert "9" not in assign(people, CYCLE, RULES).exempt
    assert "9" not in assign(people, CYCLE, with_participants(Participant("9", "in"))).exempt
