"""Versions: of results, each explained from its own workbook, and of the rules, compared in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.scoring.scheme import Cycle
from addin.texts import LANGUAGES
from sync.service.cycles import open_to_look
from templates.books.department.state import Typed
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import NO_RATING, filled, make_company, scores_of, write_rules

MORE = {("00123", "SAL-01"): Typed(actual=100)}
NEXT = "2026-Q4"


@pytest.fixture
def three(small, send, reached):
    """Return a workspace in which one person's result has three versions: open, 96 and 100 sold."""

    def play():
        send(small, "a.xlsx", filled(small, other=NO_RATING))
        copy = (small.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
        send(small, "b.xlsx", filled(small, into=copy))
        send(small, "c.xlsx", filled(small, other=MORE, into=copy))

    return reached(play)


@pytest.fixture
def changed(small):
    """Return a workspace in which the rules changed after the first cycle was issued."""
    scheme = sample_scheme()
    first, *others = scheme.templates["SAL"]
    lines = (replace(first, weight=35.0), replace(others[0], weight=35.0), *others[1:])
    later = Cycle(
        NEXT,
        "quarter",
        scheme.cycles[CYCLE].ends.replace(month=10),
        scheme.cycles[CYCLE].ends.replace(month=12),
    )
    new = replace(scheme, templates=scheme.templates | {"SAL": lines}, cycles=scheme.cycles | {NEXT: later})
    write_rules(small, new, sample_roster())
    return small


def test_every_version_is_listed(three, document):
    """Each version comes with its submission and its time; earlier ones keep their state and have no rank."""
    found = [
        one for one in document(three, "results", CYCLE, "--all")["results"] if one["employee"] == "00123"
    ]
    assert [(one["version"], one["submission"], one["state"]) for one in found] == [
        (1, 1, "returned"),
        (2, 2, "checked"),
        (3, 3, "checked"),
    ]
    assert [one["rank"] is None for one in found] == [True, True, False]
    assert found[0]["score"] is None
    assert found[1]["score"] < found[2]["score"]
    assert all(one["recorded_at"].startswith("2026-10-05T08:00") for one in found)


def test_a_version_has_the_shape_of_a_result(three, document):
    """A version is a result with two keys more; the last one is the result that counts now."""
    now = {one["employee"]: one for one in document(three, "results", CYCLE)["results"]}
    every = document(three, "results", CYCLE, "--all")["results"]
    last = {one["employee"]: one for one in every}
    assert len(every) == 6
    for employee in PEOPLE:
        assert last[employee].keys() - now[employee].keys() == {"submission", "recorded_at"}
        assert {key: last[employee][key] for key in now[employee]} == now[employee]


def test_versions_in_words(three, run):
    """In words each version is a line with score, submission and time."""
    lines = run(three, "results", CYCLE, "--all")[1].splitlines()
    assert sum(line.startswith("00123") for line in lines) == 3
    assert "Recorded (UTC)" in lines[0]


def test_why_explains_every_version(three, document):
    """Every version is explained from its own workbook, down to its own score."""
    with open_to_look(three) as archive:
        every = archive.results(CYCLE, "00123", every=True)
    for result, name, actual in zip(every, ("a.xlsx", "b.xlsx", "c.xlsx"), (96, 96, 100), strict=True):
        steps = document(three, "why", CYCLE, "00123", "--version", str(result.version))["steps"]
        assert {step["workbook"] for step in steps if step["cell"]} == {name}
        assert steps[0]["value"] == actual
        assert steps[-2 if result.score else -1]["value"] == result.score
    assert document(three, "why", CYCLE, "00123") == document(three, "why", CYCLE, "00123", "--version", "3")


def test_why_after_an_accept_explains_both(small, send, run, document):
    """After a held file was accepted, its version and the one it replaced are each explained on their own."""
    send(small, "a.xlsx", filled(small))
    send(small, "b.xlsx", filled(small, other=MORE | {("E-07", "RND-03"): Typed()}))
    assert run(small, "accept", "2", "--by", "HR", "--reason", "asked back")[0] == 0
    for version, name in ((1, "a.xlsx"), (2, "b.xlsx")):
        for employee in ("00123", "E-07"):
            steps = document(small, "why", CYCLE, employee, "--version", str(version))["steps"]
            assert {step["workbook"] for step in steps if step["cell"]} == {name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_there_is_none_of(language, three, run):
    """An unknown version is one line, status 2, with the versions there are."""
    status, shown, told = run(three, "why", CYCLE, "00123", "--version", "4", "--language", language)
    assert (status, shown, told.count("\n")) == (2, "", 1)
    assert ("1, 2, 3" if language == "en" else "1、2、3") in told


def test_a_cycle_against_the_workbook_of_today(changed, document, run):
    """What changed since a cycle was opened is told in words; the cycle keeps its own rules."""
    found = document(changed, "scheme", "diff", CYCLE, "scheme.xlsx")["changes"]
    assert [(one["table"], one["key"], one["column"], one["old"], one["new"]) for one in found] == [
        ("templates", "SAL/SAL-01", "weight", "40", "35"),
        ("templates", "SAL/SAL-02", "weight", "30", "35"),
        ("cycles", NEXT, None, None, found[2]["new"]),
    ]
    status, shown, _ = run(changed, "scheme", "diff", CYCLE, str(changed.scheme))
    assert status == 0
    assert shown.startswith("Templates\n  Template SAL, line SAL-01 (Sales amount): Weight % 40 → 35\n")


def test_versions_by_cycle_digest_and_file(changed, run, document):
    """The same version is found by cycle, by digest and by its beginning; between them is no difference."""
    assert run(changed, "issue", NEXT)[0] == 0
    first, second = document(changed, "scheme", "versions")["versions"]
    assert (first["cycles"], second["cycles"]) == ([CYCLE], [NEXT])
    names = (NEXT, second["version"], second["version"][:6].upper(), "scheme.xlsx", str(changed.scheme))
    for name in names:
        assert document(changed, "scheme", "diff", NEXT, name) == {"changes": []}
        assert len(document(changed, "scheme", "diff", CYCLE, name)["changes"]) == 3
    assert "No difference" in run(changed, "scheme", "diff", NEXT, "scheme.xlsx")[1]
    assert f"{first['version']}  " in run(changed, "scheme", "versions")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_version(language, changed, run):
    """A name that is nothing, a beginning of two versions, and a broken file are each one line, status 2."""
    run(changed, "issue", NEXT)
    (changed.folder / "bad.xlsx").write_bytes(b"PK\x03\x04 nothing more")
    for name in ("nonsense", "bad.xlsx"):
        status, shown, told = run(changed, "scheme", "diff", name, CYCLE, "--language", language)
        assert (status, shown, told.count("\n")) == (2, "", 1), name
        assert "Traceback" not in told


def test_two_files_need_no_archive(tmp_path, run):
    """Two files are compared where there is no archive yet; a cycle is looked for in one."""
    new = make_company(tmp_path / "new")
    assert "No difference" in run(new, "scheme", "diff", "scheme.xlsx", str(new.scheme))[1]
    assert run(new, "scheme", "diff", "scheme.xlsx", CYCLE)[0] == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_workbook_is_no_scheme(language, small, run):
    """A workbook that is no scheme workbook is one line, status 2, with the sheets it has not."""
    (file,) = small.outbox(CYCLE).glob("*sales.xlsx")
    status, shown, told = run(small, "scheme", "diff", CYCLE, str(file), "--language", language)
    assert (status, shown, told.count("\n")) == (2, "", 1)
    assert ("it has no Positions, Templates" if language == "en" else "缺少岗位、岗位考核模板") in told


def test_cells_that_cannot_be_understood_are_told(small, run):
    """A draft with cells that nobody can understand is compared, and says that they are left out."""
    import openpyxl

    book = openpyxl.load_workbook(small.scheme)
    sheet = book["Templates"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Weight %" for cell in row))
    (weight,) = [cell for cell in header if cell.value == "Weight %"]
    sheet.cell(weight.row + 1, weight.column).value = "a lot"
    book.save(small.folder / "draft.xlsx")
    shown = run(small, "scheme", "diff", CYCLE, "draft.xlsx")[1]
    assert "draft.xlsx: cells that cannot be understood and are left out: 1" in shown


def test_results_do_not_change_shape(three, document):
    """Without --all the document is what it was: one result per person, no key more."""
    found = document(three, "results", CYCLE)
    assert set(found) == {"results", "exempt"}
    assert {one["employee"] for one in found["results"]} == set(PEOPLE) | {"00001"}
    assert set(found["results"][0]) == {
        "cycle",
        "department",
        "employee",
        "name",
        "position",
        "score",
        "grade",
        "rank",
        "state",
        "version",
        "indicators",
    }
    assert (
        scores_of(three)["00123"][0] == {one["employee"]: one["score"] for one in found["results"]}["00123"]
    )
