"""Whose workbook it is: departments of sample companies of several sizes, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from addin.scoring.scheme import Person, Roster, Scheme
from addin.texts import LANGUAGES
from sync.process.assignment import assign, receiver
from sync.service.demo.company import sample_company
from templates.books.department.plan import (
    NOTHING_KNOWN,
    DepartmentPlan,
    Known,
    Measured,
    issued_columns,
    plan_department,
)
from templates.books.scheme import starter
from templates.books.scheme.starter.everything import everything, judged
from templates.stamp import LAYOUT, Stamp, sign
from tests.builders import KEY, sample_plan, sample_scheme
from tests.organisations import organisation_plan, organisation_scheme

TODAY = date(2026, 9, 30)
DEPARTMENTS = ("office", "sales", "rnd", "service", "production", "support")
"""Between them their people stand under all eight templates of the starter."""

COMPANIES = {"starter": ((16, 1), (26, 2)), "everything": ((18, 3),)}
"""People and seed of the companies under the starter's rules, and under those that use every feature.

In a third company of the starter self ratings, last scores and some actuals are known and stand fixed.
"""


class Origin(NamedTuple):
    """A workbook as it is issued: by which rules, in which language, for whom, what is to be told of it."""

    rules: str
    language: str
    department: str = "sales"
    people: int = 4
    seed: int = 0
    codes: frozenset[str] = frozenset()


def origins() -> Iterator[Origin]:
    """Yield every workbook that is filled."""
    for language in LANGUAGES:
        for rules, companies in COMPANIES.items():
            for people, seed in companies:
                for department in DEPARTMENTS:
                    yield Origin(rules, language, department, people, seed)
        yield from (Origin("imported", language, department, 16, 4) for department in DEPARTMENTS[:3])
        yield Origin("small", language)
        yield Origin("organisation", language, codes=frozenset({"V015"}))


@cache
def scheme_and_plan(origin: Origin) -> tuple[Scheme, DepartmentPlan]:
    """Return the rules of a workbook and its plan."""
    if origin.rules == "small":
        return sample_scheme(), sample_plan(origin.language)
    if origin.rules == "organisation":
        return organisation_scheme(), organisation_plan(language=origin.language)
    scheme, plans = _company(*origin[:2], *origin[3:5])
    return scheme, plans[origin.department]


@cache
def _company(rules: str, language: str, people: int, seed: int) -> tuple[Scheme, dict[str, DepartmentPlan]]:
    content = (everything if rules == "everything" else starter)(language, TODAY)
    staff, departments = sample_company(people, seed, language, TODAY)
    units = {unit.id: unit for unit in departments}
    scheme = replace(content.scheme, departments=judged(units) if rules == "everything" else units)
    roster = {person.id: person for person in staff}
    known = _known(scheme, staff) if rules == "imported" else NOTHING_KNOWN
    return scheme, {name: _plan(scheme, roster, name, language, known) for name in units}


def _known(scheme: Scheme, staff: Sequence[Person]) -> Known:
    """Return of everybody a self rating, last scores, and one actual that hits its target."""
    lines = {person.id: scheme.lines_of(person.position, "quarter") for person in staff}
    every = [(who, line) for who, mine in lines.items() for line in mine]
    hits = {who: line for who, line in reversed(every) if line.target and not line.judged}
    return Known(
        self_ratings={(who, line.indicator): 4.0 for who, line in every if line.judged},
        actuals={
            (who, line.indicator): Measured(float(line.target or 0), "finance") for who, line in hits.items()
        },
        last_scores={(who, line.indicator): 96.5 for who, line in every},
    )


def _plan(scheme: Scheme, roster: Roster, name: str, language: str, known: Known) -> DepartmentPlan:
    cycle, unit = next(iter(scheme.cycles.values())), scheme.departments[name]
    members = assign(roster, cycle, scheme).members.get(name, ())
    head = receiver(name, unit.head, members, roster)
    stamp = _stamp(scheme, name, cycle.id, language, bool(members))
    return plan_department(scheme, members, unit, head, cycle, stamp, date(2026, 10, 20), language, known)


def _stamp(scheme: Scheme, department: str, cycle: str, language: str, people: bool) -> Stamp:
    unit = bool(scheme.lines_of_department(department, "quarter"))
    stamp = Stamp(
        archive="tests",
        workbook=f"w-{cycle}-{department}",
        cycle=cycle,
        department=department,
        edition="rating",
        language=language,
        scheme="sample",
        layout=LAYOUT,
        revision=1,
        columns=issued_columns(people, unit),
    )
    return sign(stamp, KEY)
