"""Registers over time: archived, held where rows are taken out, carried on, kept where issued again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest

from addin.scoring.scheme import Cycle, Goal
from sync.cli import main
from sync.reading.submission import read_submission
from sync.service import cycles
from sync.service.cycles import open_to_look
from sync.service.issuing.carrying import carried_on
from sync.service.issuing.planning import workbook_id
from sync.settings import open_workspace
from templates.books.department.filling import fill_department
from templates.books.department.layout import FIRST, title
from templates.patch import set_cells
from templates.tables.registers import REGISTERS
from tests.builders import CYCLE, SUMMARIES, TYPED, sample_roster
from tests.editing import opened
from tests.registers import ROWS, register_scheme
from tests.sync.service.company import make_company, plan_of, write_rules
from tests.sync.service.conftest import NOW

NEXT = "2026-Q4"
KEPT = {key: ROWS[key] for key in ("incidents", "tasks", "improvement")}
TASKS = [
    {"task": "Count the stock", "employee": "00124", "due": "2026-10-15", "status": "open"},
    {"task": "Order the scales", "employee": "00123", "due": "2026-08-01", "done_on": "2026-08-01"},
    {"task": "Move the archive", "employee": "E-07", "due": "2026-12-01", "kind": "one of a kind"},
]
"""One that is open, one that is done, and one whose kind no list has."""


def rules():
    """Return the sample scheme with three registers, and with the quarter that follows."""
    scheme = register_scheme()
    settings = replace(scheme.settings, modules=(*KEPT, "goals"))
    following = Cycle(NEXT, "quarter", date(2026, 10, 1), date(2026, 12, 31))
    return replace(scheme, settings=settings, cycles={**scheme.cycles, NEXT: following})


@pytest.fixture(scope="module")
def with_registers(tmp_path_factory):
    """Return the folder of the small company with three registers switched on, its cycle issued."""
    folder = tmp_path_factory.mktemp("registers") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        write_rules(make_company(folder), rules(), sample_roster())
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
    return folder


@pytest.fixture
def company(with_registers, tmp_path, monkeypatch):
    """Return a workspace of one's own with that company."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(with_registers, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def issued(workspace, cycle=CYCLE):
    """Return the workbook of sales as it lies in the outbox."""
    return (workspace.outbox(cycle) / f"{cycle}-sales.xlsx").read_bytes()


def sent(workspace, rows=None):
    """Return the workbook of sales filled, with rows in its registers."""
    return fill_department(issued(workspace), plan_of(workspace, "sales"), TYPED, SUMMARIES, rows or KEPT)


def tasks(data):
    """Return what stands in the tasks of a workbook, by number; numbers alone are left out."""
    rows = read_submission(data).tables["tasks"].rows
    return {
        row.text("no"): {column: row.text(column) for column in row.cells if column != "no"}
        for row in rows
        if row.text("task")
    }


def test_rows_are_archived_and_recomputed(company, run, send):
    """What stands in a register is kept under its number with its cells, and follows from the kept file."""
    assert send(company, "a.xlsx", sent(company))["state"] == "read"
    with open_to_look(company) as archive:
        rows = {row.kind: row for row in archive.registers(1) if row.kind in REGISTERS}
    assert {kind: row.values for kind, row in rows.items()} == {kind: one[0] for kind, one in KEPT.items()}
    assert (rows["tasks"].key, rows["tasks"].sheet, rows["tasks"].cells["due"]) == ("1", "Tasks", "G2")
    assert run(company, "verify")[0] == 0


def test_rows_taken_out_are_held(company, run, send):
    """A submission with fewer rows than the accepted one waits for a person, who sees which differ."""
    send(company, "a.xlsx", sent(company, {"tasks": TASKS}))
    taken = send(company, "b.xlsx", sent(company, {"tasks": TASKS[:2]}))
    assert (taken["state"], "(1 in all)" in taken["reason"]) == ("held", True)
    told = run(company, "progress", CYCLE)[1]
    assert "No. 3" in told
    assert "Move the archive" in told


def test_another_order_or_number_is_not_held(company, send):
    """Rows under other numbers, or sorted, take nothing out."""
    send(company, "a.xlsx", sent(company, {"tasks": TASKS}))
    assert send(company, "b.xlsx", sent(company, {"tasks": TASKS[::-1]}))["state"] == "read"


def test_open_rows_are_carried_on(company, run, send):
    """Open rows stand in the next cycle's workbook under their numbers, with where they come from."""
    send(company, "a.xlsx", sent(company, {"tasks": TASKS, "incidents": KEPT["incidents"]}))
    assert run(company, "issue", NEXT)[0] == 0
    data = issued(company, NEXT)
    found = tasks(data)
    assert list(found) == ["1", "3"]
    assert found["1"] == {
        "task": "Count the stock",
        "employee": "00124 Wang Wei",
        "due": "46310",
        "status": "in progress",
        "since": CYCLE,
    }
    assert (found["3"]["kind"], found["3"]["since"]) == ("one of a kind", CYCLE)
    numbers = [row.text("no") for row in read_submission(data).tables["tasks"].rows]
    assert numbers[:4] == ["1", "3", "4", "5"]
    assert not any(row.text("what") for row in read_submission(data).tables["incidents"].rows)


def test_rows_go_on_from_cycle_to_cycle(company, run, send):
    """A row carried on twice still says where it began; one that was ended goes no further."""
    send(company, "a.xlsx", sent(company, {"tasks": TASKS}))
    run(company, "issue", NEXT)
    data = set_cells(issued(company, NEXT), {title("tasks", "en"): {f"I{FIRST + 2}": "done"}})
    assert send(company, "b.xlsx", data)["state"] == "read"
    following = Cycle("2027-Q1", "quarter", date(2027, 1, 1), date(2027, 3, 31))
    with open_to_look(company) as archive:
        later = cycles.opened(archive, NEXT)
        later = replace(later, cycle=following)
        (row,) = carried_on(archive, later, workbook_id)["2027-Q1-sales-rating"]["tasks"].rows
    assert (row["no"], row["since"]) == ("1", CYCLE)


def test_a_plan_goes_with_its_person(company, run, send):
    """An open improvement plan stands in the workbook in which its person stands now; a task stays."""
    rows = {"improvement": KEPT["improvement"], "tasks": TASKS}
    send(company, "a.xlsx", sent(company, rows))
    roster = sample_roster()
    moved = {**roster, "00124": replace(roster["00124"], department="company", manager="00000")}
    write_rules(company, rules(), moved)
    assert run(company, "issue", NEXT)[0] == 0
    here, there = (
        read_submission((company.outbox(NEXT) / f"{NEXT}-{unit}.xlsx").read_bytes()).tables
        for unit in ("sales", "company")
    )
    assert not any(row.text("goal") for row in here["improvement"].rows)
    (plan,) = [row for row in there["improvement"].rows if row.text("goal")]
    assert (plan.text("no"), plan.text("employee"), plan.text("since")) == ("1", "00124 Wang Wei", CYCLE)
    assert [row.text("employee") for row in here["tasks"].rows if row.text("task")] == [
        "00124",
        "E-07 Chen Jie",
    ]


def test_rows_find_the_workbooks_of_direct_managers(company, run, send):
    """Where each direct manager has a workbook from now on, rows go to that of their person."""
    send(company, "a.xlsx", sent(company, {"tasks": TASKS}))
    by_manager = rules()
    settings = replace(by_manager.settings, issue_by="manager")
    write_rules(company, replace(by_manager, settings=settings), sample_roster())
    assert run(company, "issue", NEXT)[0] == 0
    data = (company.outbox(NEXT) / f"{NEXT}-manager-00001.xlsx").read_bytes()
    assert [row["task"] for row in tasks(data).values()] == ["Count the stock", "Move the archive"]
    assert {row["since"] for row in tasks(data).values()} == {CYCLE}


def test_nothing_is_carried_on_that_nobody_sent(company, run):
    """Where nothing was received in the cycle before, the registers begin empty."""
    run(company, "issue", NEXT)
    assert tasks(issued(company, NEXT)) == {}


def test_issued_again_all_rows_are_kept(company, run, send):
    """A workbook issued again with other targets holds every row of the one that was received."""
    rows = [*TASKS, *({"task": f"Task {number}", "employee": "00123"} for number in range(30))]
    before = sent(company, {**KEPT, "tasks": rows})
    send(company, "a.xlsx", before)
    write_rules(company, replace(rules(), goals=(Goal(None, None, "SAL-01", 90.0),)), sample_roster())
    again = run(company, "issue", CYCLE)
    assert "issued again with what had been typed" in again[1]
    after = tasks(issued(company))
    assert list(after.values()) == list(tasks_in_order(before))
    assert len(set(after)) == len(rows)
    taken = send(company, "b.xlsx", issued(company))
    assert taken["state"] == "read"


def tasks_in_order(data):
    """Yield what stands in the tasks of a workbook in their order, numbered or not."""
    for row in read_submission(data).tables["tasks"].rows:
        if row.text("task"):
            yield {column: row.text(column) for column in row.cells if column != "no"}


def test_odd_rows_hold_no_form_up(company, document, send):
    """What is odd in a register is told as a warning, and every form is checked."""
    send(company, "a.xlsx", sent(company, {"tasks": [{"task": "x", "due": "soon"}]}))
    found = document(company, "findings", CYCLE)["findings"]
    assert {(one["code"], one["severity"]) for one in found} == {("G002", "warning"), ("G003", "warning")}
    forms = document(company, "progress", CYCLE)["departments"]
    assert {one["step"] for one in forms if one["department"] == "sales"} == {"checked"}
    assert json.dumps(found)


def test_the_master_workbook_shows_them(company, run, send):
    """Registers are consolidated in the master workbook: number, dates as dates, words, who it is."""
    send(company, "a.xlsx", sent(company, {"tasks": TASKS}))
    assert run(company, "export", "master", CYCLE)[0] == 0
    sheet = opened((company.reports(CYCLE) / "master.xlsx").read_bytes())["Tasks"]
    heads, *rows = [row for row in sheet.iter_rows(values_only=True) if row[1] is not None]
    first = dict(zip(heads, rows[0], strict=True))
    assert (first["No."], first["Responsible"], first["Status"]) == (1, "00124", "in progress")
    assert first["Name"] == "Wang Wei"
    assert first["Due"].date() == date(2026, 10, 15)
    assert [row[heads.index("Kind")] for row in rows] == [None, None, "one of a kind"]
