"""The small true material of tests.builders with more people: six judged in two lines, or twelve in one.

A sample may be a small workbook, too, by the name of its edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import cycle

from addin.scoring.scheme import Indicator, Line, Person, Scheme
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Key, plan_department
from templates.books.department.state import Typed, TypedSummary
from templates.books.department.write import write_department
from templates.tables.packs import PACKS
from tests.builders import CYCLE, DEPARTMENT, ENOUGH, RATED, sample_roster, sample_scheme, sample_stamp
from tests.packs import pack_workbook

RATINGS = {"SAL-07": (3, 4, 4.5, 3.5, 4, 4.5), "SAL-08": (4, 4, 3.5, 3, 4.5, 4)}
SAMPLES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "judged": (6, ("SAL-07", "SAL-08")),
    "judged_once": (12, ("SAL-07",)),
}
"""How many people there are, and by which indicators they are judged."""


def judged_scheme(sample: str = "judged") -> Scheme:
    """Return the sample scheme with the judged lines of a sample for clerks."""
    scheme = sample_scheme()
    if sample in PACKS:
        return scheme
    indicators = SAMPLES[sample][1]
    more = Indicator("SAL-08", "Initiative", "behaviour", "1-5", source="Manager")
    lines = (
        Line("SAL", "SAL-01", 60, "ratio", 100, {"threshold": 0.6, "floor": 0.0, "cap": 120.0}),
        *(Line("SAL", one, 40 / len(indicators), "rating", 4.0, RATED) for one in indicators),
    )
    return replace(
        scheme,
        indicators={**scheme.indicators, more.id: more},
        templates={**scheme.templates, "SAL": lines},
    )


def _people(sample: str) -> dict[str, str]:
    return {f"J-{number}": f"Person {number}" for number in range(1, SAMPLES[sample][0] + 1)}


def _typed(sample: str) -> dict[Key, Typed]:
    people = _people(sample)
    typed = {(employee, "SAL-01"): Typed(actual=96) for employee in people}
    return typed | {
        (employee, indicator): Typed(manager_rating=rating)
        for indicator in SAMPLES[sample][1]
        for employee, rating in zip(people, cycle(RATINGS[indicator]), strict=False)
    }


def _plan(sample: str) -> DepartmentPlan:
    scheme = judged_scheme(sample)
    return plan_department(
        scheme=scheme,
        people=[
            Person(employee, name, DEPARTMENT, "clerk", "00001") for employee, name in _people(sample).items()
        ],
        department=scheme.departments[DEPARTMENT],
        manager=sample_roster()["00001"],
        cycle=scheme.cycles[CYCLE],
        stamp=sample_stamp(),
        due=date(2026, 10, 20),
        language="en",
    )


def judged_workbook(filled: bool, sample: str = "judged") -> bytes:
    """Return the workbook of a sample, as issued or filled without an open point."""
    if sample in PACKS:
        return pack_workbook(sample, filled)
    plan = _plan(sample)
    issued = write_department(plan)
    summaries = {
        employee: TypedSummary(overall_comment=f"{name} did well. {ENOUGH}")
        for employee, name in _people(sample).items()
    }
    return fill_department(issued, plan, _typed(sample), summaries) if filled else issued
