"""How many ratings are in: told by department, never by rater."""

from __future__ import annotations

import shutil

import pytest

from sync.settings import open_workspace
from tests.builders import CYCLE
from tests.packs import answered
from tests.sync.service.conftest import NOW
from tests.sync.service.rated import OUTSIDE, PEERS, issued_company, pack, send, send_departments

LATE = "2026-11-20T08:00:00+00:00"


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """Return the company of the raters' tests with its cycle issued."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        return issued_company(tmp_path_factory.mktemp("asking") / "company", "en")


@pytest.fixture
def company(issued, tmp_path, monkeypatch):
    """Return a copy of the company of one's own."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(issued.folder, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def asked(document, workspace):
    """Return what progress tells of ratings, by department."""
    return {one["department"]: one for one in document(workspace, "progress", CYCLE)["ratings"]}


def test_what_was_asked_and_is_in_is_counted(company, document, run):
    """Self ratings and ratings of others are counted in the department of the person they are about."""
    before = asked(document, company)
    counts = ("selves", "selves_in", "ratings", "ratings_in", "short", "missing")
    assert [before["sales"][key] for key in counts] == [4, 0, 6, 0, 3, 0]
    assert [before["company"][key] for key in counts] == [1, 0, 0, 0, 0, 0]
    for rater in PEERS:
        file = pack(company, "rater", rater)
        send(company, answered(file.read_bytes(), 4.0), file.name)
    own = pack(company, "self", "00123")
    send(company, answered(own.read_bytes(), 4.0), own.name)
    run(company, "collect")
    after = asked(document, company)["sales"]
    assert [after[key] for key in counts] == [4, 1, 6, 4, 2, 0], "three peers of 00123 are enough"


def test_what_is_not_in_after_its_day_is_missing(company, document, run, monkeypatch):
    """Self ratings and ratings have days of their own; before these nothing is missing."""
    monkeypatch.setenv("MERITBOOK_NOW", LATE)
    found = asked(document, company)
    assert (found["sales"]["missing"], found["company"]["missing"]) == (10, 1)
    assert found["sales"]["selves_due"] < found["sales"]["ratings_due"]
    assert "Overdue" in run(company, "progress", CYCLE)[1]


def test_progress_names_no_rater(company, run):
    """Neither words nor JSON name a rater or a code."""
    for words in (("progress", CYCLE), ("progress", CYCLE, "--json")):
        said = run(company, *words)[1]
        assert OUTSIDE not in said
        assert pack(company, "rater", OUTSIDE).stem.rpartition("-")[2] not in said


def test_a_form_whose_raters_are_missing_is_named(company, document, run):
    """A department that sent its workbook before any rater did is told which groups are missing."""
    send_departments(company)
    run(company, "collect")
    found = [one for one in document(company, "findings", CYCLE)["findings"] if one["code"] == "R009"]
    assert sorted((one["employee"], one["found"], one["expected"]) for one in found) == [
        ("00123", "0", "1"),
        ("00123", "0", "1"),
        ("00124", "0", "1"),
    ]


def test_where_nobody_is_asked_nothing_is_told(small, document):
    """Without the module progress has no such part."""
    assert document(small, "progress", CYCLE)["ratings"] == []
