"""Goals as listed, with whose they are: a person, a department, the whole company."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from addin.scoring.goals import DEPARTMENT, of_department
from addin.scoring.scheme import Department, Goal, Roster, Settings
from sync.reading.numbers import folded

MODULE = "goals"


def goals(
    listed: Iterable[Goal | None], roster: Roster, units: dict[str, Department], settings: Settings
) -> tuple[Goal, ...]:
    """Return the goals of the Goals sheet, whatever the order of its rows; none while the module is off."""
    if MODULE not in settings.modules:
        return ()
    found = [replace(goal, subject=subject(goal.subject, roster, units)) for goal in listed if goal]
    return tuple(sorted(found, key=_order))


def _order(goal: Goal) -> tuple[str, str, str]:
    return goal.indicator, goal.subject or "", goal.cycle or ""


def subject(text: str | None, people: Collection[str], departments: Collection[str]) -> str | None:
    """Return whose goal it is: the employee no., a department as @sales, None for the whole company.

    `@sales` is surely the department; `sales` is the person with that number, or else the department. What
    is neither stays as it was typed, and holds for nobody.
    """
    named = folded(text or "")
    if not named:
        return None
    if named not in people and named in departments and not named.startswith(DEPARTMENT):
        return of_department(named)
    return named
