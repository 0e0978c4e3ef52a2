"""Who may decide: nobody on what is their own, and only who has the role where roles were given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from addin.scoring.scheme import Roster, Scheme

ROLES = "roles"


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
    if ROLES not in scheme.settings.modules:
        return frozenset()
    return frozenset(
        one.employee
        for one in scheme.roles
        if one.role == role
        and one.department in (None, department)
        and (one.since is None or one.since <= day)
        and (one.until is None or day <= one.until)
    )


def lacks_role(by: str, scheme: Scheme, roster: Roster, role: str, day: date) -> bool:
    """Tell whether a role was given to somebody, and the decider is not among them."""
    known = holders(scheme, role, day)
    return bool(known) and not called(by, roster) & known
