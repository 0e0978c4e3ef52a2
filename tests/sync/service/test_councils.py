"""The real councils through the real commands: three years of 97 indicators, judged as organisations."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from addin.scoring.grading import ranks
from sync.cli import main
from sync.service.cycles import open_to_look
from sync.service.starting import make_workspace
from sync.settings import Workspace, open_workspace
from templates.books.scheme import SchemeContent, write_scheme
from tests.sync.service.councils import (
    CYCLES,
    MEASUREMENTS,
    SOURCE,
    council_scheme,
    councils,
    expected,
    indicator_rows,
    measurements_file,
    values,
)

NOW = "2022-06-01T08:00:00+00:00"
FEWEST = ("Eilean-Siar", "Orkney-Islands", "Angus")
"""Two councils with the least weight that counts in 2020-21, and one with much."""

Run = Callable[..., str]
pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("councils")]


def prepare(folder: Path, minimum_share: float = 0.5, shuffled: int | None = None) -> Workspace:
    """Make a workspace with the councils' scheme, and import what was measured."""
    workspace = make_workspace(folder, "en")
    content = SchemeContent(council_scheme(minimum_share, shuffled), {})
    workspace.scheme.write_bytes(write_scheme(content, "en"))
    file = measurements_file(folder, shuffled)
    assert main(["-w", str(folder), "import", "actuals", str(file), "--source", SOURCE]) == 0
    return workspace


def send_back(workspace: Workspace, cycle: str, *departments: str) -> None:
    """Issue a cycle and send every workbook back as it came: all its actuals are imported."""
    chosen = [word for department in departments for word in ("--department", department)]
    assert main(["-w", str(workspace.folder), "issue", cycle, *chosen]) == 0
    for file in workspace.outbox(cycle).glob("*.xlsx"):
        shutil.copy(file, workspace.inbox / file.name)
    assert main(["-w", str(workspace.folder), "collect"]) in (0, 1)


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the workspace of the councils with all three cycles issued, returned and collected."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        workspace = prepare(tmp_path_factory.mktemp("councils") / "c")
        for cycle in CYCLES:
            send_back(workspace, cycle)
    return workspace


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return a function that runs a command with --json and returns its document."""

    def call(workspace: Workspace, *words: str) -> Any:
        capsys.readouterr()
        main(["-w", str(workspace.folder), *words, "--json"])
        return json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize("cycle", CYCLES)
def test_every_published_value_is_imported(three_years: Workspace, cycle: str) -> None:
    """The file as published gives every council's values, also those of codes that are no ids (C&L01)."""
    with open_to_look(three_years) as archive:
        found = {(subject[1:], code): one.value for (subject, code), one in archive.actuals(cycle).items()}
    assert found == {
        (council, code): value for (council, code, year), value in values().items() if year == cycle
    }


@pytest.mark.parametrize("cycle", CYCLES)
def test_every_score_is_what_plain_arithmetic_gives(three_years: Workspace, cycle: str) -> None:
    """Each of 97 scores of 32 councils, and each total, equals an independent computation."""
    with open_to_look(three_years) as archive:
        results = archive.results(cycle)
    assert [one.employee for one in results] == sorted(f"@{council}" for council in councils())
    for result in results:
        wanted = expected(result.employee[1:], cycle)
        found = {line.indicator: line.score for line in result.lines}
        assert found.keys() == wanted.lines.keys()
        for indicator, score in found.items():
            assert score == (
                None if wanted.lines[indicator] is None else pytest.approx(wanted.lines[indicator], abs=1e-9)
            ), (result.employee, indicator)
        assert wanted.total is not None
        assert result.score == pytest.approx(wanted.total, abs=0.005 + 1e-9)


@pytest.mark.parametrize("cycle", CYCLES)
def test_every_target_that_cannot_be_used_is_named_and_not_scored(
    three_years: Workspace, cycle: str, read: Callable[..., Any]
) -> None:
    """Missing, zero and negative targets: all of them, only they, each in its cell, and no score."""
    findings = read(three_years, "findings", cycle)["findings"]
    told = {(one["department"], one["indicator"]) for one in findings if one["code"] == "V015"}
    assert told == {(council, code) for council in councils() for code in expected(council, cycle).unusable}
    assert all(one["cell"] and one["employee"] is None for one in findings if one["code"] == "V015")
    assert not [one for one in findings if one["severity"] == "error"]
    with open_to_look(three_years) as archive:
        scored = {
            (result.employee[1:], line.indicator)
            for result in archive.results(cycle)
            for line in result.lines
            if line.score is not None
        }
    assert not told & scored


def test_the_data_hold_all_three_kinds_of_unusable_targets() -> None:
    """The councils' figures really have missing, zero and negative values of the year before."""
    found = values()
    codes = [row["code"] for row in indicator_rows()]
    targets = [found.get((council, code, "2018-19")) for council in councils() for code in codes]
    before = [value for (_, _, year), value in found.items() if year in ("2018-19", "2019-20", "2020-21")]
    assert None in targets
    assert any(value == 0 for value in before)
    assert any(value < 0 for value in before)


@pytest.mark.parametrize("cycle", CYCLES)
def test_councils_are_ranked_among_themselves(
    three_years: Workspace, cycle: str, read: Callable[..., Any]
) -> None:
    """Each result is a department's, with a rank by its score and no employee."""
    results = read(three_years, "results", cycle)["results"]
    assert {one["department"]: one["name"] for one in results} == councils()
    assert all(one["employee"] is None and one["position"] is None for one in results)
    assert [one["rank"] for one in results] == ranks([one["score"] for one in results])
    assert {one["state"] for one in results} == {"checked"}


def test_a_score_explains_itself(three_years: Workspace, read: Callable[..., Any]) -> None:
    """`why` names the file and line of the import, and the cell of the workbook."""
    (step,) = (
        step
        for step in read(three_years, "why", "2019-20", "Angus")["steps"]
        if step["step"].startswith("ENV06 ") and step["step"].endswith("Actual")
    )
    line = int(step["rule"].rsplit(" ", 1)[1])
    text = MEASUREMENTS.read_text(encoding="utf-8").splitlines()[line - 1]
    assert text.startswith(f"Angus,ENV06,2019-20,{step['value']},")
    assert step["sheet"] == "Department"
    assert step["cell"]


def test_everything_can_be_verified(three_years: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every result of the three years follows from the kept bytes."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    assert main(["-w", str(three_years.folder), "verify"]) == 0


def test_the_order_of_the_input_changes_nothing(
    three_years: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., Any]
) -> None:
    """Indicators, lines, goals, councils and measurements in any order give the same results."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    other = prepare(tmp_path / "shuffled", shuffled=7)
    send_back(other, "2020-21")
    assert _results(read(other, "results", "2020-21")) == _results(read(three_years, "results", "2020-21"))


def _results(document: Any) -> Any:
    """Return results without what the order of a template decides: where a line stands."""
    return {
        one["department"]: (
            one["score"],
            one["grade"],
            one["rank"],
            {
                line["indicator"]: (line["target"], line["actual"], line["score"])
                for line in one["indicators"]
            },
        )
        for one in document["results"]
    }


def test_too_little_weight_gives_no_total(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., Any]
) -> None:
    """Below the minimum share of weight there is no total, and the council's form goes back."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    share = 0.8
    workspace = open_workspace(prepare(tmp_path / "share", minimum_share=share).folder)
    send_back(workspace, "2020-21", *FEWEST)
    wanted = {council: expected(council, "2020-21", share).total for council in FEWEST}
    assert {total is None for total in wanted.values()} == {True, False}
    results = {one["department"]: one for one in read(workspace, "results", "2020-21")["results"]}
    for council, total in wanted.items():
        result = results[council]
        assert result["score"] == (None if total is None else pytest.approx(total, abs=0.005 + 1e-9))
        assert result["state"] == ("returned" if total is None else "checked")
