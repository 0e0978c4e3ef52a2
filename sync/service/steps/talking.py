"""With whom results are talked over, who has done it, and who is late: the coverage of a cycle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from addin.scoring.grading import best_first
from sync.archive.records import records
from sync.archive.registers import registers_of
from sync.archive.rows import FormRecord, department_of
from sync.archive.store import Archive
from sync.process.assignment import superior_of
from sync.process.interviews import reasons_to_talk, urgency
from sync.process.publication import last_to_talk
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.looking import Document
from sync.service.outcomes import outcomes_of
from sync.service.steps.choosing import Choice, chosen, name_of, today
from sync.service.steps.extend import windows_of
from sync.service.steps.told import published_on, results_before
from sync.settings import Workspace
from sync.states import TOLD

INTERVIEW, REGISTER = "interview", "interviews"
HELD, LATE, OPEN = "held", "late", "open"
APPEALED = ("appealed", "decided")

Reasons = tuple[str, ...]
Order = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Due:
    """A talk that is to be held: with whom, by which manager, why, and until when."""

    employee: str
    manager: str
    department: str
    reasons: tuple[str, ...]
    order: tuple[int, int]
    until: date


@dataclass(frozen=True, slots=True)
class Held:
    """A talk that was held: on which day [ISO], and what was noted of it."""

    day: str
    values: Mapping[str, Any]
    submission: int | None = None


def due_talks(archive: Archive, rules: Rules, choice: Choice, *, everybody: bool = False) -> list[Due]:
    """Return the talks that are to be held about published results, the most urgent first.

    everybody: also with those whom no rule names, last.
    """
    forms = [form for form in chosen(archive, rules, choice) if department_of(form.employee) is None]
    published = published_on(archive, rules)
    ends = windows_of(archive, rules, {form.department for form in forms})

    @cache
    def until(day: date, department: str) -> date:
        return last_to_talk(day, ends[department]["opinions"], rules.scheme.settings)

    found = [
        _due(rules, until(published[one[0].employee], one[0].department), *one)
        for one in _reasons(archive, rules, forms)
    ]
    return sorted(
        (one for one in found if one is not None and (everybody or one.reasons)),
        key=lambda one: (one.order, one.employee),
    )


def held_talks(archive: Archive, rules: Rules) -> dict[str, Held]:
    """Return the talks of a cycle that were noted: in outlines given back, or in department workbooks."""
    published = published_on(archive, rules)
    found = dict(in_registers(archive, rules, published))
    with archive.reading() as connection:
        noted = records(connection, INTERVIEW, rules.cycle.id)
    return found | {
        one.key: Held(one.document["values"]["held_on"], one.document["values"], one.document["submission"])
        for one in noted
    }


def coverage(workspace: Workspace, cycle: str, choice: Choice) -> Document:
    """Return the talks of a cycle: by department how many are due, held and late, and person by person.

    Each department with published results is told, one without a due talk too; `also` were held beside those.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        everybody = due_talks(archive, rules, choice, everybody=True)
        held, day = held_talks(archive, rules), today(rules)
        people = [_person(rules, one, held.get(one.employee), day) for one in everybody]
        due = [one for one in people if one["reasons"]]
        return {"cycle": cycle, "departments": list(_departments(rules, people)), "people": due}


def _reasons(
    archive: Archive, rules: Rules, forms: Sequence[FormRecord]
) -> Iterator[tuple[FormRecord, Reasons, Order]]:
    """Yield each form that people know the result of, with why it is talked over, and how urgent that is."""
    why = why_to_talk(rules)
    outcomes, before = outcomes_of(archive, rules), results_before(archive, rules)
    for form in forms:
        if form.state in TOLD and form.employee in outcomes:
            grade = outcomes[form.employee].finish.grade
            last = before.get(form.employee, (None, None))[1]
            yield form, *why(grade, last, form.state in APPEALED)


def why_to_talk(rules: Rules) -> Callable[[str | None, str | None, bool], tuple[Reasons, Order]]:
    """Return what tells why a result is talked over, and how urgent that is: by its grade, the one before,
    and whether there is an appeal. These come again and again."""
    grades = [one.id for one in best_first(rules.scheme.grades)]
    settings, kind = rules.scheme.settings, rules.cycle.kind

    @cache
    def why(grade: str | None, before: str | None, appealed: bool) -> tuple[Reasons, Order]:
        reasons = reasons_to_talk(settings, kind, grades, grade, before, appealed=appealed)
        return reasons, urgency(reasons, grades, grade)

    return why


def _due(
    rules: Rules,
    until: date,
    form: FormRecord,
    reasons: tuple[str, ...],
    order: tuple[int, int],
) -> Due | None:
    superior = superior_of(rules.roster[form.employee], rules.roster)
    if superior is None:
        return None
    return Due(form.employee, superior.id, form.department, reasons, order, until)


def in_registers(archive: Archive, rules: Rules, published: Mapping[str, date]) -> Iterator[tuple[str, Held]]:
    """Yield the talks that department workbooks tell of, if they were held once the result was published."""
    for record, row in registers_of(archive, rules.cycle.id):
        employee, day = str(row.values.get("employee")), str(row.values.get("held_on"))
        if row.kind == REGISTER and employee in published and day >= published[employee].isoformat():
            yield employee, Held(day, row.values, record.submission)


def _person(rules: Rules, due: Due, held: Held | None, day: date) -> Document:
    state = HELD if held else LATE if day > due.until else OPEN
    return {
        "employee": due.employee,
        "name": name_of(rules, due.employee),
        "department": due.department,
        "manager": due.manager,
        "manager_name": name_of(rules, due.manager),
        "reasons": list(due.reasons),
        "until": due.until.isoformat(),
        "state": state,
        "held_on": held.day if held else None,
    }


def _departments(rules: Rules, people: Sequence[Document]) -> Iterator[Document]:
    for unit in sorted({one["department"] for one in people}):
        inside = [one for one in people if one["department"] == unit]
        states = [one["state"] for one in inside if one["reasons"]]
        known = rules.scheme.departments.get(unit)
        held = states.count(HELD)
        yield {
            "department": unit,
            "title": known.name if known else unit,
            "due": len(states),
            "held": held,
            "share": held / len(states) if states else None,
            "late": states.count(LATE),
            "also": sum(one["state"] == HELD and not one["reasons"] for one in inside),
        }
