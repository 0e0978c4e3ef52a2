"""What a manager sees of results: nothing before they are published, then their people's, never their own."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

import pytest

from sync.cli import main
from sync.service.accounts import account, add_account, give_token
from sync.service.department import findings_for, results_for
from tests.builders import CYCLE, PEOPLE
from tests.sync.service.company import HEAD, NO_RATING, filled
from tests.sync.service.steps.approved import BY, LATER, approve_all, run

PATH = f"/cycles/{CYCLE}"


@pytest.fixture
def approved(small, passwords, monkeypatch):
    """Return the small company with every result approved, on the day they are published."""
    approve_all(small)
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return small


def seen(app, workspace, name):
    """Return whose results the program of an account reads."""
    headers = {"Authorization": f"Bearer {give_token(workspace, name, 'tests', 'tests')}"}
    found = app.test_client().get(f"/api/v1{PATH}/results", headers=headers).json["results"]
    return {one["employee"] for one in found}


def test_results_are_seen_once_they_are_published(approved, app, browse):
    """Approved results are HR's; published ones are their manager's too, on the page and for programs."""
    assert (seen(app, approved, "sales"), seen(app, approved, "hr")) == (set(), {*PEOPLE, HEAD})
    browser = browse("sales")
    assert "published yet" in browser.get(f"{PATH}/results").text
    run(approved, "publish", CYCLE, *BY)
    assert seen(app, approved, "sales") == set(PEOPLE)
    assert seen(app, approved, "other") == set()
    for path in (f"{PATH}/results", f"{PATH}/departments/sales"):
        page = browser.get(path).text
        assert all(f"<td>{one}</td>" in page for one in PEOPLE)


def test_nobody_sees_a_row_of_their_own(approved, app):
    """A manager of the department in which their own form stands sees everybody else's there."""
    add_account(approved, "chief", "manager", ("company", "sales"), HEAD, "tests")
    run(approved, "publish", CYCLE, *BY)
    rows = results_for(approved, CYCLE, account(approved, "chief"))
    assert {one["employee"] for one in rows} == set(PEOPLE)


def test_findings_of_other_files_are_hr_s(small, passwords, monkeypatch):
    """A manager reads what was found in the workbook of sales; that another one is late is told to HR."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small, other=NO_RATING))
    with redirect_stdout(StringIO()):
        assert main(["-w", str(small.folder), "collect"]) == 1
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    of_hr, of_sales = (
        {one.code for one in findings_for(small, CYCLE, account(small, name))} for name in ("hr", "sales")
    )
    assert of_sales == {"V001"}
    assert of_hr >= {"V001", "T001"}
