"""Whose workbook a person's rows stand in."""

from __future__ import annotations

from datetime import date

import pytest

from addin.scoring.scheme import Cycle, Person
from sync.process.assignment import assign, receiver

CYCLE = Cycle("2026-Q3", "quarter", date(2026, 7, 1), date(2026, 9, 30))

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
    members = assign(PEOPLE, CYCLE).members
    assert [person.id for person in members["office"]] == ["2"]
    assert [person.id for person in members["sales"]] == ["6", "3", "4", "5"]


def test_who_has_no_superior_is_exempt():
    """Who has no superior stands in no workbook and is named as exempt."""
    assert assign(PEOPLE, CYCLE).exempt == {"1": "no_manager"}


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
    assert assign({**PEOPLE, "9": person}, CYCLE).exempt["9"] == reason


def test_everybody_stands_once():
    """Every person stands in exactly one workbook or is exempt."""
    found = assign(PEOPLE, CYCLE)
    placed = [person.id for members in found.members.values() for person in members]
    assert sorted([*placed, *found.exempt]) == sorted(PEOPLE)


def test_the_head_receives_the_workbook():
    """A department's workbook goes to its declared head, else to the superior of most of its rows."""
    members = assign(PEOPLE, CYCLE).members["sales"]
    assert receiver("sales", "4", members, PEOPLE) == PEOPLE["4"]
    assert receiver("sales", None, members, PEOPLE) == PEOPLE["2"]
    assert receiver("rnd", None, members, PEOPLE) is None
