"""Rows of Appraisal and Department that are filled down hold what they hold when written one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from addin.scoring.scheme import Goal, Person
from templates import writer
from templates.books.department.plan import (
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

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)
POSITIONS = ("clerk", "engineer", "assistant")
NUMBERS = st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1.0, 1.0, 4.0])


@st.composite
def plans(draw: st.DrawFn) -> DepartmentPlan:
    """Plan a department of any people, judged itself or not, with targets and values of their own."""
    scheme, language = organisation_scheme(), draw(st.sampled_from(("en", "zh")))
    names = draw(st.lists(NAMES, min_size=1, max_size=30))
    people = [
        Person(f"P{number:03d}", name, DEPARTMENT, draw(st.sampled_from(POSITIONS)), "00001")
        for number, name in enumerate(names)
    ]
    keys = st.tuples(st.sampled_from([person.id for person in people]), st.sampled_from([*scheme.indicators]))
    goals = draw(st.dictionaries(keys, NUMBERS, max_size=12))
    rules = replace(
        scheme,
        settings=replace(scheme.settings, protection=draw(st.sampled_from(("soft", "sheet")))),
        goals=(*scheme.goals, *(Goal(CYCLE, *key, target) for key, target in goals.items())),
    )
    department = rules.departments[DEPARTMENT]
    if draw(st.booleans()):
        department = replace(department, template=None)
        rules = replace(rules, departments={**rules.departments, DEPARTMENT: department})
    measured = st.builds(Measured, NUMBERS, st.none() | NAMES, st.none() | NAMES)
    known = Known(
        *(draw(st.dictionaries(keys, values, max_size=12)) for values in (NUMBERS, measured, NUMBERS))
    )
    manager, stamp = sample_roster()["00001"], sample_stamp(language=language)
    cycle = rules.cycles[CYCLE]
    return plan_department(
        rules, people, department, manager, cycle, stamp, date(2026, 10, 20), language, known
    )


def one_by_one(plan: DepartmentPlan) -> bytes:
    """Write a workbook without any haste: XlsxWriter's own rows, each of its own kind."""
    with patch.object(writer, "Rows", Worksheet), patch.object(PlannedLine, "kind", PlannedLine.key):
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
