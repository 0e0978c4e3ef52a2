"""Departments: those listed, and those that People names without a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    on = MODULE in settings.modules
    found = dict(known) if on else {}
    for unit in dict.fromkeys(person.department for person in roster.values() if person.department):
        if unit not in found:
            name = known[unit].name if unit in known else unit
            found[unit] = Department(unit, name, head=head_of(unit, roster))
    return {key: _with_head(unit, roster) for key, unit in found.items()} if on else found


def _with_head(unit: Department, roster: Roster) -> Department:
    """Fill in a head that was not listed."""
    return unit if unit.head else replace(unit, head=head_of(unit.id, roster))


def head_of(department: str, roster: Roster) -> str | None:
    """Return who leads somebody in a department and is led by nobody there, if that is one person."""
    members = [person for person in roster.values() if person.department == department and not person.left_on]
    heads = list(_leading(members))
    return heads[0] if len(heads) == 1 else None


def _leading(members: list[Person]) -> Iterator[str]:
    """Yield the members that lead a member and are led by none."""
    inside = {person.id for person in members}
    managers = {person.manager for person in members}
    for person in members:
        if person.id in managers and (person.manager not in inside or person.manager == person.id):
            yield person.id
