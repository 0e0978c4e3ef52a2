"""Which forms of a cycle a step is about, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from addin.texts import listed, say
from sync.archive.deciding import Decision, enact
from sync.archive.rows import FormRecord, department_of, of_department
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.process.deciders import called, lacks_role, own
from sync.service.cycles import Rules
from sync.service.excused import forms_of
from sync.service.looking import Document
from sync.service.outcomes import adjusting
from sync.settings import now, stop
from sync.states import ASIDE

AGAIN = 3
"""So often a decision is worked out anew when somebody else moves a form at the same moment."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The forms a person means: of some departments, of some people (both empty: all), without some."""

    departments: tuple[str, ...] = ()
    employees: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A form that stays where it is, and why, in words."""

    subject: str
    state: str
    why: str


class Moved(NamedTuple):
    """How many forms went from where to where, and whose they are: of many, the first."""

    was: str
    state: str
    number: int
    subjects: Sequence[str]


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a step came to: the forms that moved, and those that stay."""

    rules: Rules
    moves: tuple[Move, ...]
    left: tuple[Left, ...] = ()

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read."""
        rules = self.rules
        return {
            "cycle": rules.cycle.id,
            "moved": [
                {
                    **named(rules, one.subject),
                    "was": one.was,
                    "state": one.state,
                    "reason": one.reason or None,
                }
                for one in self.moves
            ],
            "left": [{**named(rules, one.subject), "state": one.state, "why": one.why} for one in self.left],
        }


def chosen(archive: Archive, rules: Rules, choice: Choice) -> list[FormRecord]:
    """Return the forms that are meant and still on their way.

    Raises CannotGoOn for a department or a person without a form in the cycle.
    """
    forms = forms_of(archive, rules, _meant(choice))
    subjects = {form.employee for form in forms}
    wanted = {_subject(one, subjects, rules, archive.language) for one in choice.employees}
    without = {_subject(one, subjects, rules, archive.language) for one in choice.without}
    units = {form.department for form in forms}
    unknown = [one for one in choice.departments if one not in units]
    if unknown:
        known = listed(sorted(units), archive.language)
        raise stop("unknown_department", archive.language, department=unknown[0], known=known)
    return [
        form
        for form in forms
        if (not choice.departments or form.department in choice.departments)
        and (not wanted or form.employee in wanted)
        and form.employee not in without
        and (form.state not in ASIDE or form.employee in wanted)
    ]


def _meant(choice: Choice) -> list[str] | None:
    """Return how the forms may be called that a choice is about; None where it names no people."""
    if choice.departments or not choice.employees:
        return None
    named = (*choice.employees, *choice.without)
    return [*named, *map(of_department, named)]


def name_of(rules: Rules, subject: str) -> str:
    """Return what people call the subject of a form."""
    unit = department_of(subject)
    if unit is not None:
        known = rules.scheme.departments.get(unit)
        return known.name if known else unit
    return rules.roster[subject].name if subject in rules.roster else subject


def today(rules: Rules) -> date:
    """Return the day it is where the company is."""
    return now().astimezone(ZoneInfo(rules.scheme.settings.timezone)).date()


def refuse_own(rules: Rules, by: str, subjects: Collection[str], verb: str, language: str) -> None:
    """Refuse a decision on what is the decider's own: their form, or that of the department they head."""
    people, units = called(by, rules.roster), rules.scheme.departments.values()
    headed = {of_department(unit.id) for unit in units if unit.head in people}
    mine = (*own(by, rules.roster, subjects), *sorted(headed.intersection(subjects)))
    if mine:
        values = {"by": by, "name": name_of(rules, mine[0]), "subject": mine[0], "verb": verb}
        key = "own_exempt" if verb == "exempt" else "own_form"
        raise stop(key, language, cycle=rules.cycle.id, **values)


def refuse_without_role(
    archive: Archive,
    rules: Rules,
    by: str,
    roles: Collection[str],
    departments: Collection[str | None] = (),
) -> None:
    """Refuse a decision of somebody who holds none of some roles, which others do.

    departments: where the decision holds, everywhere if none are named. Roles are those of the sheet as it
    was taken in last: who holds one changes while a cycle goes on.
    """
    scheme, day = adjusting(archive, rules), today(rules)
    if any(lacks_role(by, scheme, rules.roster, roles, day, one) for one in departments or (None,)):
        names = " / ".join(say(f"choices.role.{role}", archive.language) for role in roles)
        raise stop("no_role", archive.language, by=by, role=names)


def taken(archive: Archive, decision: Callable[[], tuple[Decision, Stepped]]) -> Stepped:
    """Work a decision out and write it, anew where a form moved on meanwhile; no move, nothing written.

    Raises CannotGoOn where others move the same forms again and again.
    """
    for _ in range(AGAIN):
        decided, done = decision()
        if not (decided.moves or decided.finals or decided.notes or decided.pay):
            return done
        if enact(archive, decided):
            return done
    raise stop("moved_meanwhile", archive.language)


def _subject(named: str, subjects: Collection[str], rules: Rules, language: str) -> str:
    unit = of_department(named)
    subject = unit if named not in subjects and unit in subjects else named
    if subject not in subjects:
        raise stop("unknown_employee", language, employee=named, cycle=rules.cycle.id)
    return subject


def named(rules: Rules, subject: str) -> Document:
    """Return who a form is about, as scripts read it: a person with a department, or a department."""
    unit, person = department_of(subject), rules.roster.get(subject)
    if unit is not None:
        return {"employee": None, "department": unit}
    return {"employee": subject, "department": person.department if person else None}
