"""`calibrate`: the committee's workbook is written, filled in, checked and taken in, as commands."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from addin.scoring.scheme import Quota
from sync.cli import main
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from templates.patch import set_cells
from templates.tables.calibration import CALIBRATION, COMMITTEE
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import filled, make_company, states_of, write_rules
from tests.sync.service.conftest import NOW

HR, BY = ("--by", "Zhao Min"), ("--by", "Li Hua")
SHEET = CALIBRATION.title("en")


@pytest.fixture(scope="module", params=["advise", "limit"])
def original(request, tmp_path_factory):
    """Return the folder of a company with four reviewed forms; quotas leave two places for a B or better."""
    scheme = sample_scheme()
    modules = (*scheme.settings.modules, "quotas")
    settings = replace(scheme.settings, modules=modules, quota_mode=request.param, quota_minimum=2)
    rules = replace(scheme, settings=settings, quotas=(Quota("B", 0.5, at_most=True),))
    workspace = make_company(tmp_path_factory.mktemp("calibrated") / "company")
    write_rules(workspace, rules, sample_roster())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        command = ["-w", str(workspace.folder)]
        assert main([*command, "issue", CYCLE]) == 0
        (workspace.inbox / "sales.xlsx").write_bytes(filled(workspace))
        assert main([*command, "collect"]) == 0
        assert main([*command, "review", CYCLE, *HR]) == 0
    return workspace.folder


@pytest.fixture
def reviewed(original, tmp_path, monkeypatch):
    """Return a workspace of one's own: the company whose forms are reviewed."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(original, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def written(workspace, run) -> Path:
    """Write the committee's workbook and return its file."""
    status, _, error = run(workspace, "calibrate", CYCLE)
    assert (status, error) == (0, "")
    return workspace.reports(CYCLE) / "calibration.xlsx"


def typed(file: Path, **given: tuple[str, str]) -> Path:
    """Type grades and reasons into a committee's workbook, and a member's name; returns the new file."""
    table = read_submission(file.read_bytes()).tables[CALIBRATION.key]
    cells = {}
    for row in table.rows:
        if row.text("employee") in given:
            for column, value in zip(("decided", "reason"), given[row.text("employee")], strict=True):
                cells[table.place(row, column)] = value
    names = {COMMITTEE.title("en"): {"B5": "Li Hua"}}
    filled_in = file.with_name("decided.xlsx")
    filled_in.write_bytes(set_cells(file.read_bytes(), {SHEET: cells, **names}))
    return filled_in


def columns(file: Path, *names: str) -> dict[str, tuple[str, ...]]:
    """Return what stands in some columns of the committee's workbook, by employee."""
    table = read_submission(file.read_bytes()).tables[CALIBRATION.key]
    return {row.text("employee"): tuple(row.text(name) for name in names) for row in table.rows}


def grades(document, workspace) -> dict[str, str]:
    """Return everybody's grade as `results` tells it."""
    rows = document(workspace, "results", CYCLE)["results"]
    return {one["employee"]: one["grade"] for one in rows if one["employee"] in PEOPLE}


def mode(workspace) -> str:
    """Return how the quotas of a company bind."""
    with open_to_look(workspace) as archive:
        scheme = archive.scheme(archive.pinned(CYCLE).scheme)
        return scheme.settings.quota_mode


def test_what_stands_there_from_the_beginning(reviewed, run):
    """Where quotas bind, the proposed grade stands there with what binds; else the grade of the score."""
    found = columns(written(reviewed, run), "grade", "proposed", "decided", "reason")
    assert {row[0] for row in found.values()} == {"B"}
    assert sorted(row[1] for row in found.values()) == ["B", "B", "C", "C"]
    for _, proposed, decided, reason in found.values():
        binds = mode(reviewed) == "limit"
        assert decided == (proposed if binds else "B")
        assert bool(reason) == (binds and proposed == "C")


def test_what_was_decided_counts(reviewed, run, document):
    """Grades and reasons of the committee become the results; `why` names the cell; verify holds."""
    file = written(reviewed, run)
    proposed = columns(file, "proposed")
    last = min(one for one, (grade,) in proposed.items() if grade == "C")
    given = {one: (grade, "as the quotas say" if grade == "C" else "") for one, (grade,) in proposed.items()}
    given[last] = ("D", "left three customers without an answer")
    done = document(reviewed, "calibrate", CYCLE, "--from", str(typed(file, **given)), *BY)
    assert {one["employee"] for one in done["moved"]} == set(PEOPLE)
    assert done["findings"] == []
    assert grades(document, reviewed) == {one: grade for one, (grade, _) in given.items()}
    told = document(reviewed, "why", CYCLE, last)["steps"][-1]
    assert (told["value"], told["workbook"], told["sheet"]) == ("D", "decided.xlsx", SHEET)
    assert all(part in told["rule"] for part in ("Li Hua", "three customers", "proposed C"))
    assert document(reviewed, "verify")["broken"] == []
    assert run(reviewed, "export", "master", CYCLE)[0] == 0
    assert run(reviewed, "approve", CYCLE, "--by", "Wang Wu")[0] == 0


def test_repeated_and_changed(reviewed, run, document):
    """The same workbook again changes nothing; another grade is a decision of its own, with who and why."""
    file = written(reviewed, run)
    given = {one: (grade, "by the quotas") for one, (grade,) in columns(file, "proposed").items()}
    document(reviewed, "calibrate", CYCLE, "--from", str(typed(file, **given)), *BY)
    again = document(reviewed, "calibrate", CYCLE, "--from", str(typed(file, **given)), *BY)
    assert (again["moved"], len(again["left"])) == ([], 4)
    changed = {**given, PEOPLE[0]: ("D", "looked at again")}
    done = document(reviewed, "calibrate", CYCLE, "--from", str(typed(file, **changed)), *BY)
    assert [(one["employee"], one["was"]) for one in done["moved"]] == [(PEOPLE[0], "calibrated")]
    assert columns(written(reviewed, run), "decided", "reason")[PEOPLE[0]] == ("D", "looked at again")
    assert document(reviewed, "verify")["broken"] == []


def test_with_an_error_nothing_is_changed(reviewed, run, document):
    """One missing reason holds the whole workbook up; its bytes and what was found are kept all the same."""
    file = typed(written(reviewed, run), **{PEOPLE[1]: ("A", "")})
    status, out, _ = run(reviewed, "calibrate", CYCLE, "--from", str(file), *BY)
    assert (status, "K004" in out, "Nothing was changed" in out) == (1, True, True)
    assert {states_of(reviewed)[one] for one in PEOPLE} == {"reviewed_by_hr"}
    with open_to_look(reviewed) as archive:
        kinds = [event.kind for event in archive.events()][-2:]
        kept = file.read_bytes() in [archive.content(name) for name in archive.files()]
    assert (kinds, kept) == (["kept", "calibration_refused"], True)
    assert document(reviewed, "verify")["broken"] == []


def test_more_grades_than_places(reviewed, run, document):
    """Beyond the places is an error where quotas bind, and advice where they advise."""
    given = dict.fromkeys(PEOPLE, ("B", "all of them deserve it"))
    done = document(reviewed, "calibrate", CYCLE, "--from", str(typed(written(reviewed, run), **given)), *BY)
    code = {"limit": "K010", "advise": "K011"}[mode(reviewed)]
    assert [(one["code"], one["found"], one["expected"]) for one in done["findings"]] == [(code, "4", "2")]
    assert bool(done["moved"]) == (code == "K011")


def test_as_scored(reviewed, run, document):
    """In one go only where no quotas bind: everybody gets the grade of the score."""
    status, _, error = run(reviewed, "calibrate", CYCLE, "--as-scored", *BY)
    if mode(reviewed) == "limit":
        assert (status, "meritbook calibrate" in error) == (2, True)
        return
    assert status == 0
    assert set(grades(document, reviewed).values()) == {"B"}
    assert document(reviewed, "verify")["broken"] == []


def test_nobody_decides_on_themselves(reviewed, run, document):
    """A row of the decider's own is refused with the next step; without it the others are decided."""
    given = {
        one: (grade, "by the quotas") for one, (grade,) in columns(written(reviewed, run), "proposed").items()
    }
    file = str(typed(reviewed.reports(CYCLE) / "calibration.xlsx", **given))
    status, _, error = run(reviewed, "calibrate", CYCLE, "--from", file, "--by", "Li Na")
    assert (status, "--except 00123" in error, error.count("\n")) == (2, True, 1)
    words = ("calibrate", CYCLE, "--from", file, "--by", "Li Na", "--except", "00123")
    assert {one["employee"] for one in document(reviewed, *words)["moved"]} == {*PEOPLE} - {"00123"}
    words = ("calibrate", CYCLE, "--from", file, *BY, "--employee", "00123")
    assert [one["employee"] for one in document(reviewed, *words)["moved"]] == ["00123"]


def test_an_outdated_or_missing_row(reviewed, run, send, document):
    """Who was sent back since, or is not in the workbook, is named; the workbook is written anew."""
    file = typed(written(reviewed, run), **dict.fromkeys(PEOPLE, ("C", "by the quotas")))
    back = ("--employee", PEOPLE[0], "--return", *HR, "--reason", "evidence is missing")
    document(reviewed, "review", CYCLE, *back)
    done = document(reviewed, "calibrate", CYCLE, "--from", str(file), *BY)
    assert {(one["code"], one["employee"]) for one in done["findings"]} >= {("K009", PEOPLE[0])}
    run(reviewed, "calibrate", CYCLE, "--employee", PEOPLE[1])
    done = document(reviewed, "calibrate", CYCLE, "--from", str(file), *BY, "--except", PEOPLE[0])
    assert len(done["moved"]) == 3


REFUSED = (
    (("calibrate", CYCLE, "--by", "Li Hua"), "--from"),
    (("calibrate", CYCLE, "--as-scored"), "--by"),
    (("calibrate", CYCLE, "--from", "nowhere.xlsx", *BY), "nowhere.xlsx"),
    (("calibrate", CYCLE, "--department", "nowhere"), "nowhere"),
    (("calibrate", "1999-Q1"), "1999-Q1"),
)


def test_what_may_not_be_is_refused(reviewed, run):
    """A decision without a name, an unknown file, cycle or department: one line, and nothing half done."""
    for words, told in REFUSED:
        status, out, error = run(reviewed, *words)
        assert (status, out, error.count("\n"), told in error) == (2, "", 1, True)


def test_before_the_review_there_is_nothing_to_decide(reviewed, run):
    """Without a reviewed form no workbook is written, and the next step is said."""
    back = ("--return", "--reason", "evidence is missing", "--department", "sales", *HR)
    assert run(reviewed, "review", CYCLE, *back)[0] == 0
    status, _, error = run(reviewed, "calibrate", CYCLE)
    assert (status, "meritbook review" in error) == (2, True)
    assert not reviewed.reports(CYCLE).exists()


def test_it_is_recognised_elsewhere(reviewed, run, document):
    """`check` and `collect` say what a committee's workbook is and what to do with it; it moves nothing."""
    file = written(reviewed, run)
    assert "--from FILE" in run(reviewed, "check", str(file))[1]
    taken = document(reviewed, "collect", str(file))["submissions"]
    assert [(one["state"], "--from FILE" in one["reason"]) for one in taken] == [("quarantined", True)]
    other = reviewed.outbox(CYCLE) / f"{CYCLE}-sales.xlsx"
    status, out, _ = run(reviewed, "calibrate", CYCLE, "--from", str(other), *BY)
    assert (status, "B003" in out) == (1, True)
    (reviewed.folder / "broken.xlsx").write_bytes(b"no workbook")
    status, out, _ = run(reviewed, "calibrate", CYCLE, "--from", str(reviewed.folder / "broken.xlsx"), *BY)
    assert (status, "B002" in out) == (1, True)
    assert open_workspace(reviewed.folder).reports(CYCLE).exists()
