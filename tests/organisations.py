"""The small true material of tests.builders with a department that is judged itself, as an organisation.

The department `sales` has lines of every kind: a target of its own, one of the company, one missing, a
negative and a zero one that their methods cannot take, a judged line, and yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from addin.scoring.goals import of_department
from addin.scoring.scheme import Cycle, Goal, Indicator, Line, Scheme
from templates.books.department.plan import (
    NOTHING_KNOWN,
    RATING,
    DepartmentPlan,
    Key,
    Known,
    issued_columns,
    plan_department,
)
from templates.books.department.state import Typed
from templates.stamp import sign
from tests.builders import CYCLE, DEPARTMENT, KEY, PEOPLE, RATED, sample_roster, sample_scheme, sample_stamp

UNIT = of_department(DEPARTMENT)
INDICATORS = (
    Indicator("U-1", "Net cost of waste collection per premises", "kpi", "GBP", source="Finance system"),
    Indicator("U-2", "Household waste recycled", "kpi", "%", source="Waste register"),
    Indicator("U-3", "Change of rent arrears", "kpi", "days", source="Housing system"),
    Indicator("U-4", "Work with other units", "behaviour", "1-5", source="Superior"),
    Indicator("U-5", "Balance of the budget", "kpi", "%", source="Finance system"),
    Indicator("U-6", "Audit passed", "kpi", "yes/no", source="Auditor"),
    Indicator("U-7", "Premises inspected", "kpi", "premises", source="Inspection register"),
)
FILLED: Mapping[Key, Typed] = {
    (UNIT, "U-1"): Typed(actual=66.0),
    (UNIT, "U-2"): Typed(actual=0.45),
    (UNIT, "U-3"): Typed(actual=-3.0),
    (UNIT, "U-4"): Typed(manager_rating=4.0),
    (UNIT, "U-5"): Typed(actual=0.02),
    (UNIT, "U-6"): Typed(actual="yes"),
    (UNIT, "U-7"): Typed(actual=40.0),
}
"""A filling of every line; three of them have targets that cannot be used."""

BROKEN = ("U-3", "U-5", "U-7")
"""Lines whose target is negative, zero or missing."""


LATER = Cycle("2026-Q4", "quarter", date(2026, 10, 1), date(2026, 12, 31))
GOALS = (
    Goal(None, None, "U-1", 66.0),
    Goal(CYCLE, UNIT, "U-1", 60.0),
    Goal(None, UNIT, "U-3", -2.0),
    Goal(None, UNIT, "U-5", 0.0),
    Goal(LATER.id, UNIT, "U-7", 40.0),
)
"""Targets of the department: one narrower than the company's, two that no method can use, one for later."""


def organisation_scheme(missing: str = "renormalise") -> Scheme:
    """Return the sample scheme with a template for the department itself, and goals."""
    scheme = sample_scheme()
    lines = (
        Line("ORG", "U-1", 30, "reverse", 80.0, {}, missing),
        Line("ORG", "U-2", 20, "ratio", 0.5, {}, missing),
        Line("ORG", "U-3", 10, "ratio", None, {}, missing),
        Line("ORG", "U-4", 15, "rating", 4.0, RATED, missing),
        Line("ORG", "U-5", 10, "midpoint", None, {}, missing),
        Line("ORG", "U-6", 10, "yes_no", None, {}, missing),
        Line("ORG", "U-7", 5, "ratio", None, {}, missing),
    )
    sales = replace(scheme.departments[DEPARTMENT], template="ORG")
    return replace(
        scheme,
        settings=replace(scheme.settings, modules=("departments", "goals")),
        indicators={**scheme.indicators, **{one.id: one for one in INDICATORS}},
        templates={**scheme.templates, "ORG": lines},
        departments={**scheme.departments, DEPARTMENT: sales},
        goals=GOALS,
        cycles={**scheme.cycles, LATER.id: LATER},
    )


def organisation_plan(
    people: Sequence[str] = PEOPLE,
    language: str = "en",
    missing: str = "renormalise",
    known: Known = NOTHING_KNOWN,
    edition: str = RATING,
) -> DepartmentPlan:
    """Return the plan of the workbook of a department that is judged itself, with people or without."""
    scheme, roster = organisation_scheme(missing), sample_roster()
    stamp = sample_stamp(language=language, edition=edition)
    return plan_department(
        scheme=scheme,
        people=[roster[employee] for employee in people],
        department=scheme.departments[DEPARTMENT],
        manager=roster["00001"],
        cycle=scheme.cycles[CYCLE],
        stamp=sign(replace(stamp, columns=issued_columns(bool(people), True, edition)), KEY),
        due=date(2026, 10, 20),
        language=language,
        known=known,
    )
