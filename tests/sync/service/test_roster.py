"""The whole job on an HR system's export of 1,231 people, through the real commands."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from sync.cli import main
from sync.process.assignment import assign
from sync.service.cycles import open_to_look, opened
from sync.service.demo.filling import filled
from sync.service.issuing import department_plan
from sync.settings import open_workspace

ROSTER = Path(__file__).parents[4] / "shared" / "data" / "people" / "roster-2016-12-31.csv"
CYCLE = "2016-Q4"

MAPPING = {
    "employee": "employee_number",
    "name": "first_name + last_name",
    "department": "unit",
    "position": "job_title",
    "manager": "manager_number",
    "hired": "hired",
    "in_post_since": "in_post_since",
}

TEMPLATES = {
    "Salesperson": "SALES",
    "Developer": "RND",
    "Product Manager": "RND",
    "Project Manager": "RND",
    "Consultant": "CS",
    "Analyst": "FIN",
    "Attorney": "ADM",
    "Paralegal": "ADM",
    "Regional Leader": "MGT",
    "Department Leader": "MGT",
    "Business Leader": "MGT",
    "CEO": "MGT",
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ROSTER.exists(), reason=f"the shared data is not here: {ROSTER.name}"),
    pytest.mark.xdist_group("roster"),
]


def rows_of(sheet, *titles):
    """Return where the columns of these titles stand, and the rows below the header."""
    header = next(row for row in sheet.iter_rows() if titles[0] in [cell.value for cell in row])
    columns = [next(cell.column for cell in header if cell.value == title) for title in titles]
    return columns, range(header[0].row + 1, sheet.max_row + 1)


def map_columns(scheme):
    """Name the columns of the HR export in Data sources, as a user would in a spreadsheet program."""
    book = openpyxl.load_workbook(scheme)
    sheet = book["Data sources"]
    (source, field, column), rows = rows_of(sheet, "Source", "Field", "Column in their file")
    for row in rows:
        if sheet.cell(row, source).value == "people":
            ours = sheet.cell(row, field).value
            sheet.cell(row, column).value = MAPPING.get(ours)
            if ours not in MAPPING:
                sheet.cell(row, source).value = sheet.cell(row, field).value = None
    book.save(scheme)


def choose_templates(scheme):
    """Choose a template for each position that the import added."""
    book = openpyxl.load_workbook(scheme)
    sheet = book["Positions"]
    (name, template), rows = rows_of(sheet, "Position name", "Template")
    for row in rows:
        if sheet.cell(row, name).value in TEMPLATES:
            sheet.cell(row, template).value = TEMPLATES[sheet.cell(row, name).value]
    book.save(scheme)


def fill_all(folder):
    """Fill every issued workbook with plausible values and put it into the inbox."""
    workspace = open_workspace(folder)
    with open_to_look(workspace) as archive:
        rules = opened(archive, CYCLE)
        assignment = assign(rules.roster, rules.cycle)
        for department in assignment.members:
            plan = department_plan(rules, assignment, department, archive, "en")
            name = f"{CYCLE}-{department}.xlsx"
            data = (workspace.outbox(CYCLE) / name).read_bytes()
            (workspace.inbox / name).write_bytes(filled(data, plan, 1))


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """Return the workspace after import, issue, filling and collecting; the clock stands at 2016-12-31."""
    folder = tmp_path_factory.mktemp("roster") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", "2016-12-31T12:00:00+00:00")
        assert main(["init", str(folder)]) == 0
        map_columns(folder / "scheme.xlsx")
        assert main(["-w", str(folder), "import", "people", str(ROSTER)]) == 0
        assert main(["-w", str(folder), "scheme", "check"]) == 1
        choose_templates(folder / "scheme.xlsx")
        assert main(["-w", str(folder), "scheme", "check"]) == 0
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
        fill_all(folder)
        assert main(["-w", str(folder), "collect", "--jobs", "2"]) == 0
        yield folder


def printed(capsys, *arguments):
    """Run a command and return its JSON document."""
    main(list(arguments))
    return json.loads(capsys.readouterr().out)


def test_everybody_is_ranked_and_six_are_exempt(company, capsys):
    """There are 1,225 results with score and rank, and the six without a superior are named."""
    document = printed(capsys, "-w", str(company), "results", CYCLE, "--json")
    assert len(document["results"]) == 1225
    assert all(one["score"] is not None and one["rank"] >= 1 for one in document["results"])
    assert {one["state"] for one in document["results"]} == {"checked"}
    assert len(document["exempt"]) == 6


def test_every_unit_is_checked(company, capsys):
    """All 52 units are departments of the cycle, and nothing is open in any of them."""
    departments = printed(capsys, "-w", str(company), "progress", CYCLE, "--json")["departments"]
    assert len(departments) == 52
    assert sum(one["forms"] for one in departments) == 1225
    assert all(one["step"] == "checked" and one["open"] == 0 for one in departments)


def test_a_second_post_is_named_and_kept(company, capsys):
    """The person who holds two posts is imported twice, the second time under a number of its own."""
    document = printed(capsys, "-w", str(company), "results", CYCLE, "--json")
    posts = [one["department"] for one in document["results"] if one["employee"].startswith("19232")]
    assert posts == ["Cmplnc-Control-and-Execution", "Mrktng-Marketing-Distribution"]


def test_collecting_again_changes_nothing(company, capsys):
    """A second collect finds every file unchanged."""
    assert printed(capsys, "-w", str(company), "collect", "--json") == {"submissions": [], "findings": []}


def test_verify_is_clean_and_not_after_one_changed_byte(company, tmp_path, capsys):
    """The archive verifies clean; after one byte of a kept workbook changed it does not."""
    assert main(["-w", str(company), "verify"]) == 0
    copy = tmp_path / "copy"
    shutil.copytree(company, copy)
    with sqlite3.connect(copy / "archive.db") as database:
        find = "SELECT sha256, content FROM blob WHERE sha256 = (SELECT blob FROM submission LIMIT 1)"
        name, content = database.execute(find).fetchone()
        changed = content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]
        database.execute("UPDATE blob SET content = ? WHERE sha256 = ?", (changed, name))
    database.close()
    capsys.readouterr()
    assert main(["-w", str(copy), "verify"]) == 1
