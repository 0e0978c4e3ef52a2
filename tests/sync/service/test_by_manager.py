"""Issued by direct manager: everybody stands in one workbook, the head may review ratings, all adds up."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from addin.scoring.scheme import Person
from sync.process.assignment import assign, bundles
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look, opened
from sync.service.issuing.planning import bundle_plan
from templates.books.department.filling import fill_department
from templates.books.department.state import Typed, TypedSummary
from tests.builders import CYCLE, DEPARTMENT, ENOUGH, TYPED, sample_roster
from tests.organisations import organisation_scheme
from tests.sync.service.company import make_company, write_rules
from tests.sync.service.conftest import NOW

LEAD = "LEAD"


def roster():
    """Return the people: the head of sales rates three and a team leader, who rates one."""
    people = sample_roster()
    lead = Person(LEAD, "Ma Lei", DEPARTMENT, "clerk", "00001")
    return {**people, LEAD: lead, "00124": replace(people["00124"], manager=LEAD)}


@pytest.fixture
def company(tmp_path, monkeypatch, run):
    """Return a company whose workbooks go to each direct manager, issued."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    workspace = make_company(tmp_path / "company")
    scheme = organisation_scheme()
    by_manager = replace(scheme, settings=replace(scheme.settings, issue_by="manager"))
    write_rules(workspace, by_manager, roster())
    assert run(workspace, "issue", CYCLE)[0] == 0
    return workspace


def plans(workspace):
    """Return the plan of every workbook of sales by its manager."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, CYCLE)
        found = bundles(
            assign(rules.roster, rules.cycle, rules.scheme),
            rules.scheme,
            rules.cycle,
            rules.roster,
            DEPARTMENT,
        )
        return {one.manager.id: bundle_plan(rules, one, archive, workspace.language) for one in found}


def filled(workspace, manager, other=None):
    """Return the workbook of a manager filled in."""
    plan = plans(workspace)[manager]
    typed = {key: value for key, value in (TYPED | (other or {})).items() if key in _keys(plan)}
    texts = {one.person.id: TypedSummary(overall_comment=ENOUGH) for one in plan.people}
    data = (workspace.outbox(CYCLE) / f"{CYCLE}-manager-{manager}.xlsx").read_bytes()
    return fill_department(data, plan, typed, texts)


def _keys(plan):
    return {line.key for line in plan.all_lines}


def test_everybody_stands_in_exactly_one_workbook(company):
    """Each manager receives their own people; the department itself stands with its head, and only there."""
    files = sorted(file.name for file in company.outbox(CYCLE).glob("*.xlsx"))
    assert files == [f"{CYCLE}-manager-{one}.xlsx" for one in ("00000", "00001", LEAD)]
    people = {}
    for file in files:
        tables = read_submission((company.outbox(CYCLE) / file).read_bytes()).tables
        people[file] = [row.text("employee") for row in tables["members"].rows]
        assert ("unit" in tables) == (file == f"{CYCLE}-manager-00001.xlsx")
    assert people[f"{CYCLE}-manager-{LEAD}.xlsx"] == ["00124"]
    everybody = [one for mine in people.values() for one in mine]
    assert len(everybody) == len(set(everybody)) == 6


def test_the_head_reviews_others_and_not_their_own(company):
    """Only the workbook of a manager below the head has the reviewed rating."""
    found = plans(company)
    assert (found["00001"].reviewed, found[LEAD].reviewed) == (False, True)


def test_the_reviewed_rating_counts_and_why_names_its_cell(company, run, document, send):
    """Where the head chose another step, the result follows it; a step that is none is an error there."""
    other = {("00124", "SAL-07"): Typed(manager_rating=4.5, reviewed_rating=3.0, comment="seen in August")}
    sent = send(company, "lead.xlsx", filled(company, LEAD, other))
    assert (sent["state"], sent["forms"], sent["returned"]) == ("read", 1, 0)
    (step,) = [
        one
        for one in document(company, "why", CYCLE, "00124")["steps"]
        if one["step"].startswith("SAL-07") and one["cell"] and one["value"] == 3.0
    ]
    assert step["cell"].startswith("Q")
    wrong = {("00124", "SAL-07"): Typed(manager_rating=4.5, reviewed_rating=7.0, comment="seen in August")}
    (company.inbox / "again.xlsx").write_bytes(filled(company, LEAD, wrong))
    found = document(company, "collect")["findings"]
    assert [(one["code"], one["cell"][0]) for one in found if one["severity"] == "error"] == [("V003", "Q")]
    assert run(company, "verify")[0] == 0


def test_another_rating_needs_a_reason(company, document):
    """Where the head's step is not the manager's, a comment is asked for, as To do says."""
    other = {("00124", "SAL-07"): Typed(manager_rating=4.5, reviewed_rating=4.0)}
    (company.inbox / "lead.xlsx").write_bytes(filled(company, LEAD, other))
    found = document(company, "collect")["findings"]
    assert [(one["code"], one["found"]) for one in found] == [("V007", "the reviewed rating is 4")]


def test_progress_is_told_by_department(company, document, run, send):
    """The workbooks of a department count together: it is through when the last of them is."""
    send(company, "lead.xlsx", filled(company, LEAD))
    (sales,) = [
        one for one in document(company, "progress", CYCLE)["departments"] if one["department"] == DEPARTMENT
    ]
    assert (sales["forms"], sales["checked"], sales["step"]) == (6, 1, "issued")
    assert run(company, "findings", CYCLE)[0] in (0, 1)
    assert run(company, "results", CYCLE)[0] == 0


def test_goals_go_to_each_manager_too(company, run):
    """The goals edition is issued in the same way."""
    assert run(company, "issue", CYCLE, "--edition", "goals")[0] == 0
    assert (company.outbox(CYCLE) / f"{CYCLE}-manager-{LEAD}-goals.xlsx").exists()


def test_the_master_workbook_tells_of_each_workbook(company, run, send, tmp_path):
    """Each manager's workbook has its own row in Progress, with the name of the manager."""
    send(company, "lead.xlsx", filled(company, LEAD))
    file = tmp_path / "master.xlsx"
    assert run(company, "export", "master", CYCLE, "--to", str(file))[0] == 0
    rows = [
        row[:7] for row in openpyxl.load_workbook(file)["Progress"].iter_rows(min_row=4, values_only=True)
    ]
    assert [row[1:] for row in rows if row[0] == "Sales and Service"] == [
        ("Zhao Min", "issued", 5, 5, 0, 0),
        ("Ma Lei", "checked", 1, 0, 0, 1),
    ]


def test_what_is_found_across_names_the_workbook_of_the_person(company, document):
    """Too few raters of a person are found in the workbook in which the person stands, of several."""
    file = company.folder / "360.csv"
    file.write_text(
        "Employee no.,Indicator no.,Rater no.,Relation,Rating\n"
        "00123,SAL-07,RX-1,peer,4\n"
        "00124,SAL-07,RX-1,peer,4\n"
    )
    document(company, "import", "ratings", str(file), "--cycle", CYCLE)
    for manager in ("00001", LEAD):
        (company.inbox / f"{manager}.xlsx").write_bytes(filled(company, manager))
    document(company, "collect")
    found = document(company, "findings", CYCLE)["findings"]
    assert {(one["employee"], one["workbook"]) for one in found if one["code"] == "R001"} == {
        ("00123", f"{CYCLE}-manager-00001.xlsx"),
        ("00124", f"{CYCLE}-manager-{LEAD}.xlsx"),
    }
