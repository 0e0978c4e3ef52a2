"""Who may decide: nobody on what is their own, and only who has the role where roles were given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from addin.scoring.processes import Role
from addin.scoring.scheme import Roster, Scheme

ROLES = "roles"
HR = ("hr_specialist", "hr_manager")
"""The roles of HR's own people."""


def called(by: str, roster: Roster) -> frozenset[str]:
    """Return the people a name may stand for: the one with that number, or all who are called so."""
    if by in roster:
        return frozenset({by})
    plain = " ".join(by.split()).casefold()
    return frozenset(one.id for one in roster.values() if " ".join(one.name.split()).casefold() == plain)


def own(by: str, roster: Roster, subjects: Collection[str]) -> tuple[str, ...]:
    """Return those of the subjects that are the decider's own forms."""
    return tuple(sorted(called(by, roster) & set(subjects)))


def holders(scheme: Scheme, role: str, day: date, department: str | None = None) -> frozenset[str]:
    """Return who holds a role on a day, everywhere or in a department; nobody while the module is off."""
    given = _given(scheme, (role,), day)
    return frozenset(one.employee for one in given if one.department in (None, department))


def lacks_role(
    by: str, scheme: Scheme, roster: Roster, roles: Collection[str], day: date, department: str | None = None
) -> bool:
    """Tell whether some roles were given to anybody, and the decider holds none of them in a department.

    department: None for everywhere, which a role in one department is not enough for.
    """
    given = _given(scheme, roles, day)
    there = {one.employee for one in given if one.department in (None, department)}
    return bool(given) and not (called(by, roster) | {by}) & there


def roles_in(scheme: Scheme) -> frozenset[Role]:
    """Return the roles that a version of the scheme gives; none while the module is off."""
    return frozenset(scheme.roles if ROLES in scheme.settings.modules else ())


def _given(scheme: Scheme, roles: Collection[str], day: date) -> list[Role]:
    """Return the rows of some roles that count on a day, of all departments."""
    return [
        one
        for one in roles_in(scheme)
        if one.role in roles
        and (one.since is None or one.since <= day)
        and (one.until is None or day <= one.until)
    ]
