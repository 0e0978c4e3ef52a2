"""Who rates themself, and who rates whom."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from hmac import new

from addin.scoring.raters.rules import RATERS, counts_for, rates_already
from addin.scoring.scheme import Cycle, RaterAssignment, Roster, Scheme
from templates.stamp import Stamp

SELF, MANAGER = "self", "manager"

CODE_LENGTH = 8
"""Letters and digits of the code that stands for a rater in a cycle."""


def self_rated(scheme: Scheme) -> bool:
    """Tell whether everybody is asked to rate themself."""
    return RATERS in scheme.settings.modules and scheme.settings.self_ratings


def assigned(scheme: Scheme, roster: Roster, cycle: Cycle) -> dict[str, dict[str, RaterAssignment]]:
    """Return, by rater, whom they rate in a cycle.

    Nobody rates who is asked elsewhere, or unknown, or belongs to a group that counts for nothing there.
    """
    found: dict[str, dict[str, RaterAssignment]] = {}
    for one in _holding(scheme.assignments, cycle) if RATERS in scheme.settings.modules else ():
        person = roster.get(one.employee)
        if (
            person is not None
            and not rates_already(one, roster)
            and counts_for(scheme, person, one.group, cycle.kind)
        ):
            found.setdefault(one.rater, {})[one.employee] = one
    return {rater: found[rater] for rater in sorted(found)}


def _holding(assignments: Iterable[RaterAssignment], cycle: Cycle) -> list[RaterAssignment]:
    """Return the assignments of a cycle; one for the very cycle beats one for every cycle."""
    own = [one for one in assignments if one.cycle in (None, cycle.id)]
    return sorted(own, key=lambda one: one.cycle is not None)


def pack_id(cycle: str, name: str, edition: str) -> str:
    """Return the id of a small workbook; name: a person's number, a rater's code or a department."""
    return f"{cycle}-{name}-{edition}"


def giver_of(stamp: Stamp) -> str:
    """Return whose small workbook it is, as `pack_id` was told."""
    return stamp.workbook.removeprefix(f"{stamp.cycle}-").removesuffix(f"-{stamp.edition}")


def code_of(rater: str, cycle: str, key: bytes) -> str:
    """Return the code that stands for a rater in a cycle; without the archive's key nobody can work it out.

    rater: the number of the rater; key: the archive's own.
    """
    return new(key, f"rater {cycle} {rater}".encode(), sha256).hexdigest()[:CODE_LENGTH]
