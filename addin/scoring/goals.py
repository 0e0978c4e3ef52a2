"""Whose target holds: the narrowest goal that was set for a subject, from the person up to the company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from addin.scoring.scheme import Department, Goal, Person

DEPARTMENT = "@"
"""How the subject of a department's own form begins, so that no employee number can be taken for it."""

Subject = str | None
"""An employee number, a department as `of_department` writes it, or None for the whole company."""

Goals = Mapping[tuple[Subject, str, str | None], float]
"""Targets by subject, indicator and cycle (None: every cycle)."""


def of_department(department: str) -> str:
    """Return the subject under which a department's own form is kept: @sales."""
    return DEPARTMENT + department


def department_of(subject: str) -> str | None:
    """Return the department whose own form a subject stands for; None for a person."""
    return subject.removeprefix(DEPARTMENT) if subject.startswith(DEPARTMENT) else None


def by_subject(goals: Iterable[Goal]) -> Goals:
    """Return goals so that one is found at once; of two for the same thing the first counts."""
    found: dict[tuple[Subject, str, str | None], float] = {}
    for goal in goals:
        found.setdefault((goal.subject, goal.indicator, goal.cycle), goal.target)
    return found


def lineage(who: Person | Department, departments: Mapping[str, Department]) -> tuple[Subject, ...]:
    """Return whose goals hold for a person or a department, the narrowest first.

    The person, the own department, the departments it belongs to upwards, and the company (None). A circle
    of departments is walked once.
    """
    person = isinstance(who, Person)
    units = _upwards(who.department if isinstance(who, Person) else who.id, departments)
    return (*([who.id] if person else []), *map(of_department, units), None)


def _upwards(department: str, departments: Mapping[str, Department]) -> Iterator[str]:
    here: str | None = department
    seen: set[str] = set()
    while here and here not in seen:
        seen.add(here)
        yield here
        unit = departments.get(here)
        here = unit.parent if unit else None


def target_for(
    goals: Goals, subjects: Sequence[Subject], indicator: str, cycle: str, otherwise: float | None
) -> float | None:
    """Return the target that holds: the narrowest goal wins, and without any goal the template's target.

    A narrower subject beats a wider one, whatever cycles they are for: what was agreed with somebody for
    every cycle is not undone by a number set for the whole company this month. At one subject a goal for the
    very cycle beats one for every cycle.

    goals: as by_subject gives them; subjects: as lineage gives them; otherwise: the target of the template.
    Returns the target [the indicator's unit], None where there is none at all.
    Source: product.md, Goals ("the narrowest wins").
    """
    found = goal_for(goals, subjects, indicator, cycle)
    return otherwise if found is None else goals[found]


def goal_for(
    goals: Goals, subjects: Sequence[Subject], indicator: str, cycle: str
) -> tuple[Subject, str, str | None] | None:
    """Return whose goal holds and for which cycle, as target_for chooses it; None where there is none."""
    wanted = ((subject, indicator, when) for subject in subjects for when in (cycle, None))
    return next((key for key in wanted if key in goals), None)
