"""`opinions`: forms are counted by theme, and one without a name leaves no trace of who gave it."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from openpyxl import load_workbook

from sync.settings import open_workspace
from tests.builders import CYCLE
from tests.sync.service.steps.approved import BY, LATER, give_opinion

WHO, WHERE = "Li Na", "a-form-of-somebody"


@pytest.fixture
def company(published, tmp_path, monkeypatch):
    """Return a workspace of one's own in which results are published."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    shutil.copytree(published, tmp_path / "company")
    return open_workspace(tmp_path / "company")


@pytest.fixture
def form(company):
    """Return a function that fills an opinion form, as saved by another program, and returns its path."""

    def write(called=WHERE, author="", **answers) -> str:
        return str(give_opinion(company, company.folder.parent / f"{called}.xlsx", author, **answers))

    return write


def test_the_form_is_the_same_for_everybody(company):
    """Every receiver finds the same bytes: no copy can be told from another one."""
    files = company.outbox(CYCLE).glob("published/*/*-opinion.xlsx")
    assert len({file.read_bytes() for file in files}) == 1


def test_a_form_without_a_name_leaves_no_trace(company, form, document):
    """Neither file nor name nor author nor day is anywhere in the archive; the words are, once."""
    file = form(theme="time and effort", opinion="Too many meetings.", author=WHO, dated_on="2026-10-19")
    done = document(company, "opinions", CYCLE, file, *BY)
    assert (done["opinions"], done["anonymous"], done["authored"]) == (1, 1, 1)
    with sqlite3.connect(company.folder / "archive.db") as archive:
        kept = "\n".join(archive.iterdump())
        blobs = [bytes(row[0]) for row in archive.execute("select content from blob")]
    with open(file, "rb") as given:
        assert given.read() not in blobs
    assert WHERE not in kept
    assert "2026-10-19" not in kept
    assert "Too many meetings." in kept
    assert document(company, "opinions", CYCLE, file, *BY)["opinions"] == 0
    (told,) = document(company, "opinions", CYCLE)["opinions"]
    assert (told["theme"], told["name"], told["department"]) == ("time", None, None)
    assert document(company, "verify")["broken"] == []


def test_a_form_with_a_name_is_kept(company, form, document):
    """Whoever signs is told by name and department, with the wish for an answer, and the file is kept."""
    file = form(theme="fairness of ratings", opinion="Fair.", name=WHO, department="Sales", answer="yes")
    with open(file, "rb") as given:
        content = given.read()
    document(company, "opinions", CYCLE, file, *BY)
    with sqlite3.connect(company.folder / "archive.db") as archive:
        assert content in [bytes(row[0]) for row in archive.execute("select content from blob")]
    (told,) = document(company, "opinions", CYCLE)["opinions"]
    assert (told["name"], told["department"], told["answer"]) == (WHO, "sales", "yes")


def test_a_department_is_told_from_three_on(company, form, document):
    """Two anonymous opinions of a department stand without it; with the third it is told."""
    files = [form(f"f{n}", opinion=f"No. {n}", department="Sales") for n in range(3)]
    document(company, "opinions", CYCLE, *files[:2], *BY)
    assert document(company, "opinions", CYCLE)["departments"] == []
    document(company, "opinions", CYCLE, *files, *BY)
    found = document(company, "opinions", CYCLE)
    assert found["departments"] == [{"department": "sales", "title": "Sales and Service", "number": 3}]
    assert found["themes"] == [{"theme": "other", "number": 3}]


def test_hr_finds_opinions_in_the_master_workbook_and_directors_do_not(company, form, run):
    """A sheet of its own in `master`, nothing of it in `board`."""
    run(company, "opinions", CYCLE, form(opinion="Too many meetings."), *BY)
    for report, there in (("master", True), ("board", False)):
        assert run(company, "export", report, CYCLE)[0] == 0
        book = load_workbook(company.reports(CYCLE) / f"{report}.xlsx")
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        assert ("Too many meetings." in cells) is there


def test_what_cannot_be_used_is_told_without_its_name(company, form, run):
    """An empty form and another workbook are left out by their place; of those alone nothing is taken in."""
    status, said, _ = run(company, "opinions", CYCLE, form("a"), form("b", opinion="Good."), *BY)
    assert status == 0
    assert "File no. 1 was left out: nothing is said in it" in said
    assert "a.xlsx" not in said
    for words, told in (
        ((str(company.scheme), *BY), "not a workbook issued"),
        ((form("c"),), "--by"),
        ((), None),
    ):
        status, _, error = run(company, "opinions", CYCLE, *words)
        assert (status, error.count("\n")) == ((2, 1) if told else (0, 0))
        assert (told or "") in error
