"""A department that is judged itself, through the real commands from issue to the master workbook."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from addin.scoring.scheme import Goal
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from templates.books.department.filling import fill_department
from templates.patch import set_cells
from tests.builders import CYCLE, sample_roster
from tests.organisations import BROKEN, FILLED, UNIT, organisation_scheme
from tests.sync.service.company import EVERYTHING, REMARKS, make_company, plan_of, write_rules
from tests.sync.service.conftest import NOW

CSV = "Department,Indicator no.,Cycle,Actual\nsales,U-1,{cycle},{value}\n"


@pytest.fixture
def company(tmp_path, monkeypatch, run):
    """Return the small company whose department sales is judged itself, with its cycle issued."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    make_company(tmp_path / "company")
    workspace = open_workspace(tmp_path / "company")
    write_rules(workspace, organisation_scheme(), sample_roster())
    assert run(workspace, "issue", CYCLE)[0] == 0
    return workspace


@pytest.fixture
def measure(run, tmp_path):
    """Return a function that imports the actual of U-1."""

    def call(workspace, value):
        file = tmp_path / "ledger.csv"
        file.write_text(CSV.format(cycle=CYCLE, value=value))
        assert run(workspace, "import", "actuals", str(file), "--source", "ledger")[0] == 0

    return call


def issued(workspace):
    """Return the bytes of the workbook of sales as it lies in the outbox."""
    return (workspace.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()


def row_of(data, indicator="U-1"):
    """Return a row of the Department sheet."""
    rows = read_submission(data).tables["unit"].rows
    return next(row for row in rows if row.text("indicator") == indicator)


def filled(workspace, without=()):
    """Return the workbook of sales filled in, lines that are fixed or left out apart."""
    plan = plan_of(workspace, "sales")
    there = {line.key for line in plan.all_lines if line.actual is None} - set(without)
    typed = {key: value for key, value in (EVERYTHING | FILLED).items() if key in there}
    people = {person.person.id for person in plan.people}
    remarks = {employee: text for employee, text in REMARKS.items() if employee in people}
    return fill_department(issued(workspace), plan, typed, remarks)


def test_the_department_is_one_more_form(company, document):
    """Progress counts the department's own form among the forms of its workbook."""
    (sales,) = [
        one for one in document(company, "progress", CYCLE)["departments"] if one["department"] == "sales"
    ]
    assert (sales["forms"], sales["open"]) == (5, 5)


def test_issue_names_the_lines_without_a_usable_target(company, run, tmp_path, monkeypatch):
    """Who issues is told at once which lines will not be scored."""
    make_company(tmp_path / "fresh")
    fresh = open_workspace(tmp_path / "fresh")
    write_rules(fresh, organisation_scheme(), sample_roster())
    status, out, _ = run(fresh, "issue", CYCLE)
    assert status == 0
    assert "3 lines will not be scored" in out
    assert all(f"{UNIT} {indicator}" in out for indicator in BROKEN)


def test_results_hold_the_department_beside_the_people(company, document, send):
    """The department's result has no employee and no position, and is ranked among departments."""
    assert send(company, "sales.xlsx", filled(company))["state"] == "read"
    results = document(company, "results", CYCLE)["results"]
    (own,) = [one for one in results if one["employee"] is None]
    assert (own["department"], own["name"], own["position"]) == ("sales", "Sales and Service", None)
    assert (own["score"], own["grade"], own["rank"], own["state"]) == (89.33, "B", 1, "checked")
    assert {one["sheet"] for one in own["indicators"]} == {"Department"}
    ranked = sorted(one["rank"] for one in results if one["employee"] and one["rank"])
    assert ranked[0] == 1
    assert len(ranked) == 4


def test_the_table_of_results_shows_people_before_departments(company, run, send):
    """Who reads the table sees people by rank in one block, and departments in the next."""
    send(company, "sales.xlsx", filled(company))
    table = run(company, "results", CYCLE)[1].splitlines()[1:]
    assert [line.split()[0] for line in table[:6]] == ["1", "2", "3", "4", "00001", "1"]
    assert "Sales and Service" in table[5]


def test_why_takes_a_department(company, document, send):
    """`why` explains the department's score by its id, and by its id with the sign before it."""
    send(company, "sales.xlsx", filled(company))
    steps = document(company, "why", CYCLE, "sales")["steps"]
    assert steps == document(company, "why", CYCLE, UNIT)["steps"]
    assert next(one["value"] for one in steps if one["step"] == "Score") == 89.33
    assert {one["sheet"] for one in steps} == {"Department", None}


def test_why_says_whose_goal_a_target_is(company, document, send):
    """A target from Goals names its subject and cycle; one of the template is told as agreed."""
    send(company, "sales.xlsx", filled(company))
    steps = document(company, "why", CYCLE, UNIT)["steps"]
    told = {one["step"][:3]: one["rule"] for one in steps if one["step"].endswith("Target")}
    assert told["U-1"] == f"set in Goals for {UNIT}, {CYCLE}"
    assert told["U-3"] == f"set in Goals for {UNIT}, every cycle"
    assert (told["U-2"], told["U-7"]) == ("as agreed", "still empty")


def test_an_error_returns_the_department_s_form_only(company, document, send):
    """A changed target in the Department sheet returns that form, marked in its sheet; people are checked."""
    data = filled(company)
    sheet, cell = "Department", read_submission(data).tables["unit"].place(row_of(data), "target")
    taken = send(company, "sales.xlsx", set_cells(data, {sheet: {cell: 70}}))
    assert (taken["forms"], taken["returned"]) == (5, 1)
    states = {one["employee"]: one["state"] for one in document(company, "results", CYCLE)["results"]}
    assert states.pop(None) == "returned"
    assert states["00123"] == "checked"
    copy = load_workbook(company.folder / "returned" / CYCLE / f"{CYCLE}-sales.xlsx")
    assert "F003" in copy[sheet][cell].comment.text


def test_new_actuals_come_in_a_new_revision(company, measure, run):
    """Issued again before anything was received: a new revision with the value fixed, and it is told."""
    before = read_submission(issued(company)).stamp
    measure(company, 66)
    _, out, _ = run(company, "issue", CYCLE)
    assert "1 were issued anew" in out
    data = issued(company)
    assert (row_of(data).text("actual"), row_of(data).text("source")) == ("66", "ledger")
    stamp = read_submission(data).stamp
    assert (before.revision, stamp.revision) == (1, 2)
    _, out, _ = run(company, "issue", CYCLE)
    assert "anew" not in out
    assert issued(company) == data


def test_a_changed_imported_actual_is_an_error(company, measure, run, send):
    """Another number over an imported actual is an error, and the imported one is scored."""
    measure(company, 66)
    run(company, "issue", CYCLE)
    data = filled(company)
    place = read_submission(data).tables["unit"].place(row_of(data), "actual")
    send(company, "sales.xlsx", set_cells(data, {"Department": {place: 50}}))
    with open_to_look(company) as archive:
        codes = {one.code for one in archive.findings(CYCLE) if one.indicator == "U-1"}
        (result,) = archive.results(CYCLE, UNIT)
    assert codes == {"F010"}
    assert result.lines[0].actual == 66.0


def test_why_names_the_file_and_line_of_an_imported_actual(company, measure, run, document, send):
    """The system, the file and the line are those that stood behind the workbook, not a later import."""
    measure(company, 66)
    run(company, "issue", CYCLE)
    send(company, "sales.xlsx", filled(company))
    measure(company, 77)
    step = next(one for one in document(company, "why", CYCLE, "sales")["steps"] if "Actual" in one["step"])
    assert (step["value"], step["rule"]) == (66.0, "as ledger measured it: ledger.csv, line 2")


def test_new_goals_come_in_a_new_revision(company, run):
    """A goal that was added to the scheme reaches the workbooks from which nothing was received yet."""
    scheme = organisation_scheme()
    write_rules(
        company, replace(scheme, goals=(*scheme.goals, Goal(CYCLE, UNIT, "U-7", 50.0))), sample_roster()
    )
    _, out, _ = run(company, "issue", CYCLE)
    assert "1 were issued anew" in out
    assert "has changed since" not in out
    assert row_of(issued(company), "U-7").text("target") == "50"


def test_a_goal_of_a_person_stands_in_appraisal(company, run):
    """The target of one person changes in Appraisal, and no colleague's."""
    scheme = organisation_scheme()
    write_rules(
        company, replace(scheme, goals=(*scheme.goals, Goal(None, "00123", "SAL-01", 120.0))), sample_roster()
    )
    run(company, "issue", CYCLE)
    rows = read_submission(issued(company)).tables["appraisal"].rows
    targets = {row.text("employee"): row.text("target") for row in rows if row.text("indicator") == "SAL-01"}
    assert targets == {"00123": "120", "00124": "100"}


def test_the_master_workbook_shows_the_department_s_own_result(company, run, send):
    """The sheet Departments has score, grade and rank; the sheet of people does not hold the department."""
    send(company, "sales.xlsx", filled(company))
    assert run(company, "export", "master", CYCLE)[0] == 0
    book = load_workbook(BytesIO((company.reports(CYCLE) / "master.xlsx").read_bytes()))
    rows = [[cell.value for cell in row] for row in book["Departments"].iter_rows(min_row=4)]
    sales = dict(zip(rows[0], next(row for row in rows if row[0] == "Sales and Service"), strict=True))
    assert (sales["Own score"], sales["Own grade"], sales["Own rank"]) == (89.33, "B", 1)
    names = [row[2].value for row in book["Results"].iter_rows(min_row=5)]
    assert "Sales and Service" not in names


def test_everything_holds_afterwards(company, run, send):
    """The archive with a department's form verifies clean."""
    send(company, "sales.xlsx", filled(company))
    status, out, _ = run(company, "verify")
    assert (status, "holds" in out) == (0, True)


def test_a_company_without_people_is_issued(tmp_path, run, monkeypatch):
    """Departments with templates are enough; without any there is nobody to issue to."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    make_company(tmp_path / "bare")
    workspace = open_workspace(tmp_path / "bare")
    scheme = organisation_scheme()
    heads = {key: replace(unit, head=None) for key, unit in scheme.departments.items()}
    write_rules(workspace, replace(scheme, departments=heads), {})
    assert run(workspace, "issue", CYCLE)[0] == 0
    assert [file.name for file in workspace.outbox(CYCLE).iterdir()] == [f"{CYCLE}-sales.xlsx"]
    bare = {key: replace(unit, template=None) for key, unit in heads.items()}
    write_rules(workspace, replace(scheme, departments=bare, goals=()), {})
    assert run(workspace, "issue", CYCLE)[0] == 2


def test_the_master_shows_the_points_that_count(tmp_path, run, send):
    """Under the neutral policy a line without a score shows the neutral points in Indicator scores."""
    make_company(tmp_path / "neutral")
    workspace = open_workspace(tmp_path / "neutral")
    write_rules(workspace, organisation_scheme("neutral"), sample_roster())
    assert run(workspace, "issue", CYCLE)[0] == 0
    assert send(workspace, "sales.xlsx", filled(workspace, without=[(UNIT, "U-2")]))["state"] == "read"
    to = tmp_path / "master.xlsx"
    assert run(workspace, "export", "master", CYCLE, "--to", str(to))[0] == 0
    book = load_workbook(to)
    titles = [cell.value for cell in book["Indicator scores"][4]]
    rows = [
        dict(zip(titles, row, strict=True))
        for row in book["Indicator scores"].iter_rows(min_row=5, values_only=True)
    ]
    own = {row["Indicator no."]: row for row in rows if row["Employee no."] is None}
    assert {key for key, row in own.items() if row["Score"] is None} == {*BROKEN, "U-2"}
    assert all(own[key]["Points that count"] == 80.0 for key in (*BROKEN, "U-2"))
    assert own["U-1"]["Points that count"] == own["U-1"]["Score"]
    forms = [row[1] for row in book["Departments"].iter_rows(min_row=5, values_only=True) if row[0]]
    assert book["Dashboard"]["A4"].value == sum(forms)
