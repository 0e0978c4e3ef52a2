"""`interviews`: who is to be talked with, what an outline holds, and what comes back of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from sync.archive.records import records
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from templates.books.department.filling import fill_department
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import (
    EVERYTHING,
    HEAD,
    REMARKS,
    lines_of,
    make_company,
    plan_of,
    states_of,
    write_rules,
)
from tests.sync.service.steps.approved import BY, LATER, cells_of, give_back

DAY = date(2026, 10, 21)
AGREED = {
    "held_on": DAY,
    "review": "Sales fell in August.",
    "cause": "skill",
    "plan": "Two calls more a day.",
}


@pytest.fixture
def company(published, tmp_path, monkeypatch):
    """Return a workspace of one's own in which outlines were handed out."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    shutil.copytree(published, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def outline(company, manager=HEAD):
    """Return the path of a manager's outlines."""
    return company.outbox(CYCLE) / "published" / manager / f"{CYCLE}-interviews-{manager}.xlsx"


def noted(company, talks, manager=HEAD):
    """Return the path of a manager's outlines in which talks were noted, saved by another program."""
    return str(give_back(outline(company, manager), company.folder / "given back.xlsx", talks))


def talks_of(company):
    """Return what was noted of talks, by person."""
    with open_to_look(company) as archive, archive.reading() as connection:
        return {one.key: one.document for one in records(connection, "interview", CYCLE)}


def test_a_manager_finds_a_page_for_each_of_their_own_people(company):
    """The outlines name those who report to the manager, in the fixed order of questions, and nobody else."""
    cells = cells_of(outline(company))
    people = sample_roster()
    for one in people.values():
        assert any(one.name in text for text in cells) == (one.id in (*PEOPLE, HEAD)), one
    headings = [text for text in cells if text[:2] in ("1 ", "2 ", "3 ", "4 ") and text[2:3] == " "]
    assert [text[3:] for text in headings] == ["Review", "Causes", "Plan", "Support"] * len(PEOPLE)
    assert "☐ skill    ☐ resource    ☐ process    ☐ goal    ☐ motivation    ☐ teamwork" in cells


def test_what_was_agreed_comes_back(company, run, document):
    """A row with a day is noted with its cells and moves the form; the others stay as they are."""
    file = noted(company, {"00123": AGREED})
    done = document(company, "interviews", CYCLE, file, *BY)
    assert (done["interviews"], done["findings"], done["notes"]) == (1, [], [])
    assert [(one["employee"], one["state"]) for one in done["moved"]] == [("00123", "interviewed")]
    assert "2026-10-21" in done["moved"][0]["reason"]
    talk = talks_of(company)["00123"]
    assert (talk["values"]["held_on"], talk["values"]["cause"]) == ("2026-10-21", "skill")
    assert (talk["manager"], talk["cells"]["plan"][0]) == (HEAD, "G")
    assert states_of(company)["00124"] == "published"
    again = document(company, "interviews", CYCLE, file, *BY)
    assert (again["interviews"], again["moved"]) == (0, [])
    assert document(company, "verify")["broken"] == []


@pytest.mark.parametrize(
    ("day", "before", "stands"),
    [
        (LATER, ("confirm", CYCLE, "--employee", "00123", *BY), "confirmed"),
        ("2026-11-02T08:00:00+00:00", ("close", CYCLE, *BY), "archived"),
    ],
    ids=["confirmed", "closed"],
)
def test_a_talk_counts_however_late_and_takes_no_form_back(
    company, run, document, monkeypatch, day, before, stands
):
    """Noted after its person confirmed, or after the close, it is told as held; the form stays on its way."""
    monkeypatch.setenv("MERITBOOK_NOW", day)
    assert run(company, *before)[0] == 0
    done = document(company, "interviews", CYCLE, noted(company, {"00123": AGREED}), *BY)
    assert (done["interviews"], done["moved"]) == (1, [])
    assert [(one["employee"], one["state"]) for one in done["left"]] == [("00123", stands)]
    assert "stays where it is" in done["left"][0]["why"]
    people = {one["employee"]: one["state"] for one in document(company, "interviews", CYCLE)["people"]}
    assert people["00123"] == "held"
    assert states_of(company)["00123"] == stands
    assert run(company, "verify")[0] == 0


def test_coverage_by_department(company, run, document, monkeypatch):
    """What was held, what is open and, after the last day, what is late, by department and person."""
    run(company, "interviews", CYCLE, noted(company, {"00123": AGREED}), *BY)
    found = document(company, "interviews", CYCLE)
    sales = next(one for one in found["departments"] if one["department"] == "sales")
    assert (sales["due"], sales["held"], sales["late"]) == (4, 1, 0)
    monkeypatch.setenv("MERITBOOK_NOW", "2026-11-20T08:00:00+00:00")
    found = document(company, "interviews", CYCLE)
    assert {one["employee"]: one["state"] for one in found["people"]} == {
        one: "held" if one == "00123" else "late" for one in (*PEOPLE, HEAD)
    }
    status, said, _ = run(company, "interviews", CYCLE)
    assert status == 0
    assert "late, was due on" in said


def test_rows_that_cannot_count_are_named(company, document):
    """A half-filled row and an unclear day are found, with their cells; a day before publication is told."""
    talks = {
        "00123": {"held_on": date(2026, 10, 1), "review": "early", "plan": "none"},
        "00124": {"held_on": "soon", "review": "unclear", "plan": "none"},
        "E-07": {"held_on": DAY},
    }
    done = document(company, "interviews", CYCLE, noted(company, talks), *BY)
    assert sorted({one["code"] for one in done["findings"]}) == ["G002", "G003"]
    assert "before the result was published" in done["notes"][0]
    assert [one["employee"] for one in done["moved"]] == ["E-07"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "Zhang Wei"), "meritbook interviews"),
        (("given back.xlsx",), "--by"),
        (("nowhere.xlsx", *BY), "nowhere.xlsx"),
        (("{appeal}", *BY), "no interview outline"),
        (("{scheme}", *BY), "not a workbook issued"),
    ],
)
def test_what_is_no_outline_is_refused(company, run, words, told):
    """Other files, and a call that does not say who, are refused in one line; nothing is noted."""
    places = {
        "appeal": company.outbox(CYCLE) / "published" / "00123" / f"{CYCLE}-appeal-00123.xlsx",
        "scheme": company.scheme,
    }
    status, _, error = run(company, "interviews", CYCLE, *(word.format(**places) for word in words))
    assert (status, error.count("\n")) == (2, 1)
    assert told in error
    assert talks_of(company) == {}


def test_collect_says_where_outlines_go(company, send):
    """An outline in the inbox is kept, set aside, and the command that takes it in is named."""
    taken = send(company, "talks.xlsx", outline(company).read_bytes())
    assert (taken["state"], "meritbook interviews" in taken["reason"]) == ("quarantined", True)


def test_the_master_workbook_lists_talks(company, run):
    """A talk that an outline brought stands in the sheet Interviews, with the name, as others do."""
    run(company, "interviews", CYCLE, noted(company, {"00123": AGREED}), *BY)
    assert run(company, "export", "master", CYCLE)[0] == 0
    book = load_workbook(company.reports(CYCLE) / "master.xlsx")
    cells = [str(cell) for row in book["Interviews"].iter_rows(values_only=True) for cell in row]
    assert {"Li Na", "Sales fell in August.", "skill"} <= set(cells)


def with_talk(workspace, plan, talk):
    """Return the workbook of sales filled once more, with a talk in its register."""
    data = (workspace.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
    typed = {key: value for key, value in EVERYTHING.items() if key in lines_of(plan)}
    remarks = {who: text for who, text in REMARKS.items() if who in PEOPLE}
    return fill_department(data, plan, typed, remarks, {"interviews": [talk]})


def test_a_talk_in_a_department_workbook_counts(tmp_path, monkeypatch, run, document, send):
    """A talk noted in the register after publication is taken in, and moves the form; earlier ones do not."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    workspace = make_company(tmp_path / "company")
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("interviews",))
    write_rules(workspace, replace(scheme, settings=settings), sample_roster())
    run(workspace, "issue", CYCLE)
    plan = plan_of(workspace, "sales")
    talk = {"employee": "00123", "held_on": "2026-10-20", "review": "before", "plan": "nothing"}
    send(workspace, "first.xlsx", with_talk(workspace, plan, talk))
    for step in ("review", "approve", "publish"):
        run(workspace, step, CYCLE, *BY)
    assert run(workspace, "interviews", CYCLE, *BY)[0] == 2, "it was held before the result was known"
    held = send(workspace, "again.xlsx", with_talk(workspace, plan, talk | {"held_on": "2026-10-21"}))
    assert held["state"] == "held"
    run(workspace, "accept", str(held["submission"]), *BY, "--reason", "only the talk is new")
    done = document(workspace, "interviews", CYCLE, *BY)
    assert [(one["employee"], one["state"]) for one in done["moved"]] == [("00123", "interviewed")]
    assert talks_of(workspace)["00123"]["submission"] == held["submission"]
    people = document(workspace, "interviews", CYCLE)["people"]
    assert {one["employee"]: one["held_on"] for one in people}["00123"] == "2026-10-21"
