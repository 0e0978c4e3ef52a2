"""The example scheme with every feature: sound, and the whole job through the real commands."""

from __future__ import annotations

import json
from datetime import date

import pytest

from addin.scoring.methods import METHODS
from addin.texts import LANGUAGES
from sync.cli import main
from sync.reading.scheme import read_scheme
from templates.books.scheme import write_scheme
from templates.books.scheme.starter.everything import everything
from templates.tables.settings import SETTING_ROWS
from tests.every.company import CYCLE, NOW, played, shared_by_workers
from tests.libreoffice import Office
from tests.templates.books.department.test_shown import differing


@pytest.fixture(scope="module", params=LANGUAGES)
def company(request, tmp_path_factory):
    """Return the workspace of the sample company under the example scheme, in one language."""
    folder = played(shared_by_workers(tmp_path_factory.getbasetemp()), request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        yield folder


@pytest.fixture
def document(company, capsys):
    """Return a function that runs a command with --json and returns its document."""

    def call(*words):
        capsys.readouterr()
        assert main(["-w", str(company), *words, "--json"]) in (0, 1)
        return json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_uses_everything(language):
    """It has every method, missing policy and module, nested weights, goals and vetoes."""
    content = everything(language, date(2026, 8, 1))
    reading = read_scheme(write_scheme(content, language))
    assert reading.scheme.templates == content.scheme.templates
    lines = [line for lines in reading.scheme.templates.values() for line in lines]
    assert {line.method for line in lines} == set(METHODS)
    assert {line.missing for line in lines} == {"block", "renormalise", "neutral"}
    assert set(reading.scheme.settings.modules) == {row.module for row in SETTING_ROWS if row.module}
    assert any(len(line.groups) > 0 for line in lines)
    assert {one.kind for one in reading.scheme.adjustments} == {"bonus", "deduction", "veto"}


def test_the_scheme_of_the_company_is_sound(document):
    """With its people in it, nothing of the scheme is an error or a warning."""
    assert {one["severity"] for one in document("scheme", "check")["findings"]} <= {"note"}


def test_results_tell_what_was_added_and_what_is_proposed(document):
    """Every person with a score has a provisional one, a proposed grade, and the reason for it."""
    results = document("results", CYCLE)["results"]
    people = [one for one in results if one["employee"] and one["score"] is not None]
    assert len(people) > 10
    assert all(one["provisional"] is not None and one["proposed_grade"] for one in people)
    assert any(one["bonus"] for one in people)
    assert any(one["veto"] == "ceiling" and one["grade"] == "C" for one in people)
    assert any(one["score"] != one["provisional"] for one in people)
    assert [one for one in results if one["employee"] is None and one["rank"] == 1]


def test_why_leads_to_the_final_score(document):
    """The steps of everybody end with the final score and grade that results shows."""
    for one in document("results", CYCLE)["results"]:
        if one["employee"] and one["score"] is not None and one["score"] != one["provisional"]:
            steps = document("why", CYCLE, one["employee"])["steps"]
            wanted = [one["score"], one["grade"], one["proposed_grade"]]
            assert [step["value"] for step in steps[-3:]] == wanted


def test_why_calls_departments_by_their_names(company, document):
    """The place within a department is told with its name, not with the id that the scheme gives it."""
    departments = read_scheme((company / "scheme.xlsx").read_bytes()).scheme.departments.values()
    people = [
        one for one in document("results", CYCLE)["results"] if one["employee"] and one["proposed_grade"]
    ]
    rule = document("why", CYCLE, people[0]["employee"])["steps"][-1]["rule"]
    assert any(one.name in rule for one in departments)
    assert not rule.endswith(tuple(one.id for one in departments))


def test_verify_holds(document):
    """Everything recomputed from the kept files is as it is stored."""
    assert document("verify")["broken"] == []


@pytest.mark.libreoffice
def test_cached_values_are_what_libreoffice_computes(company, libreoffice: Office, tmp_path):
    """The formulas of a workbook with every method give in LibreOffice what is cached in it."""
    data = (company / "outbox" / CYCLE / f"{CYCLE}-rnd.xlsx").read_bytes()
    assert differing(data, libreoffice, tmp_path) == []
    mended = (company / "inbox" / f"{CYCLE}-service.xlsx").read_bytes()
    assert differing(mended, libreoffice, tmp_path) == []
