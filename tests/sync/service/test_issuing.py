"""Issuing: whose rows stand where, under which rules, and what is remembered of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from addin.texts import LANGUAGES, say
from sync.reading.numbers import as_number
from sync.reading.stored import restore
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look
from templates.stamp import genuine
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import HEAD, make_company, plan_of, write_rules

BOTH = {f"{CYCLE}-company.xlsx", f"{CYCLE}-sales.xlsx"}


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """Return a workspace with the sample scheme and nothing issued."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
    return make_company(tmp_path / "company")


def issued_files(workspace):
    """Return the bytes of every issued workbook by file name."""
    return {file.name: file.read_bytes() for file in workspace.outbox(CYCLE).iterdir()}


def employees(data):
    """Return the numbers in the first column of Appraisal that are people of ours, by openpyxl."""
    sheet = openpyxl.load_workbook(BytesIO(data))["Appraisal"]
    return {str(row[0]) for row in sheet.iter_rows(values_only=True)} & {*PEOPLE, HEAD, "00000"}


def harder():
    """Return the sample scheme with the target of SAL-01 doubled."""
    scheme = sample_scheme()
    lines = tuple(
        replace(line, target=200.0) if line.indicator == "SAL-01" else line
        for line in scheme.templates["SAL"]
    )
    return replace(scheme, templates={**scheme.templates, "SAL": lines})


def targets(data):
    """Return the targets of SAL-01 in a workbook."""
    rows = read_submission(data).tables["appraisal"].rows
    return {as_number(row.cell("target"), False) for row in rows if row.text("indicator") == "SAL-01"}


def test_a_head_stands_in_the_superiors_workbook(small):
    """The head's rows stand in the workbook of the superior's department, never in their own."""
    files = issued_files(small)
    assert set(files) == BOTH
    assert employees(files[f"{CYCLE}-sales.xlsx"]) == set(PEOPLE)
    assert employees(files[f"{CYCLE}-company.xlsx"]) == {HEAD}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_exempt_is_named(fresh, run, language):
    """Who stands in no workbook is named with number, name and reason."""
    status, shown, _ = run(fresh, "issue", CYCLE, "--language", language)
    assert status == 0
    assert say("service.exempt.no_manager", language, employee="00000", name="Gao Yuan") in shown


def test_who_left_or_joined_later_is_exempt(fresh, run):
    """Who left before the period or joined after it is named with that reason and stands nowhere."""
    roster = sample_roster()
    cycle = sample_scheme().cycles[CYCLE]
    left, late = (
        replace(roster["00124"], left_on=cycle.starts.replace(month=6)),
        replace(roster["E-07"], hired=cycle.ends.replace(month=11)),
    )
    write_rules(fresh, sample_scheme(), roster | {left.id: left, late.id: late})
    _, shown, _ = run(fresh, "issue", CYCLE)
    assert say("service.exempt.left", "en", employee=left.id, name=left.name) in shown
    assert say("service.exempt.joined_later", "en", employee=late.id, name=late.name) in shown
    assert employees(issued_files(fresh)[f"{CYCLE}-sales.xlsx"]) == {"00123", "1234567890123456"}


def test_only_the_department_asked_for(fresh, run):
    """With --department only that workbook is written and remembered; the others can follow."""
    assert run(fresh, "issue", CYCLE, "--department", "sales")[0] == 0
    assert set(issued_files(fresh)) == {f"{CYCLE}-sales.xlsx"}
    with open_to_look(fresh) as archive:
        assert archive.workbooks(CYCLE) == [f"{CYCLE}-sales-rating"]
    assert run(fresh, "issue", CYCLE)[0] == 0
    assert set(issued_files(fresh)) == BOTH


@pytest.mark.parametrize("words", [("issue", CYCLE, "--department", "nowhere"), ("issue", "1999-Q1")])
def test_what_is_not_there_is_one_line(fresh, run, words):
    """An unknown department or cycle is one line on standard error with status 2; nothing is written."""
    status, shown, told = run(fresh, *words)
    assert (status, shown, told.count("\n")) == (2, "", 1)
    assert words[-1] in told
    assert not fresh.outbox(words[1]).exists()


def test_the_first_issue_pins_the_rules(fresh, run):
    """A scheme changed after the first issue changes no workbook of the cycle, and that is said."""
    changed = say("service.issue.changed", "en", cycle=CYCLE)
    assert changed not in run(fresh, "issue", CYCLE, "--department", "company")[1]
    write_rules(fresh, harder(), sample_roster())
    status, shown, _ = run(fresh, "issue", CYCLE)
    assert (status, changed in shown) == (0, True)
    assert [targets(data) for data in issued_files(fresh).values()] == [{100.0}, {100.0}]


def test_a_scheme_changed_before_the_first_issue_counts(fresh, run):
    """What HR writes before the first issue is what the workbooks say."""
    write_rules(fresh, harder(), sample_roster())
    run(fresh, "issue", CYCLE)
    assert [targets(data) for data in issued_files(fresh).values()] == [{200.0}, {200.0}]


def test_issuing_again_gives_the_same_bytes(small, run):
    """A workbook that was lost from the outbox is written again byte for byte, and that is said."""
    before = issued_files(small)
    shutil.rmtree(small.outbox(CYCLE))
    status, shown, _ = run(small, "issue", CYCLE)
    assert (status, issued_files(small)) == (0, before)
    assert say("service.issue.again", "en", number=2) in shown


def test_an_unsound_scheme_is_refused(fresh, run):
    """A scheme with an error is not issued: one line says what to mend."""
    broken = replace(sample_scheme(), grades=())
    write_rules(fresh, broken, sample_roster())
    status, _, told = run(fresh, "issue", CYCLE)
    assert (status, told.count("\n")) == (2, 1)
    assert not fresh.outbox(CYCLE).exists()


@pytest.mark.parametrize("department", ["company", "sales"])
def test_what_was_issued_is_what_was_planned(small, department):
    """Read back, an issued workbook holds line by line what its plan says, under a stamp of our own."""
    plan = plan_of(small, department)
    read = read_submission(issued_files(small)[f"{CYCLE}-{department}.xlsx"])
    table = read.tables["appraisal"]
    found = [
        (
            row.text("employee"),
            row.text("name"),
            row.text("indicator"),
            as_number(row.cell("weight"), False),
            row.text("actual") + row.text("manager_rating") + row.text("comment"),
        )
        for row in table.rows
    ]
    assert found == [
        (line.person.id, line.person.name, line.indicator.id, line.line.weight, "") for line in plan.lines
    ]
    wanted = [line.line.target for line in plan.lines]
    targets = [as_number(row.cell("target"), line.indicator.percent) for row, line in rows_with(table, plan)]
    assert [target if isinstance(target, float) else None for target in targets] == wanted
    assert read.stamp == plan.stamp
    with open_to_look(small) as archive:
        assert genuine(plan.stamp, archive.key)
        assert restore(archive.issued(plan.stamp.workbook, 1).reading) == read


def rows_with(table, plan):
    """Return each row of a table with the planned line it belongs to."""
    return zip(table.rows, plan.lines, strict=True)
