"""Check rules typed into scheme.xlsx, through the real commands: pinned with a cycle, verified by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.scoring.scheme import Check
from sync.cli import main
from sync.reading.scheme import read_scheme
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.edits import apply
from tests.sync.service.company import filled, make_company, write_rules
from tests.sync.service.conftest import NOW

LOWER_TARGET = {"employee": "00123", "indicator": "SAL-01", "column": "target", "value": 90}


def rule(workspace, **severities):
    """Let HR type check rules into the scheme workbook."""
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("checks",))
    checks = {code: Check(code, severity) for code, severity in severities.items()}
    write_rules(workspace, replace(scheme, settings=settings, checks=checks), sample_roster())


@pytest.fixture
def lenient(tmp_path, monkeypatch):
    """Return a company in which a changed target is a note, with its cycle issued."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    workspace = make_company(tmp_path / "company")
    rule(workspace, F003="note")
    assert main(["-w", str(workspace.folder), "issue", CYCLE]) == 0
    return workspace


def test_the_rules_of_the_issue_hold(lenient, document, run):
    """A workbook is checked by the rules of its cycle, whatever the scheme says today, and verifies so."""
    rule(lenient, F003="error")
    (lenient.inbox / "sales.xlsx").write_bytes(apply(filled(lenient), [LOWER_TARGET]))
    found = document(lenient, "collect")["findings"]
    assert {one["code"]: one["severity"] for one in found} == {"F003": "note"}
    assert {one["state"] for one in document(lenient, "results", CYCLE)["results"]} == {"checked", "issued"}
    assert run(lenient, "verify")[0] == 0


def test_a_changed_rule_is_told_in_words(lenient, run):
    """What changed in Check rules is told like every other change of the scheme."""
    old = lenient.folder / "old.xlsx"
    old.write_bytes(lenient.scheme.read_bytes())
    rule(lenient, F003="off", V007="note")
    told = run(lenient, "scheme", "diff", str(old), str(lenient.scheme))[1]
    assert "Check code F003: Severity note → off" in told
    assert "Check code V007: added (Severity note)" in told


def test_a_scheme_that_was_written_reads_back(lenient):
    """Every check that can be changed stands in the sheet with its title; a changed one with its severity."""
    reading = read_scheme(lenient.scheme.read_bytes())
    rows = {row.text("code"): row for row in reading.tables["checks"].rows}
    assert {"V001", "S001"}.isdisjoint(rows)
    assert (rows["F003"].text("severity"), rows["F003"].text("usual")) == ("note", "error")
    assert rows["V007"].text("title") == "Comment missing"
    assert reading.scheme.checks == {"F003": Check("F003", "note")}
