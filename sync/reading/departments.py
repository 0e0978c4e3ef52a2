"""Departments: those listed, and those that People names without a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from addin.scoring.scheme import Department, Person, Roster, Settings

MODULE = "departments"


def departments(listed: Iterable[Department], roster: Roster, settings: Settings) -> dict[str, Department]:
    """Return the departments by id.

    With the module on, those of the Departments sheet. Whatever People names beyond it, or with the module
    off, is taken from People: its head is who leads somebody there and is led by nobody there. A name
    listed while the module is off is still the name.
    """
    known = {unit.id: unit for unit in listed}
    members = _members(roster)
    on = MODULE in settings.modules
    found = dict(known) if on else {}
    for unit in members:
        if unit not in found:
            name = known[unit].name if unit in known else unit
            found[unit] = Department(unit, name, head=head_of(members[unit]))
    return {key: _with_head(unit, members.get(key, ())) for key, unit in found.items()} if on else found


def _members(roster: Roster) -> dict[str, list[Person]]:
    """Return the people of every department that People names, who left among them."""
    found: dict[str, list[Person]] = {}
    for person in roster.values():
        if person.department:
            found.setdefault(person.department, []).append(person)
    return found


def _with_head(unit: Department, members: Sequence[Person]) -> Department:
    """Fill in a head that was not listed."""
    return unit if unit.head else replace(unit, head=head_of(members))


def head_of(members: Sequence[Person]) -> str | None:
    """Return who leads somebody in a department and is led by nobody there, if that is one person."""
    heads = list(_leading([person for person in members if not person.left_on]))
    return heads[0] if len(heads) == 1 else None


def _leading(members: list[Person]) -> Iterator[str]:
    """Yield the members that lead a member and are led by none."""
    inside = {person.id for person in members}
    managers = {person.manager for person in members}
    for person in members:
        if person.id in managers and (person.manager not in inside or person.manager == person.id):
            yield person.id
