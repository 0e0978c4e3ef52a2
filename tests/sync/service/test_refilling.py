"""Issuing again after something was received: what is known now is fixed, what was typed is kept."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from addin.scoring.scheme import Goal
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from templates.books.department.filling import fill_department
from templates.books.department.state import Typed, TypedSummary
from templates.patch import set_cells
from tests.builders import CYCLE, sample_roster
from tests.edits import apply
from tests.organisations import FILLED, UNIT, organisation_scheme
from tests.sync.service.company import EVERYTHING, REMARKS, make_company, plan_of, write_rules
from tests.sync.service.conftest import NOW

CSV = "Department,Indicator no.,Cycle,Actual,Evidence\nsales,U-1,{cycle},{value},Ledger page 7\n"
ODD = {
    ("00123", "SAL-01"): Typed(actual="９１ orders", comment="  two spaces first"),
    ("00123", "SAL-02"): Typed(actual="not applicable", comment="New market"),
    (UNIT, "U-6"): Typed(actual="yes", comment="see the report"),
}
"""What people type beside numbers, and a comment in the sheet of the department."""


@pytest.fixture
def company(tmp_path, monkeypatch, run):
    """Return the company whose department sales is judged itself, issued with a wrong actual."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    make_company(tmp_path / "company")
    workspace = open_workspace(tmp_path / "company")
    write_rules(workspace, organisation_scheme(), sample_roster())
    measure(workspace, run, 99)
    assert run(workspace, "issue", CYCLE)[0] == 0
    return workspace


def measure(workspace, run, value):
    """Import the actual of U-1."""
    file = workspace.folder / "ledger.csv"
    file.write_text(CSV.format(cycle=CYCLE, value=value))
    assert run(workspace, "import", "actuals", str(file), "--source", "ledger")[0] == 0


def issued(workspace):
    """Return the bytes of the workbook of sales as it lies in the outbox."""
    return (workspace.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()


def filled(workspace, other=None, into=None):
    """Return the workbook of sales filled in; `other` replaces lines, what is fixed is left alone."""
    plan = plan_of(workspace, "sales")
    there = {line.key for line in plan.all_lines if line.actual is None}
    typed = {key: value for key, value in (EVERYTHING | FILLED | (other or {})).items() if key in there}
    people = {person.person.id for person in plan.people}
    remarks = {employee: text for employee, text in REMARKS.items() if employee in people}
    return fill_department(into or issued(workspace), plan, typed, remarks)


def typed_in(data):
    """Return what stands in the typed columns of a workbook, by table, row key and column; U-1 apart."""
    columns = ("actual", "manager_rating", "evidence", "comment", *TypedSummary.__slots__)
    return {
        (key, row.text("employee"), row.text("indicator"), column): (cell.kind, cell.value)
        for key, table in read_submission(data).tables.items()
        for row in table.rows
        for column in columns
        if (cell := row.cell(column)) is not None and row.text("indicator") != "U-1"
    }


def own_line(data, indicator="U-1"):
    """Return a row of the Department sheet."""
    rows = read_submission(data).tables["unit"].rows
    return next(row for row in rows if row.text("indicator") == indicator)


def holds(workspace, run):
    """Tell whether the archive verifies clean."""
    return run(workspace, "verify")[0] == 0


def test_a_corrected_actual_arrives_with_what_was_typed(company, run, document, send):
    """Corrected, issued again, sent back: a new version with the new value, all that was typed, verified."""
    before = filled(company, ODD)
    send(company, "sales.xlsx", before)
    measure(company, run, 66)
    _, out, _ = run(company, "issue", CYCLE)
    assert "1 issued again with what had been typed: sales." in out
    data = issued(company)
    line = own_line(data)
    assert (line.text("actual"), line.text("evidence")) == ("66", "Ledger page 7")
    assert typed_in(data) == typed_in(before)
    assert holds(company, run)
    versions = {one["version"] for one in document(company, "results", CYCLE, "--all")["results"]}
    assert versions == {1}
    taken = send(company, "again.xlsx", data)
    assert (taken["state"], taken["workbook"]) == ("read", "again.xlsx")
    with open_to_look(company) as archive:
        values = [one.lines[0].actual for one in archive.results(CYCLE, UNIT, every=True)]
    assert values == [99.0, 66.0]
    assert holds(company, run)


def in_cell(employee, indicator, column, value, code):
    """Return the edits that put a value under a number format into a cell."""
    place = {"employee": employee, "indicator": indicator, "column": column}
    return [{**place, "value": value}, {**place, "do": "format", "value": code}]


def test_what_a_spreadsheet_made_of_remarks_arrives_as_it_was_seen(company, run, send):
    """Remarks come into the new copy as the archive keeps them, also from one that counts from 1904."""
    edits = in_cell("00123", "SAL-01", "evidence", 46331.6, "yyyy/m/d h:mm")
    edits += in_cell("00123", "SAL-01", "comment", 0.1234567891234, "0.0")
    edits += in_cell("00123", "SAL-02", "comment", 0.85, "0%")
    edits += in_cell("00124", "SAL-01", "actual", 46331, "yyyy/m/d")
    send(company, "sales.xlsx", apply(filled(company), [*edits, {"do": "count_from_1904"}]))
    measure(company, run, 66)
    run(company, "issue", CYCLE)
    cells = typed_in(issued(company))
    assert cells["appraisal", "00123", "SAL-01", "evidence"] == ("t", "2026-11-05 14:24")
    assert cells["appraisal", "00123", "SAL-01", "comment"] == ("t", "0.1234567891234")
    assert cells["appraisal", "00123", "SAL-02", "comment"] == ("t", "85%")
    assert cells["appraisal", "00124", "SAL-01", "actual"] == ("t", "2026-11-05")


DOUBTFUL = {
    "small_fraction": ("SAL-02", 0.95, '0"%"', "0.95%?", "V002"),
    "small_number": ("SAL-02", 4, '0"%"', "4", "V004"),
    "format_lost": ("SAL-02", 3, "General", "3", "V004"),
    "without_sign": ("SAL-02", 95, "General", "95", "V004"),
    "none_asked": ("SAL-01", 0.96, "0%", "96%", "V004"),
    "date": ("SAL-01", 46331, "yyyy/m/d", "2026-11-05", "V002"),
    "no_day": ("SAL-01", -5, "yyyy/m/d", "-5?", "V002"),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_was_not_understood_stays_so(company, run, send, name):
    """A number that was named as doubtful is not read as anything once it was issued again."""
    indicator, value, code, text, finding = DOUBTFUL[name]
    edits = in_cell("00123", indicator, "actual", value, code)
    send(company, "sales.xlsx", apply(filled(company), edits))
    measure(company, run, 66)
    run(company, "issue", CYCLE)
    assert typed_in(issued(company))["appraisal", "00123", indicator, "actual"] == ("t", text)
    send(company, "again.xlsx", issued(company))
    with open_to_look(company) as archive:
        found = {one.code for one in archive.findings(CYCLE) if one.indicator == indicator}
    assert finding in found


def test_why_names_the_corrected_file_and_line(company, run, document, send):
    """After the new copy came back, `why` names the file and line of the corrected import."""
    send(company, "sales.xlsx", filled(company))
    (company.folder / "ledger.csv").unlink()
    corrected = company.folder / "corrected.csv"
    corrected.write_text("\n" + CSV.format(cycle=CYCLE, value=66))
    run(company, "import", "actuals", str(corrected), "--source", "ledger")
    run(company, "issue", CYCLE)
    send(company, "again.xlsx", issued(company))
    step = next(one for one in document(company, "why", CYCLE, "sales")["steps"] if "Actual" in one["step"])
    assert (step["value"], step["workbook"]) == (66.0, "again.xlsx")
    assert step["rule"] == "as ledger measured it: corrected.csv, line 3"


def test_only_what_is_imported_is_fixed_in_the_new_copy(company, run, send):
    """What was typed before can be typed over in the new copy; the imported actual cannot."""
    send(company, "sales.xlsx", filled(company))
    measure(company, run, 66)
    run(company, "issue", CYCLE)
    table = read_submission(issued(company)).tables["unit"]
    cells = {
        table.place(own_line(issued(company)), "actual"): 50,
        table.place(own_line(issued(company), "U-2"), "actual"): 0.3,
    }
    send(company, "again.xlsx", set_cells(issued(company), {"Department": cells}))
    with open_to_look(company) as archive:
        found = [one for one in archive.findings(CYCLE) if one.code == "F010"]
        (result,) = archive.results(CYCLE, UNIT)
    assert [one.indicator for one in found] == ["U-1"]
    assert "corrected there (ledger)" in found[0].fix
    assert [line.actual for line in result.lines[:2]] == [66.0, 0.3]


def test_issued_once_more_nothing_changes(company, run, send):
    """With nothing new the same filled bytes are handed out, also where they were lost or half written."""
    send(company, "sales.xlsx", filled(company))
    measure(company, run, 66)
    run(company, "issue", CYCLE)
    data = issued(company)
    (company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").unlink()
    _, out, _ = run(company, "issue", CYCLE)
    assert "2 of them were issued before and are unchanged" in out
    assert "issued again with" not in out
    assert issued(company) == data


def test_who_waits_for_the_new_copy_is_told(company, run, send):
    """Progress and findings name the department from when its workbook is issued again until it is back."""
    told = "Issued again since it was received, waits for the new copy (1): Sales and Service"
    send(company, "sales.xlsx", filled(company))
    measure(company, run, 66)
    said = [told in run(company, command, CYCLE)[1] for command in ("progress", "findings")]
    run(company, "issue", CYCLE)
    said += [told in run(company, command, CYCLE)[1] for command in ("progress", "findings")]
    send(company, "again.xlsx", issued(company))
    said += [told in run(company, command, CYCLE)[1] for command in ("progress", "findings")]
    assert said == [False, False, True, True, False, False]


def test_the_copy_from_before_is_held(company, run, send):
    """Whoever goes on in the copy from before is not scored by the old actual: a person decides."""
    old = issued(company)
    send(company, "sales.xlsx", filled(company))
    measure(company, run, 66)
    run(company, "issue", CYCLE)
    other = {(UNIT, "U-2"): Typed(actual=0.31)}
    assert send(company, "old.xlsx", filled(company, other, old))["state"] == "held"
    assert holds(company, run)


def test_corrected_twice_before_it_came_back(company, run, send):
    """A second correction fills a second new copy from the same submission."""
    before = filled(company, ODD)
    send(company, "sales.xlsx", before)
    for value in (66, 67):
        measure(company, run, value)
        run(company, "issue", CYCLE)
    assert own_line(issued(company)).text("actual") == "67"
    assert typed_in(issued(company)) == typed_in(before)
    assert send(company, "again.xlsx", issued(company))["state"] == "read"
    assert holds(company, run)


def test_a_goal_that_changed_arrives_too(company, run, send):
    """A new target of the department reaches it with what was typed."""
    before = filled(company)
    send(company, "sales.xlsx", before)
    scheme = organisation_scheme()
    goals = (*scheme.goals, Goal(CYCLE, UNIT, "U-7", 50.0))
    write_rules(company, replace(scheme, goals=goals), sample_roster())
    run(company, "issue", CYCLE)
    assert own_line(issued(company), "U-7").text("target") == "50"
    assert typed_in(issued(company)) == typed_in(before)


def test_where_nothing_was_accepted_the_new_workbook_is_blank(company, run, send):
    """What was only set aside does not keep a department from a plain new workbook."""
    assert send(company, "sales.xlsx", b"no workbook")["state"] == "quarantined"
    measure(company, run, 66)
    _, out, _ = run(company, "issue", CYCLE)
    assert "1 were issued anew" in out
    assert "issued again with" not in out


def test_in_review_nothing_is_issued_anew(company, run, send):
    """New actuals do not touch a workbook that HR has begun to review; who issues is told."""
    send(company, "sales.xlsx", filled(company))
    data = issued(company)
    measure(company, run, 66)
    with sqlite3.connect(company.folder / "archive.db") as database:
        database.execute("UPDATE form SET state = 'reviewed' WHERE employee = '00123'")
    _, out, _ = run(company, "issue", CYCLE)
    assert "1 keep the workbook they have" in out
    assert issued(company) == data


def test_a_restored_company_has_the_new_copy_in_its_outbox(company, run, send, tmp_path):
    """A restore hands out the filled copy, not the first workbook."""
    send(company, "sales.xlsx", filled(company))
    measure(company, run, 66)
    run(company, "issue", CYCLE)
    assert run(company, "backup", str(tmp_path / "kept.mbk"))[0] == 0
    target = open_workspace(make_company(tmp_path / "unused").folder)
    restored = replace(target, folder=tmp_path / "back")
    assert run(restored, "restore", str(tmp_path / "kept.mbk"))[0] == 0
    assert issued(restored) == issued(company)
