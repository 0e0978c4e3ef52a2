"""The sample company: the whole job through the real commands."""

from __future__ import annotations

import json
import os

import pytest

from addin.texts import LANGUAGES
from sync.cli import main
from sync.service.cycles import open_to_look
from sync.service.demo.company import LEAST
from sync.service.demo.story import play
from sync.settings import now, open_workspace

CYCLE = "2026-Q3"
RESULT = {"cycle", "department", "employee", "name", "position", "score", "grade", "rank", "state", "version"}
INDICATOR = {"indicator", "weight", "method", "target", "actual", "score", "sheet", "cell"}
FINDING = {"id", "code", "severity", "workbook", "sheet", "cell", "found", "expected", "fix", "message"}


@pytest.fixture(scope="module", params=LANGUAGES)
def company(request, tmp_path_factory):
    """Return the workspace of a small sample company in one language."""
    folder = tmp_path_factory.mktemp("demo") / request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", "2026-10-12T08:00:00+00:00")
        assert main(["demo", str(folder), "--people", "24", "--language", request.param]) == 0
        yield folder


@pytest.fixture
def run(company, capsys):
    """Return a function that runs a command in the sample company: (status, output)."""

    def call(*arguments):
        status = main(["-w", str(company), *arguments])
        return status, capsys.readouterr().out

    return call


@pytest.fixture
def document(run):
    """Return a function that runs a command with --json and returns its document."""
    return lambda *arguments: json.loads(run(*arguments, "--json")[1])


def test_everything_lies_where_the_summary_says(company):
    """Scheme, archive, issued and filled workbooks, returned copies and the master workbook are there."""
    assert {path.name for path in company.iterdir()} >= {"scheme.xlsx", "archive.db", "meritbook.toml"}
    assert len(list((company / "outbox" / CYCLE).iterdir())) == 6
    assert len(list((company / "returned" / CYCLE).iterdir())) == 4
    assert (company / "reports" / CYCLE / "master.xlsx").read_bytes()[:2] == b"PK"


def test_each_mistake_is_found_with_its_code(document):
    """The mistakes made on purpose are found, each with its code, and only those are errors."""
    findings = document("findings", CYCLE)["findings"]
    codes = sorted(one["code"] for one in findings if one["severity"] == "error")
    assert codes == ["P003", "V001", "V002", "V003"]
    assert "F001" in {one["code"] for one in findings if one["severity"] == "warning"}
    assert all(set(one) >= FINDING for one in findings)


def test_life_of_a_finding_is_told(document):
    """What was mended, overlooked, made anew and accepted by HR can be told apart."""
    found = document("findings", CYCLE)
    assert sorted(one["code"] for one in found["mended"]) == ["V001", "V003", "V006"]
    assert [one["finding"]["code"] for one in found["waived"]] == ["F003"]
    assert {one["code"] for one in found["findings"] if one["department"] == "rnd"} == {"V003"}
    assert set(found["states"].values()) == {"new"}


def test_results_have_the_shape_of_the_contract(document):
    """Scores are JSON numbers, a missing one is null, and every line names the cell of its value."""
    results = document("results", CYCLE)["results"]
    assert len(results) == 23
    assert all(set(one) == RESULT | {"indicators"} for one in results)
    assert all(one["score"] is None or isinstance(one["score"], float) for one in results)
    lines = [line for one in results for line in one["indicators"]]
    assert all(set(line) == INDICATOR for line in lines)
    assert {one["state"] for one in results} == {"checked", "returned", "issued"}


def test_a_department_that_mended_is_checked(document):
    """The department that corrected its returned copy has nothing left open."""
    departments = {one["department"]: one for one in document("progress", CYCLE)["departments"]}
    assert departments["service"]["step"] == "checked"
    assert departments["support"]["open"] == departments["support"]["forms"]
    shape = {"department", "title", "step", "forms", "open", "returned", "checked", "late", "due"}
    assert set(departments["service"]) == shape


def test_why_leads_to_the_cells(document):
    """Each input of a score comes with workbook, sheet and cell; the last steps are total and grade."""
    scored = next(one for one in document("results", CYCLE)["results"] if one["score"] is not None)
    steps = document("why", CYCLE, scored["employee"])["steps"]
    assert all(set(step) == {"step", "value", "rule", "workbook", "sheet", "cell"} for step in steps)
    assert steps[0]["cell"].startswith("K")
    assert [step["value"] for step in steps[-2:]] == [scored["score"], scored["grade"]]


def test_collecting_again_changes_nothing(run, document, company):
    """A second collect reads nothing, and the archive says the same as before."""
    before = document("results", CYCLE)
    assert json.loads(run("collect", "--json")[1]) == {"submissions": [], "findings": []}
    assert document("results", CYCLE) == before


def test_issuing_again_gives_the_same_bytes(run, company):
    """A workbook issued before is written again byte for byte."""
    before = {path.name: path.read_bytes() for path in (company / "outbox" / CYCLE).iterdir()}
    assert run("issue", CYCLE)[0] == 0
    assert {path.name: path.read_bytes() for path in (company / "outbox" / CYCLE).iterdir()} == before


def test_the_archive_verifies(run):
    """Every file, event and result of the sample company holds."""
    assert run("verify")[0] == 0


def test_the_sample_scheme_is_sound(run):
    """The scheme of the sample company has no findings of severity error."""
    assert run("scheme", "check")[0] == 0


def test_exit_status_tells_findings_from_trouble(run, company, capsys):
    """Errors in workbooks are status 1, an unknown cycle or employee is one line and status 2."""
    assert run("findings", CYCLE)[0] == 1
    for words in (["results", "1999-Q1"], ["why", CYCLE, "nobody"], ["export", "nothing", CYCLE]):
        assert main(["-w", str(company), *words]) == 2
        shown = capsys.readouterr()
        assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_a_folder_in_use_is_refused(company, capsys):
    """The demo never writes into a folder that holds anything."""
    assert main(["demo", str(company)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_same_seed_gives_the_same_company(tmp_path, capsys, monkeypatch):
    """Two demos with one seed have the same people and scores; another seed has others."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-12T08:00:00+00:00")

    def scores(name, seed):
        main(["demo", str(tmp_path / name), "--people", "16", "--seed", seed])
        capsys.readouterr()
        main(["-w", str(tmp_path / name), "results", CYCLE, "--json"])
        return [(one["name"], one["score"]) for one in json.loads(capsys.readouterr().out)["results"]]

    first = scores("a", "7")
    assert scores("b", "7") == first
    assert scores("c", "8") != first


def test_the_archive_is_made_in_the_time_of_the_story(tmp_path, monkeypatch):
    """The log begins on the day the story is played on, and the clock goes on as before when it is told."""
    monkeypatch.delenv("MERITBOOK_NOW", raising=False)
    story = play(tmp_path / "company", LEAST, 1, "en")
    next(story)
    with open_to_look(open_workspace(tmp_path / "company")) as archive:
        assert archive.events()[0].at.startswith(f"{now():%Y-%m-%dT06:00}")
    story.close()
    assert "MERITBOOK_NOW" not in os.environ
