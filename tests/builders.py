"""Small true material for tests: a scheme, four people, a workbook issued to their head, and it filled.

The department is `sales`; its head is 00001, who is rated elsewhere. Its people: 00123 and 00124 (SAL),
E-07 (RND), 1234567890123456 (ADM). Between them they have every kind of line: measured, judged, percent,
yes or no, and one that may stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from addin.scoring.scheme import (
    Cycle,
    Department,
    Grade,
    Indicator,
    Line,
    ParameterValue,
    Person,
    Position,
    Roster,
    Scheme,
    Settings,
)
from templates.books.department.plan import (
    GOALS,
    RATING,
    DepartmentPlan,
    Key,
    issued_columns,
    plan_department,
)
from templates.books.department.state import Typed, TypedSummary
from templates.stamp import LAYOUT, Stamp, sign

KEY = b"a key for tests"
CYCLE = "2026-Q3"
DEPARTMENT = "sales"
PEOPLE = ("00123", "00124", "E-07", "1234567890123456")

RATED: Mapping[str, ParameterValue] = {
    "scale": 5.0,
    "half_steps": True,
    "value_from": "ratings",
    "pass_mark": 4.0,
}
SURVEY: Mapping[str, ParameterValue] = {"scale": 5.0, "value_from": "actual", "pass_mark": 4.0}

INDICATORS = (
    Indicator("SAL-01", "Sales amount", "kpi", "10k CNY", source="Finance system"),
    Indicator("SAL-02", "Collection rate", "kpi", "%", source="Finance system"),
    Indicator("SAL-05", "Customer satisfaction", "kpi", "points of 5", source="Customer survey"),
    Indicator("SAL-07", "Teamwork", "behaviour", "1-5", source="Manager"),
    Indicator("RND-01", "Project milestones reached", "kpi", "% of weight", source="Project system"),
    Indicator("RND-03", "Defects after release", "kpi", "defects", source="QA system"),
    Indicator("RND-08", "Audit passed", "kpi", "yes/no", source="QA system"),
    Indicator("RND-06", "Quality of design", "ability", "1-5", source="Manager"),
    Indicator("ADM-01", "Tasks done on time", "kpi", "%", source="Tasks register"),
    Indicator("ADM-03", "Budget deviation", "kpi", "% (signed)", source="Finance system"),
    Indicator("ADM-02", "Quality of tasks", "kpi", "1-5", source="Manager"),
    Indicator("ADM-09", "Ideas put into use", "kpi", "ideas", source="Manager"),
)

GRADES = (
    Grade("S", "Excellent", 105, None, 1.30),
    Grade("A", "Very good", 100, 105, 1.15),
    Grade("B", "Good", 85, 100, 1.00),
    Grade("C", "To improve", 70, 85, 0.80),
    Grade("D", "Not sufficient", None, 70, 0.50),
)


def _line(
    indicator: str,
    weight: float,
    method: str,
    target: float | None,
    missing: str = "block",
    **parameters: ParameterValue,
) -> Line:
    return Line(indicator.split("-")[0], indicator, weight, method, target, parameters, missing)


TEMPLATES = {
    "SAL": (
        _line("SAL-01", 40, "ratio", 100, threshold=0.6, floor=0.0, cap=120.0),
        _line("SAL-02", 30, "linear", 0.95, points=((0.8, 0), (0.95, 100), (1.0, 120)), below="zero"),
        _line("SAL-05", 10, "rating", 4.0, **SURVEY),
        _line("SAL-07", 20, "rating", 4.0, **RATED),
    ),
    "RND": (
        _line("RND-01", 40, "milestone", 1.0, floor=0.0),
        _line("RND-03", 20, "reverse", 5, style="linear", floor=0.0, cap=120.0),
        _line("RND-08", 15, "yes_no", None),
        _line("RND-06", 25, "rating", 4.0, **RATED),
    ),
    "ADM": (
        _line("ADM-01", 40, "linear", 0.95, points=((0.75, 0), (0.95, 100), (1.0, 120)), below="zero"),
        _line("ADM-03", 20, "interval", 0.0, width=0.05, zero=0.15, style="absolute"),
        _line("ADM-02", 30, "rating", 4.0, **RATED),
        _line("ADM-09", 10, "ratio", 5, missing="renormalise", floor=0.0, cap=120.0),
    ),
}

ENOUGH = "Reached what we had agreed on, kept every promise and helped the two new colleagues."

TYPED: Mapping[Key, Typed] = {
    ("00123", "SAL-01"): Typed(actual=96),
    ("00123", "SAL-02"): Typed(actual=0.95),
    ("00123", "SAL-05"): Typed(actual=4.36),
    ("00123", "SAL-07"): Typed(manager_rating=4),
    ("00124", "SAL-01"): Typed(actual=88.5),
    ("00124", "SAL-02"): Typed(actual=0.93),
    ("00124", "SAL-05"): Typed(actual=4.1),
    ("00124", "SAL-07"): Typed(manager_rating=4.5),
    ("E-07", "RND-01"): Typed(actual=0.95),
    ("E-07", "RND-03"): Typed(actual=5),
    ("E-07", "RND-08"): Typed(actual="yes"),
    ("E-07", "RND-06"): Typed(manager_rating=4.5),
    ("1234567890123456", "ADM-01"): Typed(actual=0.94),
    ("1234567890123456", "ADM-03"): Typed(actual=-0.032),
    ("1234567890123456", "ADM-02"): Typed(manager_rating=4),
    ("1234567890123456", "ADM-09"): Typed(actual=5),
}
"""A plausible filling without a single open point; grades are B."""

SUMMARIES: Mapping[str, TypedSummary] = {
    employee: TypedSummary(overall_comment=f"{name} did well. {ENOUGH}")
    for employee, name in zip(PEOPLE, ("Li Na", "Wang Wei", "Chen Jie", "Sun Yue"), strict=True)
}


def sample_scheme() -> Scheme:
    """Return a small sound scheme: one department, three templates, five grades, one quarter."""
    return Scheme(
        settings=Settings(company="Sample Company"),
        departments={
            "company": Department("company", "Sample Company", None, "00000"),
            DEPARTMENT: Department(DEPARTMENT, "Sales and Service", "company", "00001"),
        },
        positions={
            "clerk": Position("clerk", "Sales clerk", "SAL"),
            "engineer": Position("engineer", "Engineer", "RND"),
            "assistant": Position("assistant", "Office assistant", "ADM"),
        },
        indicators={indicator.id: indicator for indicator in INDICATORS},
        templates=TEMPLATES,
        grades=GRADES,
        cycles={CYCLE: Cycle(CYCLE, "quarter", date(2026, 7, 1), date(2026, 9, 30))},
    )


def sample_roster() -> Roster:
    """Return the people: a director, the head of sales, and the four whom the head rates."""
    people = (
        Person("00000", "Gao Yuan", "company", "assistant"),
        Person("00001", "Zhao Min", DEPARTMENT, "clerk", "00000"),
        Person("00123", "Li Na", DEPARTMENT, "clerk", "00001", hired=date(2021, 3, 1)),
        Person("00124", "Wang Wei", DEPARTMENT, "clerk", "00001"),
        Person("E-07", "Chen Jie", DEPARTMENT, "engineer", "00001"),
        Person("1234567890123456", "Sun Yue", DEPARTMENT, "assistant", "00001"),
    )
    return {person.id: person for person in people}


def sample_stamp(revision: int = 1, language: str = "en", edition: str = RATING) -> Stamp:
    """Return the signed stamp of the sample workbook."""
    stamp = Stamp(
        archive="tests",
        workbook="w-2026-q3-sales",
        cycle=CYCLE,
        department=DEPARTMENT,
        edition=edition,
        language=language,
        scheme="sample",
        layout=LAYOUT,
        revision=revision,
        columns=issued_columns(people=True, unit=False, edition=edition),
    )
    return sign(stamp, KEY)


def sample_plan(
    language: str = "en", people: Sequence[str] = PEOPLE, edition: str = RATING, **settings: Any
) -> DepartmentPlan:
    """Return the plan of the workbook issued to the head of sales, for all people or some.

    settings: those of the scheme that are to be others; `reviewed` goes to the plan itself.
    """
    scheme, roster = sample_scheme(), sample_roster()
    reviewed = settings.pop("reviewed", False)
    scheme = replace(scheme, settings=replace(scheme.settings, **settings))
    return plan_department(
        scheme=scheme,
        people=[roster[employee] for employee in people],
        department=scheme.departments[DEPARTMENT],
        manager=roster["00001"],
        cycle=scheme.cycles[CYCLE],
        stamp=sample_stamp(language=language, edition=edition),
        due=date(2026, 10, 20),
        language=language,
        reviewed=reviewed,
    )


def issued_workbook(language: str = "en") -> bytes:
    """Return the sample workbook as it is issued, untouched."""
    from templates.books.department.write import write_department

    return write_department(sample_plan(language))


def goals_workbook(filled: bool, language: str = "en") -> bytes:
    """Return the goals edition of the sample workbook, as issued or with the day on which each agreed."""
    from templates.books.department.filling import fill_department
    from templates.books.department.write import write_department

    plan = sample_plan(language, edition=GOALS)
    agreed = {employee: TypedSummary(agreed_on=date(2026, 6, 29)) for employee in PEOPLE}
    issued = write_department(plan)
    return fill_department(issued, plan, {}, agreed) if filled else issued


def filled_workbook(
    typed: Mapping[Key, Typed] = TYPED,
    summaries: Mapping[str, TypedSummary] = SUMMARIES,
    language: str = "en",
) -> bytes:
    """Return the sample workbook as its manager sends it: filled through the patcher, scores up to date."""
    from templates.books.department.filling import fill_department

    return fill_department(issued_workbook(language), sample_plan(language), typed, summaries)
