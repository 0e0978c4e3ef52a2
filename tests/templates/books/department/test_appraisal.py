"""Rows of Appraisal and Department that are filled down hold what they hold when written one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.scoring.scheme import Person, Scheme
from templates import writer
from templates.books.department.plan import (
    GOALS,
    RATING,
    REGISTERS,
    DepartmentPlan,
    Known,
    Measured,
    PlannedLine,
    PlannedPerson,
    plan_department,
)
from templates.books.department.write import write_department
from templates.patch import open_package
from tests.builders import CYCLE, DEPARTMENT, sample_roster, sample_stamp
from tests.organisations import organisation_plan, organisation_scheme
from tests.templates.plain_rows import PlainRows

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)
POSITIONS = ("clerk", "engineer", "assistant")
NUMBERS = st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1.0, 1.0, 4.0])


@st.composite
def plans(draw: st.DrawFn) -> DepartmentPlan:
    """Plan a department of any people, in any edition and order, with targets and values of their own."""
    language = draw(st.sampled_from(("en", "zh")))
    names = draw(st.lists(NAMES, min_size=1, max_size=30))
    people = [
        Person(f"P{number:03d}", name, DEPARTMENT, draw(st.sampled_from(POSITIONS)), "00001")
        for number, name in enumerate(names)
    ]
    scheme = organisation_scheme()
    keys = st.tuples(st.sampled_from([person.id for person in people]), st.sampled_from([*scheme.indicators]))
    targets, own, last = (draw(st.dictionaries(keys, NUMBERS, max_size=12)) for _ in range(3))
    measured = st.builds(Measured, NUMBERS, st.none() | NAMES, st.none() | NAMES)
    known = Known(own, draw(st.dictionaries(keys, measured, max_size=12)), last, targets=targets)
    rules = draw(schemes(scheme))
    stamp = replace(sample_stamp(language=language), edition=draw(st.sampled_from((RATING, GOALS))))
    head, day = sample_roster()["00001"], date(2026, 10, 20)
    department, cycle = rules.departments[DEPARTMENT], rules.cycles[CYCLE]
    reviewed = draw(st.booleans())
    return plan_department(rules, people, department, head, cycle, stamp, day, language, known, reviewed)


@st.composite
def schemes(draw: st.DrawFn, scheme: Scheme) -> Scheme:
    """Switch on what a workbook can have: registers, protection, an order, the department's own lines."""
    settings = replace(
        scheme.settings,
        protection=draw(st.sampled_from(("soft", "sheet"))),
        order=draw(st.sampled_from(("person", "indicator"))),
        modules=(
            *scheme.settings.modules,
            *draw(st.lists(st.sampled_from([*REGISTERS]), max_size=3, unique=True)),
        ),
    )
    department = scheme.departments[DEPARTMENT]
    judged = replace(department, template=draw(st.sampled_from((department.template, None))))
    return replace(scheme, settings=settings, departments={**scheme.departments, DEPARTMENT: judged})


def one_by_one(plan: DepartmentPlan) -> bytes:
    """Write a workbook without any haste: XlsxWriter's own rows, each of its own kind."""
    with patch.object(writer, "Rows", PlainRows), patch.object(PlannedLine, "kind", PlannedLine.key):
        return write_department(plan)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook in their order."""
    package = open_package(data)
    return {name: package.read(name) for name in package.names}


@settings(max_examples=12, deadline=None)
@given(plans())
def test_rows_filled_down_are_those_written_one_by_one(plan: DepartmentPlan) -> None:
    """Whatever is planned, the workbook is part for part the one that XlsxWriter writes cell by cell."""
    assert parts(write_department(plan)) == parts(one_by_one(plan))


def test_many_people_are_filled_down_too() -> None:
    """The workbook of three hundred people is the same as well."""
    plan = organisation_plan()
    people = tuple(
        renumbered(one, f"{number}-{one.person.id}") for number in range(75) for one in plan.people
    )
    many = replace(plan, people=people)
    assert write_department(many) == one_by_one(many)


def renumbered(planned: PlannedPerson, number: str) -> PlannedPerson:
    """Plan somebody else in the same post."""
    assert isinstance(planned.person, Person)
    other = replace(planned.person, id=number)
    return replace(planned, person=other, lines=tuple(replace(line, person=other) for line in planned.lines))
