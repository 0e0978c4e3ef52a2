"""Tests of the plan of a department workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from templates.books.department.layout import spot
from templates.books.department.plan import Known, Measured, plan_department
from templates.tables import TABLES
from tests.builders import CYCLE, DEPARTMENT, PEOPLE, sample_plan, sample_roster, sample_scheme, sample_stamp


def test_rows_follow_the_people_and_their_templates() -> None:
    """Each person's lines stand together, in the order of the template, people in the order given."""
    keys = [line.key for line in sample_plan().lines]
    assert list(dict.fromkeys(employee for employee, _ in keys)) == list(PEOPLE)
    assert keys[:4] == [("00123", code) for code in ("SAL-01", "SAL-02", "SAL-05", "SAL-07")]


def test_cells_are_found_without_reading() -> None:
    """The place of a person's indicator follows from the plan alone."""
    plan = sample_plan()
    assert spot(plan, "actual", "00124", "SAL-02") == ("Appraisal", 6, 10)
    assert spot(plan, "actual", "00124", "SAL-02").reference == "K7"


def test_what_is_known_stands_in_the_rows() -> None:
    """Imported actuals, self ratings and last scores are planned into their rows."""
    scheme, roster = sample_scheme(), sample_roster()
    sales = {("00123", "SAL-01"): Measured(96.0, "CRM"), ("00123", "SAL-07"): Measured(4.0, "CRM")}
    known = Known({("00123", "SAL-07"): 4.5}, sales, {("00123", "SAL-01"): 88.8})
    plan = plan_department(
        scheme,
        [roster["00123"]],
        scheme.departments[DEPARTMENT],
        None,
        scheme.cycles[CYCLE],
        sample_stamp(),
        date(2026, 10, 20),
        "en",
        known,
    )
    first, last = plan.lines[0], plan.lines[3]
    assert (first.actual, first.source, first.last_score, last.self_rating) == (96.0, "CRM", 88.8, 4.5)
    assert last.actual is None


def test_a_person_without_lines_is_left_out() -> None:
    """Whose position has no template has no row, and nobody else is touched."""
    scheme, roster = sample_scheme(), sample_roster()
    clerk = scheme.positions["clerk"]
    bare = replace(scheme, positions={**scheme.positions, "clerk": replace(clerk, template=None)})
    people = [roster["00123"], roster["E-07"]]
    plan = plan_department(
        bare,
        people,
        scheme.departments[DEPARTMENT],
        None,
        scheme.cycles[CYCLE],
        sample_stamp(),
        date(2026, 10, 20),
        "en",
    )
    assert [person.person.id for person in plan.people] == ["E-07"]


def test_the_stamp_lists_the_columns_as_declared() -> None:
    """The columns the stamp records are those of the tables, in order."""
    assert sample_stamp().columns["summary"] == tuple(column.key for column in TABLES["summary"].columns)
