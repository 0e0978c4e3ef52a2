"""What waits for a decision is shown with what differs, as people write it, in both languages."""

from __future__ import annotations

import pytest

from addin.texts import LANGUAGES, phrase
from sync.service import waiting
from sync.service.cycles import open_to_look
from templates.books.department.state import Typed
from tests.builders import CYCLE, PEOPLE, TYPED
from tests.sync.service.company import NO_RATING, filled, make_company

OTHER = {
    ("00123", "SAL-02"): Typed(actual=0.97),
    ("00124", "SAL-01"): Typed(actual="not applicable", comment="no target was agreed yet"),
    ("00124", "SAL-07"): Typed(manager_rating=3.5),
    ("E-07", "RND-03"): Typed(),
    ("E-07", "RND-08"): Typed(actual="no"),
}


@pytest.fixture
def held(small, send, reached):
    """Return a workspace in which submission 2 waits beside the accepted submission 1."""

    def play():
        send(small, "a.xlsx", filled(small))
        assert send(small, "b.xlsx", filled(small, other=OTHER))["state"] == "held"

    return reached(play)


def test_differences_as_people_write_them(held, document):
    """Percentages, yes or no, ratings, not applicable and blanks are told as they are typed."""
    (shown,) = document(held, "progress", CYCLE)["held"]
    assert {key: shown[key] for key in ("submission", "workbook", "department", "accepted")} == {
        "submission": 2,
        "workbook": "b.xlsx",
        "department": "sales",
        "accepted": 1,
    }
    assert "E-07" in shown["reason"]
    assert [
        (one["employee"], one["indicator"], one["column"], one["accepted"], one["held"])
        for one in shown["differences"]
    ] == [
        ("00123", "SAL-02", "actual", "95%", "97%"),
        ("00124", "SAL-01", "actual", "88.5", "not applicable"),
        ("00124", "SAL-01", "comment", None, "no target was agreed yet"),
        ("00124", "SAL-07", "manager_rating", "4.5", "3.5"),
        ("E-07", "RND-03", "actual", "5", None),
        ("E-07", "RND-08", "actual", "yes", "no"),
    ]


def test_cells_are_those_of_the_files(held, document):
    """Each difference names the cells of both kept files in which its values stand."""
    from io import BytesIO

    import openpyxl

    with open_to_look(held) as archive:
        files = {one.submission: archive.content(one.sha256) for one in archive.submissions()}
    books = {number: openpyxl.load_workbook(BytesIO(data)) for number, data in files.items()}
    for one in document(held, "findings", CYCLE)["held"][0]["differences"]:
        old = books[1][one["accepted_sheet"]][one["accepted_cell"]].value
        new = books[2][one["sheet"]][one["cell"]].value
        for typed, told in ((old, one["accepted"]), (new, one["held"])):
            assert told in (None, str(typed), f"{typed:.0%}" if isinstance(typed, float) else "")
            assert (told is None) == (typed is None)


@pytest.mark.parametrize("command", ["progress", "findings"])
def test_in_words(command, held, run):
    """In words both commands name file, reason, each difference with both cells, and how to decide."""
    shown = run(held, command, CYCLE)[1]
    assert "b.xlsx (submission 2), Sales and Service" in shown
    assert (
        "Li Na (00123), SAL-02 Collection rate, Actual: 95% [Appraisal › K3] → 97% [Appraisal › K3]" in shown
    )
    assert "Defects after release, Actual: 5 [Appraisal › K15] → blank [Appraisal › K15]" in shown
    assert "meritbook accept 2 --by NAME --reason TEXT" in shown
    assert "meritbook reject 2 --by NAME --reason TEXT" in shown


def test_at_most_ten_in_words(small, send, run, document):
    """Of more than ten differences ten are told and the others counted; the document holds them all."""
    send(small, "a.xlsx", filled(small))
    other = {key: Typed() for key in TYPED}
    assert send(small, "b.xlsx", filled(small, other=other))["state"] == "held"
    (shown,) = document(small, "progress", CYCLE)["held"]
    assert len(shown["differences"]) == len(TYPED)
    told = run(small, "progress", CYCLE)[1]
    assert told.count("→") == waiting.SHOWN
    assert f"and {len(TYPED) - waiting.SHOWN} more" in told


def test_a_long_text_is_cut_in_words_only(small, send, run, document):
    """A long remark is shortened where it is told in words and whole in the document."""
    send(small, "a.xlsx", filled(small, other=NO_RATING))
    long = "a very long remark " * 10
    other = {("00123", "SAL-01"): Typed(actual=96, comment=long), ("E-07", "RND-03"): Typed()}
    send(small, "b.xlsx", filled(small, other=other))
    found = document(small, "progress", CYCLE)["held"][0]["differences"]
    assert long.strip() in {one["held"] for one in found}
    told = run(small, "progress", CYCLE)[1]
    assert long[:50] in told
    assert long[:70] not in told


def test_without_an_accepted_one_its_answers_are_listed(small, send, document, run):
    """A held file of a workbook of which nothing counts yet lists what it answers."""
    from sqlalchemy import update

    from sync.archive.opening import open_archive
    from sync.archive.schema import form
    from sync.archive.writing import finish, touched

    with open_archive(small.archive) as archive, archive.writing() as writing:
        here = form.c.employee == "00123"
        moved = update(form).where(here).values(state="under_review", event=writing.seq)
        writing.connection.execute(moved)
        touched(writing, form, employee="00123")
        finish(writing, "HR", "reviewed", "00123", {})
    assert send(small, "a.xlsx", filled(small))["state"] == "held"
    (shown,) = document(small, "progress", CYCLE)["held"]
    assert shown["accepted"] is None
    answers = {(one["employee"], one["indicator"]) for one in shown["differences"] if one["indicator"]}
    assert answers == set(TYPED)
    assert {one["employee"] for one in shown["differences"] if not one["indicator"]} == set(PEOPLE)
    assert all(one["accepted"] is None for one in shown["differences"])
    assert "this one answers" in run(small, "progress", CYCLE)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_language_of_the_workspace(language, tmp_path, run, monkeypatch):
    """Reason, titles, answers and commands are told in the language that was asked for."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
    workspace = make_company(tmp_path / "company", language)
    run(workspace, "issue", CYCLE)
    for name, other in (("a.xlsx", {}), ("b.xlsx", {("E-07", "RND-03"): Typed()})):
        yes = {("E-07", "RND-08"): Typed(actual=phrase("choices.flag.yes", language))}
        (workspace.inbox / name).write_bytes(filled(workspace, other=yes | other))
        run(workspace, "collect")
    shown = run(workspace, "findings", CYCLE)[1]
    assert phrase("tables.appraisal.columns.actual", language) in shown
    assert phrase("service.held.blank", language) in shown
    assert "{" not in shown


def test_nothing_waits(small, document, run):
    """Where nothing is held, the documents say so and the words are silent."""
    assert document(small, "progress", CYCLE)["held"] == []
    assert document(small, "findings", CYCLE)["held"] == []
    assert "meritbook accept" not in run(small, "progress", CYCLE)[1]
