"""The whole job on an HR system's export of 1,231 people, through the real commands."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from sync.cli import main
from tests.sync.service.roster import CYCLE, SHARED

pytestmark = SHARED


@pytest.fixture
def company(people):
    """Return the workspace after import, issue, filling and collecting."""
    return people.folder


def printed(capsys, *arguments):
    """Run a command and return its JSON document."""
    main(list(arguments))
    return json.loads(capsys.readouterr().out)


def test_everybody_is_ranked_and_six_are_exempt(company, capsys):
    """There are 1,225 results with score and rank, and the six without a superior are named."""
    document = printed(capsys, "-w", str(company), "results", CYCLE, "--json")
    assert len(document["results"]) == 1225
    assert all(one["score"] is not None and one["rank"] >= 1 for one in document["results"])
    assert {one["state"] for one in document["results"]} == {"checked"}
    assert len(document["exempt"]) == 6


def test_every_unit_is_checked(company, capsys):
    """All 52 units are departments of the cycle, and nothing is open in any of them."""
    departments = printed(capsys, "-w", str(company), "progress", CYCLE, "--json")["departments"]
    assert len(departments) == 52
    assert sum(one["forms"] for one in departments) == 1225
    assert all(one["step"] == "checked" and one["open"] == 0 for one in departments)


def test_a_second_post_is_named_and_kept(company, capsys):
    """The person who holds two posts is imported twice, the second time under a number of its own."""
    document = printed(capsys, "-w", str(company), "results", CYCLE, "--json")
    posts = [one["department"] for one in document["results"] if one["employee"].startswith("19232")]
    assert posts == ["Cmplnc-Control-and-Execution", "Mrktng-Marketing-Distribution"]


def test_collecting_again_changes_nothing(company, capsys):
    """A second collect finds every file unchanged."""
    assert printed(capsys, "-w", str(company), "collect", "--json") == {"submissions": [], "findings": []}


def test_verify_is_clean_and_not_after_one_changed_byte(company, tmp_path, capsys):
    """The archive verifies clean; after one byte of a kept workbook changed it does not."""
    assert main(["-w", str(company), "verify"]) == 0
    copy = tmp_path / "copy"
    shutil.copytree(company, copy)
    with sqlite3.connect(copy / "archive.db") as database:
        find = "SELECT sha256, content FROM blob WHERE sha256 = (SELECT blob FROM submission LIMIT 1)"
        name, content = database.execute(find).fetchone()
        changed = content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]
        database.execute("UPDATE blob SET content = ? WHERE sha256 = ?", (changed, name))
    database.close()
    capsys.readouterr()
    assert main(["-w", str(copy), "verify"]) == 1
