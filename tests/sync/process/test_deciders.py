"""Who may decide on whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from addin.scoring.processes import Role
from addin.scoring.scheme import Settings
from sync.process.deciders import called, holders, lacks_role, own
from tests.builders import PEOPLE, sample_roster, sample_scheme

DAY = date(2026, 10, 5)
ROSTER = sample_roster()


def with_roles(*roles: Role):
    """Return the sample scheme with the module and these roles."""
    scheme = sample_scheme()
    return replace(scheme, settings=replace(scheme.settings, modules=("roles",)), roles=roles)


@pytest.mark.parametrize("by", ["00123", "Li Na", " li  na "])
def test_a_number_or_a_name_names_a_person(by: str) -> None:
    """Whoever decides under their number or their name, however it is spaced or written, is that person."""
    assert called(by, ROSTER) == {"00123"}
    assert own(by, ROSTER, PEOPLE) == ("00123",)


def test_namesakes_are_all_meant() -> None:
    """Where two people have one name, neither form may be decided under it."""
    twins = dict(ROSTER) | {"00124": replace(ROSTER["00124"], name="Li Na")}
    assert own("Li Na", twins, PEOPLE) == ("00123", "00124")


def test_a_stranger_owns_nothing() -> None:
    """Somebody from outside, such as an owner of the company, has no form of their own."""
    assert own("Somebody Else", ROSTER, PEOPLE) == ()


def test_roles_hold_while_they_last() -> None:
    """A role counts from its first to its last day, everywhere or in its department."""
    role = Role("00123", "hr_manager", None, date(2026, 10, 1), date(2026, 10, 5))
    scheme = with_roles(role, Role("00124", "hr_manager", "sales"))
    assert holders(scheme, "hr_manager", DAY) == {"00123"}
    assert holders(scheme, "hr_manager", DAY, "sales") == {"00123", "00124"}
    assert holders(scheme, "hr_manager", date(2026, 10, 6)) == set()


def test_without_roles_anybody_named_decides() -> None:
    """While the module is off, or nobody was given the role, nobody lacks it."""
    role = Role("00123", "hr_manager")
    off = replace(with_roles(role), settings=Settings())
    assert not lacks_role("Wang Wei", off, ROSTER, ("hr_manager",), DAY)
    assert not lacks_role("Wang Wei", with_roles(), ROSTER, ("hr_manager",), DAY)
    assert lacks_role("Wang Wei", with_roles(role), ROSTER, ("hr_manager",), DAY)
    assert not lacks_role("Li Na", with_roles(role), ROSTER, ("hr_manager",), DAY)
