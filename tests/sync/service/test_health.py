"""How a cycle went, told from what was written down of it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from addin.texts import LANGUAGES
from sync.service.cycles import open_to_look
from sync.service.exporting.master import board, master
from tests.builders import CYCLE
from tests.sync.service.company import NO_RATING, filled
from tests.templates.books.master.material import records

LATER = "2026-10-15T08:00:00+00:00"


@pytest.fixture
def returned(small, send, monkeypatch):
    """Return the small company in which sales sent a workbook that went back, and mended it days later."""
    send(small, "a.xlsx", filled(small, other=NO_RATING))
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    send(small, "b.xlsx", filled(small))
    return small


def test_a_cycle_that_was_only_issued(small, document):
    """Before anything came there are forms, and neither times nor indicators."""
    found = document(small, "health", CYCLE)
    assert (found["steps"], found["findings"], found["indicators"]) == ([], [], [])
    assert {one["department"]: one["forms"] for one in found["departments"]} == {"company": 1, "sales": 4}


def test_returns_cost_time(returned, document):
    """The form that went back took eight working days to be checked; what was found is counted once."""
    found = document(returned, "health", CYCLE)
    steps = {one["step"]: one for one in found["steps"]}
    assert (steps["submitted"]["longest"], steps["checked"]["longest"], steps["checked"]["median"]) == (
        0,
        8,
        0,
    )
    (sales,) = (one for one in found["departments"] if one["department"] == "sales")
    assert (sales["submitted"], sales["returned"], sales["return_rate"]) == (4, 1, 0.25)
    assert found["findings"] == [
        {"department": "sales", "family": "V", "severity": "error", "number": 1},
    ]
    assert {one["people"] for one in found["indicators"]} == {1, 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_speaks_both_languages(returned, run, language):
    """Steps and families are told by their names, with the caution below."""
    status, said, _ = run(returned, "health", CYCLE, "--language", language)
    assert status == 0
    assert ("submitted" if language == "en" else "已提交") in said
    assert ("Few forms say little" if language == "en" else "说明不了多少") in said


def test_a_decision_is_a_step_like_any_other(returned, run, document, monkeypatch):
    """HR's review is measured from the day the form was checked."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-19T08:00:00+00:00")
    assert run(returned, "review", CYCLE, "--by", "Gao Yuan", "--employee", "00123")[0] == 0
    steps = {one["step"]: one for one in document(returned, "health", CYCLE)["steps"]}
    assert (steps["reviewed_by_hr"]["forms"], steps["reviewed_by_hr"]["longest"]) == (1, 2)


def test_the_master_workbook_shows_it_and_that_for_directors_does_not(returned):
    """HR has a sheet of the process, one of the indicators, and a chart; directors have none of these."""
    with open_to_look(returned) as archive:
        book = openpyxl.load_workbook(BytesIO(master(archive, CYCLE)))
        for_directors = openpyxl.load_workbook(BytesIO(board(archive, CYCLE)))
    assert [row["Step"] for row in records(book["Process health"])[:2]] == ["submitted", "checked"]
    assert len(records(book["Indicator health"])) == 12
    titles = {cell.value for row in book["Chart data"].iter_rows() for cell in row}
    assert "Forms returned at least once" in titles
    assert "Working days per step (median)" not in titles, "half of the forms took no time"
    assert not {"Process health", "Indicator health"} & set(for_directors.sheetnames)
