"""Who sees whose result, and until when people may answer."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.scheme import Person, Settings
from sync.process.publication import above, last_to_answer, last_to_talk, teams


@st.composite
def rosters(draw):
    """Return people with any superiors at all: several levels, strangers, rings."""
    ids = [f"{n:02}" for n in range(draw(st.integers(1, 12)))]
    managers = st.sampled_from([*ids, None, "nobody"])
    return {one: Person(one, one, "d", "p", draw(managers)) for one in ids}


@given(rosters())
def test_nobody_receives_their_own_row_nor_one_from_beside_or_above(roster):
    """Whoever is in a manager's list is below that manager, however the line runs; nobody is lost."""
    found = teams(roster, set(roster))
    for manager, people in found.items():
        assert manager not in people
        assert all(manager in {one.id for one in above(roster[who], roster)} for who in people)
    for person in roster.values():
        assert all(person.id in found[one.id] for one in above(person, roster))


def test_who_is_told_late_has_as_long():
    """Seven working days from the day of publication, holidays left out; never before the cycle's day."""
    settings = Settings(holidays=frozenset({date(2026, 10, 23)}))
    due = date(2026, 10, 28)
    assert last_to_answer(date(2026, 10, 21), due, settings) == date(2026, 11, 2)
    assert last_to_answer(date(2026, 10, 12), due, settings) == due
    assert last_to_talk(date(2026, 10, 22), due, settings) == date(2026, 10, 30)
    assert last_to_talk(date(2026, 10, 12), due, settings) == due
