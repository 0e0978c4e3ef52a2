"""Whose workbook a person's rows stand in: the department of their superior; nobody rates themself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from addin.scoring.processes import Participant
from addin.scoring.scheme import Cycle, Person, Roster, Scheme

BY_MANAGER = "manager"
Reason = Literal["no_manager", "gone", "left", "joined_later", "served_short", "out", "exempt"]
MODULE = "participants"
GONE = ""
"""The superior of somebody who stands in People no more, and is known because of their form."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who stands in which department's workbook, and who is exempt and why; `because`: in HR's own words."""

    members: Mapping[str, tuple[Person, ...]]
    exempt: Mapping[str, Reason]
    because: Mapping[str, str] = field(default_factory=dict)


def assign(roster: Roster, cycle: Cycle, scheme: Scheme) -> Assignment:
    """Put every person into the workbook of their superior's department.

    Members stand with their head, a head with the superior's department. Who has no superior, left
    before the period or joined after it is exempt; with the module Participants also who served too short,
    and whom HR names there: a word of HR goes before every rule but that of the superior.
    Source: decisions.md, "Whose workbook".
    """
    members: dict[str, list[Person]] = {}
    exempt: dict[str, Reason] = {}
    named = _named(scheme, cycle)
    for person in roster.values():
        superior = superior_of(person, roster)
        absent = _excused(person, cycle, scheme, named.get(person.id))
        if superior is None or absent:
            exempt[person.id] = absent or ("gone" if person.manager == GONE else "no_manager")
        else:
            members.setdefault(superior.department, []).append(person)
    ordered = {
        name: tuple(sorted(people, key=lambda one: (one.department, one.id)))
        for name, people in sorted(members.items())
    }
    because = {key: one.reason for key, one in named.items() if key in exempt and one.reason}
    return Assignment(ordered, exempt, because)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one workbook holds: the people in it, and whether the department itself stands in it.

    `department` is the one that sends it; `manager` receives it where each direct manager has a workbook of
    their own, and `head` looks over the ratings then; None for the workbook of a whole department.
    """

    department: str
    members: tuple[Person, ...]
    manager: Person | None = None
    head: Person | None = None
    unit: bool = True

    @property
    def name(self) -> str:
        """How the workbook is told from others: its department, or the department and the manager."""
        return f"{self.department}/{self.manager.id}" if self.manager else self.department

    @property
    def reviewed(self) -> bool:
        """Whether the head of the department may set other ratings: nobody reviews their own."""
        return self.manager is not None and self.head is not None and self.head.id != self.manager.id


def bundles(
    assignment: Assignment, scheme: Scheme, cycle: Cycle, roster: Roster, department: str
) -> tuple[Bundle, ...]:
    """Return the workbooks of a department: one, or one for each direct manager, as the setting says.

    A department that is judged itself stands in the workbook of its head; where the head rates nobody, it has
    a workbook of its own. Everybody stands in one workbook only: that of their superior.
    """
    members = assignment.members.get(department, ())
    if scheme.settings.issue_by != BY_MANAGER:
        return (Bundle(department, members),)
    head = receiver(department, scheme.departments[department].head, members, roster)
    judged = bool(scheme.lines_of_department(department, cycle.kind))
    superiors = dict.fromkeys(superior for one in members if (superior := superior_of(one, roster)))
    found = [
        Bundle(
            department,
            tuple(one for one in members if one.manager == manager.id),
            manager,
            head,
            judged and manager == head,
        )
        for manager in sorted(superiors, key=lambda one: one.id)
    ]
    alone = judged and not any(bundle.unit for bundle in found)
    return (*found, *([Bundle(department, (), head=head)] if alone else []))


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


def _named(scheme: Scheme, cycle: Cycle) -> Mapping[str, Participant]:
    """Return whom HR names for a cycle; a row of that very cycle goes before one of every cycle."""
    if MODULE not in scheme.settings.modules:
        return {}
    always = {one.employee: one for one in reversed(scheme.participants) if one.cycle is None}
    return always | {one.employee: one for one in reversed(scheme.participants) if one.cycle == cycle.id}


def _excused(person: Person, cycle: Cycle, scheme: Scheme, named: Participant | None) -> Reason | None:
    """Return why somebody takes no part: as HR says, else by the rules."""
    if named is not None:
        return EXCUSED.get(named.participation)
    short = MODULE in scheme.settings.modules and served(person, cycle) < scheme.settings.served_min
    return _absent(person, cycle) or ("served_short" if short else None)


EXCUSED: Mapping[str, Reason] = {"out": "out", "exempt": "exempt"}


def served(person: Person, cycle: Cycle) -> float:
    """Return for which part of a period somebody was there [0 to 1, by days]."""
    return days_served(person, cycle) / days_of(cycle)


def days_served(person: Person, cycle: Cycle) -> int:
    """Return on how many days of a period somebody was there."""
    first = max(cycle.starts, person.hired or cycle.starts)
    last = min(cycle.ends, person.left_on or cycle.ends)
    return max((last - first).days + 1, 0)


def served_less(people: Iterable[Person], cycle: Cycle) -> dict[str, int]:
    """Return, for those who were not there on every day of a period, on how many days they were."""
    whole = days_of(cycle)
    return {one.id: days for one in people if (days := days_served(one, cycle)) != whole}


def days_of(cycle: Cycle) -> int:
    """Return how many days a period has."""
    return (cycle.ends - cycle.starts).days + 1


def _absent(person: Person, cycle: Cycle) -> Reason | None:
    if person.left_on is not None and person.left_on < cycle.starts:
        return "left"
    if person.hired is not None and person.hired > cycle.ends:
        return "joined_later"
    return None
