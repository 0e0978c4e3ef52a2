"""Whose workbook a person's rows stand in: the department of their superior; nobody rates themself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from addin.scoring.scheme import Cycle, Person, Roster, Scheme

Reason = Literal["no_manager", "left", "joined_later"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who stands in which department's workbook, who receives it, and who is exempt and why."""

    members: Mapping[str, tuple[Person, ...]]
    exempt: Mapping[str, Reason]


def assign(roster: Roster, cycle: Cycle) -> Assignment:
    """Put every person into the workbook of their superior's department.

    Members stand with their head, a head with the superior's department. Who has no superior, left
    before the period or joined after it is exempt. Source: decisions.md, "Whose workbook".
    """
    members: dict[str, list[Person]] = {}
    exempt: dict[str, Reason] = {}
    for person in roster.values():
        superior = superior_of(person, roster)
        absent = _absent(person, cycle)
        if superior is None or absent:
            exempt[person.id] = absent or "no_manager"
        else:
            members.setdefault(superior.department, []).append(person)
    ordered = {
        name: tuple(sorted(people, key=lambda one: (one.department, one.id)))
        for name, people in sorted(members.items())
    }
    return Assignment(ordered, exempt)


def books(assignment: Assignment, scheme: Scheme, cycle: Cycle) -> tuple[str, ...]:
    """Return the departments that receive a workbook: with people to rate, or judged themselves."""
    judged = {unit for unit in scheme.departments if scheme.lines_of_department(unit, cycle.kind)}
    return tuple(sorted(judged | assignment.members.keys()))


def superior_of(person: Person, roster: Roster) -> Person | None:
    """Return a person's superior; None where none is named or nobody has that number."""
    return None if person.manager is None else roster.get(person.manager)


def receiver(department: str, head: str | None, members: tuple[Person, ...], roster: Roster) -> Person | None:
    """Return who fills a department's workbook: its declared head, else the superior of most of its rows."""
    if head is not None and head in roster:
        return roster[head]
    superiors = [superior_of(person, roster) for person in members]
    inside = [one.id for one in superiors if one is not None and one.department == department]
    return roster[max(sorted(set(inside)), key=inside.count)] if inside else None


def _absent(person: Person, cycle: Cycle) -> Reason | None:
    if person.left_on is not None and person.left_on < cycle.starts:
        return "left"
    if person.hired is not None and person.hired > cycle.ends:
        return "joined_later"
    return None
