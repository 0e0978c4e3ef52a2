"""An issued cycle with the rules and the people it was pinned to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from addin.scoring.scheme import Cycle, Roster, Scheme
from sync.archive.opening import open_archive
from sync.archive.records import records
from sync.archive.rows import Pinned
from sync.archive.store import Archive
from sync.settings import Workspace, stop

CYCLE, STATE = "cycle", "state"
"""How the end of a cycle is noted."""

CLOSED = "cycle_closed"
"""What is said, unless there is more to say, where a closed cycle would be changed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules and people a cycle was pinned to."""

    pinned: Pinned
    cycle: Cycle
    scheme: Scheme
    roster: Roster


def open_to_look(workspace: Workspace) -> Archive:
    """Open the archive of a workspace without the possibility to change it."""
    return open_archive(workspace.archive, workspace.language, readonly=True)


def opened(archive: Archive, cycle: str) -> Rules:
    """Return the rules of a cycle that was issued; raises CannotGoOn where it was not."""
    pinned = archive.pinned(cycle)
    if pinned is None:
        raise stop("not_issued", archive.language, cycle=cycle)
    return pinned_rules(archive, pinned)


def without_people(archive: Archive, cycle: str) -> Rules:
    """Return the rules of a cycle that was issued, for what goes through its people one by one.

    Memory stays flat, however many there are. Raises CannotGoOn where the cycle was not issued.
    """
    pinned = archive.pinned(cycle)
    if pinned is None:
        raise stop("not_issued", archive.language, cycle=cycle)
    return _rules(archive, pinned, {})


def with_some(archive: Archive, rules: Rules, subjects: Collection[str]) -> Rules:
    """Return the rules of a cycle with some of its people, and whom these report to."""
    own = [one for one in archive.people(rules.pinned.roster) if one.id in subjects]
    wanted = {*subjects, *(one.manager for one in own)}
    found = {one.id: one for one in archive.people(rules.pinned.roster) if one.id in wanted} if own else {}
    return replace(rules, roster=found)


def still_open(archive: Archive, cycle: str, refusal: str = CLOSED) -> Rules:
    """Return the rules of an issued cycle that goes on; raises CannotGoOn where it was closed."""
    rules = opened(archive, cycle)
    refuse_closed(archive, cycle, refusal)
    return rules


def refuse_closed(archive: Archive, cycle: str, refusal: str = CLOSED) -> None:
    """Refuse what would change a closed cycle: only an appeal does, and pay follows it.

    refusal: the text that says so, with the next step.
    """
    if is_closed(archive, cycle):
        raise stop(refusal, archive.language, cycle=cycle)


def is_closed(archive: Archive, cycle: str) -> bool:
    """Tell whether somebody has closed a cycle."""
    with archive.reading() as connection:
        return bool(records(connection, CYCLE, cycle, STATE))


def pinned_rules(archive: Archive, pinned: Pinned) -> Rules:
    """Return the rules and people that a cycle was pinned to."""
    roster = archive.roster(pinned.roster)
    assert roster is not None, pinned
    return _rules(archive, pinned, roster)


def _rules(archive: Archive, pinned: Pinned, roster: Roster) -> Rules:
    scheme = archive.scheme(pinned.scheme)
    assert scheme is not None, pinned
    return Rules(pinned, scheme.cycles[pinned.cycle], scheme, roster)
