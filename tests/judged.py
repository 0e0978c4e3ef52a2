"""The small true material of tests.builders with six people, all judged in the same two lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from addin.scoring.scheme import Indicator, Line, Person, Scheme
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Key, plan_department
from templates.books.department.state import Typed, TypedSummary
from templates.books.department.write import write_department
from tests.builders import CYCLE, DEPARTMENT, ENOUGH, RATED, sample_roster, sample_scheme, sample_stamp

PEOPLE = {f"J-{number}": f"Person {number}" for number in range(1, 7)}
RATINGS = {"SAL-07": (3, 4, 4.5, 3.5, 4, 4.5), "SAL-08": (4, 4, 3.5, 3, 4.5, 4)}
TYPED: Mapping[Key, Typed] = {(employee, "SAL-01"): Typed(actual=96) for employee in PEOPLE} | {
    (employee, indicator): Typed(manager_rating=rating)
    for indicator, ratings in RATINGS.items()
    for employee, rating in zip(PEOPLE, ratings, strict=True)
}


def judged_scheme() -> Scheme:
    """Return the sample scheme with two judged lines for clerks."""
    scheme = sample_scheme()
    more = Indicator("SAL-08", "Initiative", "behaviour", "1-5", source="Manager")
    lines = (
        Line("SAL", "SAL-01", 60, "ratio", 100, {"threshold": 0.6, "floor": 0.0, "cap": 120.0}),
        Line("SAL", "SAL-07", 20, "rating", 4.0, RATED),
        Line("SAL", "SAL-08", 20, "rating", 4.0, RATED),
    )
    return replace(
        scheme,
        indicators={**scheme.indicators, more.id: more},
        templates={**scheme.templates, "SAL": lines},
    )


def _plan() -> DepartmentPlan:
    scheme = judged_scheme()
    return plan_department(
        scheme=scheme,
        people=[Person(employee, name, DEPARTMENT, "clerk", "00001") for employee, name in PEOPLE.items()],
        department=scheme.departments[DEPARTMENT],
        manager=sample_roster()["00001"],
        cycle=scheme.cycles[CYCLE],
        stamp=sample_stamp(),
        due=date(2026, 10, 20),
        language="en",
    )


def judged_workbook(filled: bool) -> bytes:
    """Return the workbook of the six, as issued or filled without an open point."""
    issued = write_department(_plan())
    summaries = {
        employee: TypedSummary(overall_comment=f"{name} did well. {ENOUGH}")
        for employee, name in PEOPLE.items()
    }
    return fill_department(issued, _plan(), TYPED, summaries) if filled else issued
