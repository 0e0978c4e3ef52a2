"""How managers and colleagues rate, and which forms wait for a reason, in a company that was played."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from addin.scoring.scheme import Adjustment
from addin.texts import LANGUAGES
from sync.service.cycles import open_to_look, opened
from sync.service.exporting.master import board, master
from sync.service.steps.causes import causes_of, in_words
from sync.settings import open_workspace
from tests.builders import CYCLE
from tests.sync.service.conftest import NOW
from tests.sync.service.rated import OUTSIDER, RATINGS, command, issued_company, play, rated_scheme
from tests.templates.books.master.material import records

RATERS = {rater: rating for rater, rating in RATINGS.items() if rater != "00001"}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Return a company in which peers are near the limit that HR has set, and somebody has a veto."""
    scheme = rated_scheme()
    modules = (*scheme.settings.modules, "adjustments")
    settings = replace(scheme.settings, modules=modules, gap_manager_peers=0.1)
    veto = Adjustment(
        CYCLE, "E-07", "veto", "accident", effect="ceiling", reason="list 4", approver="Gao Yuan"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        rules = replace(scheme, settings=settings, adjustments=(veto,))
        issued = issued_company(tmp_path_factory.mktemp("patterns") / "issued", scheme=rules)
    return play(issued.folder, tmp_path_factory.mktemp("patterns") / "company", RATERS)


def test_managers_and_colleagues_are_told_apart(played, document):
    """Who rates as a superior and who was asked as a colleague are compared with their own kind only."""
    found = document(played, "patterns", CYCLE)["raters"]
    roles = {(one["role"], one["rater"]): one for one in found}
    assert set(roles) == {
        *(("manager", one) for one in ("00000", "00001")),
        *(("rater", one) for one in RATERS),
    }
    assert roles["rater", "X-9"]["name"] == OUTSIDER
    assert {tuple(one["codes"]) for one in found} == {("too_few",)}
    assert roles["manager", "00001"]["ratings"] == 4
    assert "mean" not in roles["manager", "00001"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_speaks_both_languages(played, run, language):
    """Who has too few ratings is counted, not judged, and the caution stands below."""
    status, said, _ = run(played, "patterns", CYCLE, "--language", language)
    assert status == 0
    assert ("never verdicts" if language == "en" else "不作结论") in said
    assert "lenient" not in said


def test_hr_sees_the_sheet_and_directors_do_not(played):
    """The master workbook has a row for each rater and role; the one for directors none."""
    with open_to_look(played) as archive:
        sheets = openpyxl.load_workbook(BytesIO(master(archive, CYCLE)))
        for_directors = openpyxl.load_workbook(BytesIO(board(archive, CYCLE)))
    rows = records(sheets["Raters' patterns"])
    assert {row["Role"] for row in rows} == {"manager", "colleague"}
    assert {row["Indication"] for row in rows} == {"Too few ratings to say anything"}
    assert "Raters' patterns" not in for_directors.sheetnames


def test_forms_wait_for_a_reason(played):
    """A gap to the peers beyond HR's limit, and a veto, hold a form up; each is told with its names."""
    with open_to_look(played) as archive:
        rules = opened(archive, CYCLE)
        found = causes_of(archive, rules)
    said = {who: in_words(those, rules, "en") for who, those in found.items()}
    assert said["00123"].startswith("R002: Li Na, Teamwork: the manager rating is 4 (cell M5), and 3 peers")
    assert said == {"00123": said["00123"], "E-07": "A veto holds: accident (list 4)."}


def test_imported_ratings_count_for_who_is_named(played, tmp_path, run, document):
    """A survey's ratings join those of the rater they name, the latest of a line; others are counted only."""
    company = open_workspace(shutil.copytree(played.folder, tmp_path / "company"))
    before = document(company, "patterns", CYCLE)
    assert (before["unnamed"], before["recency"]) == (0, False)
    rows = ["E-07,SAL-07,00001,manager,3", "00123,SAL-07,E-07,peer,2", "00123,SAL-07,RX-1,peer,2"]
    rows += [f"{who},SAL-07,00000,report,4" for who in ("00124", "00124", "00123")]
    file = tmp_path / "360.csv"
    file.write_text("Employee no.,Indicator no.,Rater no.,Relation,Rating\n" + "\n".join(rows))
    assert run(company, "import", "ratings", str(file), "--cycle", CYCLE)[0] == 0
    after = document(company, "patterns", CYCLE)
    assert after["unnamed"] == 1
    counts = {(one["role"], one["rater"]): one["ratings"] for one in after["raters"]}
    known = {(one["role"], one["rater"]): one["ratings"] for one in before["raters"]}
    assert counts == {**known, ("rater", "00000"): 2}
    said = run(company, "patterns", CYCLE, "--language", "en")[1]
    assert "names nobody: 1." in said
    assert "Recency was not looked for" in said


def test_a_cycle_nobody_has_rated_in(tmp_path, monkeypatch, run):
    """Before anything came back there is nothing to say."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    workspace = issued_company(tmp_path / "company")
    assert run(workspace, "patterns", CYCLE)[1] == "Nobody has rated on a judged line yet.\n"
    command(workspace, "patterns", CYCLE, "--json")
