"""Forms as issued with what was typed: fixed values stay, blanks are not zeros, rules come with the issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from addin.scoring.form import Entry
from addin.scoring.scheme import Position, Scheme
from sync.checks.context import Context, LineReading
from sync.checks.forms import build_context
from sync.checks.run import run_checks
from sync.reading.submission import read_submission
from templates.books.department.plan import Known, Measured, plan_department
from templates.books.department.write import write_department
from tests.builders import (
    CYCLE,
    DEPARTMENT,
    PEOPLE,
    filled_workbook,
    issued_workbook,
    sample_roster,
    sample_scheme,
    sample_stamp,
)
from tests.edits import apply


def context(sent: bytes, issued: bytes, scheme: Scheme | None = None) -> Context:
    """Put together what the checks look at."""
    rules = scheme or sample_scheme()
    readings = read_submission(sent), read_submission(issued)
    return build_context(*readings, rules, rules.cycles[CYCLE], "en")


def line(found: Context, employee: str, indicator: str) -> LineReading:
    """Return one line of one form."""
    form = next(form for form in found.forms if form.employee == employee)
    return next(line for line in form.lines if line.indicator.id == indicator)


def with_imports() -> bytes:
    """Return the sample workbook issued with an imported actual and a self rating in it."""
    scheme, roster = sample_scheme(), sample_roster()
    known = Known(self_ratings={("00123", "SAL-07"): 4.5}, actuals={("00123", "SAL-01"): Measured(91.0)})
    return write_department(
        plan_department(
            scheme,
            [roster[employee] for employee in PEOPLE],
            scheme.departments[DEPARTMENT],
            roster["00001"],
            scheme.cycles[CYCLE],
            sample_stamp(),
            date(2026, 10, 20),
            "en",
            known,
        )
    )


def test_entries_are_what_was_typed() -> None:
    """Each line takes its value from its own column, in the indicator's unit; blanks stay blank."""
    found = context(filled_workbook(), issued_workbook())
    assert [form.employee for form in found.forms] == list(PEOPLE)
    assert line(found, "00123", "SAL-02").entry == Entry("SAL-02", actual=0.95)
    assert line(found, "E-07", "RND-08").entry == Entry("RND-08", actual=1.0)
    assert line(found, "E-07", "RND-06").entry == Entry("RND-06", manager_rating=4.5)
    assert found.scores["00123"].total == 93.12
    untouched = context(issued_workbook(), issued_workbook())
    assert line(untouched, "00123", "SAL-02").entry == Entry("SAL-02")
    assert untouched.scores["00123"].total is None


def test_scores_come_from_what_was_issued() -> None:
    """A lowered target or a raised weight changes nothing in our scores."""
    edits = [
        {"employee": "00123", "indicator": "SAL-01", "column": "target", "value": 10},
        {"employee": "00123", "indicator": "SAL-02", "column": "weight", "value": 90},
    ]
    found = context(apply(filled_workbook(), edits), issued_workbook())
    assert line(found, "00123", "SAL-01").line.target == 100
    assert found.scores["00123"].total == 93.12


def test_deleted_line_has_no_row() -> None:
    """A deleted row leaves a line that blocks, not a form with fewer lines."""
    edit = {"do": "delete_row", "employee": "00123", "indicator": "SAL-02"}
    found = context(apply(filled_workbook(), [edit]), issued_workbook())
    assert line(found, "00123", "SAL-02").row is None
    assert len(next(form for form in found.forms if form.employee == "00123").lines) == 4
    assert found.scores["00123"].total is None


def test_imported_values_are_fixed() -> None:
    """An imported actual and a self rating count as issued; typing over them is an error that names both."""
    issued = with_imports()
    edits = [
        {"employee": "00123", "indicator": "SAL-01", "column": "actual", "value": 110},
        {"employee": "00123", "indicator": "SAL-07", "column": "self_rating", "value": 2},
    ]
    found = context(apply(issued, edits), issued)
    assert line(found, "00123", "SAL-01").entry.actual == 91.0
    assert line(found, "00123", "SAL-07").entry.self_rating == 4.5
    told = [finding for finding in run_checks(found, "sales.xlsx") if finding.code == "F010"]
    assert [(finding.cell, finding.found, finding.expected) for finding in told] == [
        ("K2", "110", "91"),
        ("L5", "2", "4.5"),
    ]
    assert "came as 91 from Finance system, and that counts." in told[0].message
    assert "came as 4.5 from the self-appraisal, and that counts." in told[1].message
    assert "F010" not in {finding.code for finding in run_checks(context(issued, issued), "sales.xlsx")}


def test_rules_follow_the_issue() -> None:
    """Whoever changes post afterwards is still appraised by the lines that were issued."""
    scheme = sample_scheme()
    renamed = {"chief": Position("chief", "Chief", "RND")}
    moved = replace(scheme, positions=renamed)
    assert context(filled_workbook(), issued_workbook(), moved).scores["00123"].total == 93.12


def test_wrong_rules_are_a_bug() -> None:
    """Rules under which the workbook cannot have been issued are refused loudly."""
    scheme = sample_scheme()
    other = replace(scheme, templates={"RND": scheme.templates["RND"]})
    with pytest.raises(AssertionError, match="SAL-01"):
        context(filled_workbook(), issued_workbook(), other)


def test_days_from_1904_are_told_as_they_were_seen() -> None:
    """In a workbook that counts from 1904 findings name the day that the cell shows."""
    edits: list[dict[str, object]] = []
    first: dict[str, object] = {"employee": "00124", "indicator": "SAL-01", "column": "target"}
    cells = [("00123", "actual"), ("00123", "score"), ("00124", "actual")]
    for employee, column in cells:
        place = {"employee": employee, "indicator": "SAL-01", "column": column}
        edits += [{**place, "value": 46280}, {**place, "do": "format", "value": "yyyy/m/d"}]
    edits += [{"do": "count_from_1904"}, {"do": "merge", **first, "to": {"column": "actual"}, "keep": True}]
    found = run_checks(context(apply(filled_workbook(), edits), issued_workbook()), "sales.xlsx")
    told = {one.code: one.found for one in found if one.code in ("V002", "F001")}
    assert told == {"V002": "2026-09-15", "F001": "2026-09-15"}
    (merged,) = [one.message for one in found if one.code == "F008"]
    assert "2026-09-15" in merged
