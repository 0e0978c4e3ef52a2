"""Verifying: whatever was changed in the archive behind its back is named; what was not is never named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from addin.texts import LANGUAGES, say
from sync.archive.documents import pack, unpack
from sync.cli import main
from sync.settings import open_workspace
from tests.builders import CYCLE
from tests.sync.service.company import NO_RATING, filled

CHANGED_BYTE = (
    "UPDATE blob SET content = CAST(substr(content, 1, 2000) || "
    "CASE substr(content, 2001, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(content, 2002) AS BLOB) "
    "WHERE sha256 = (SELECT blob FROM {table} ORDER BY rowid LIMIT 1)"
)
TAMPERED = {
    "a byte of a kept workbook": (CHANGED_BYTE.format(table="submission"), "blob", "a.xlsx"),
    "a byte of an issued workbook": (
        CHANGED_BYTE.format(table="issued"),
        "blob",
        f"{CYCLE}-company.xlsx",
    ),
    "a byte of the scheme workbook": (CHANGED_BYTE.format(table="scheme_version"), "blob", ""),
    "a score": ("UPDATE result SET score = score + 1 WHERE employee = '00124'", "result", "00124"),
    "a grade": ("UPDATE result SET grade = 'S' WHERE employee = '00124'", "result", "00124"),
    "the score of a line": (
        "UPDATE indicator_score SET score = score + 1 WHERE employee = '00124' AND indicator = 'SAL-01'",
        "indicator_score",
        "00124",
    ),
    "an entry": (
        "UPDATE entry SET actual = 99 WHERE employee = '00124' AND indicator = 'SAL-01' AND submission = 1",
        "entry",
        "00124",
    ),
    "a finding": (
        "DELETE FROM finding WHERE code = 'V001' AND submission = 1",
        "finding",
        "",
    ),
    "a form": ("UPDATE form SET state = 'checked' WHERE employee = '00001'", "form", "00001"),
    "an issued workbook": ("UPDATE issued SET department = 'x' WHERE revision = 2", "issued", "sales"),
    "the rules": (
        "UPDATE scheme_version SET document = CAST(substr(document, 1, 40) || x'00' || "
        "substr(document, 42) AS BLOB)",
        "scheme_version",
        "",
    ),
    "the people": ("UPDATE roster_version SET document = x'00'", "roster_version", ""),
    "the wording of an event": ("UPDATE event SET text = replace(text, 'meritbook', 'nobody')", "event", ""),
}


@pytest.fixture(scope="module")
def used(original, tmp_path_factory):
    """Return the folder of a company that sent a workbook, got it back and mended it."""
    folder = tmp_path_factory.mktemp("used") / "company"
    shutil.copytree(original, folder)
    workspace = open_workspace(folder)
    (workspace.inbox / "a.xlsx").write_bytes(filled(workspace, other=NO_RATING))
    assert main(["-w", str(folder), "collect"]) == 1
    copy = workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx"
    (workspace.inbox / "b.xlsx").write_bytes(filled(workspace, into=copy.read_bytes()))
    assert main(["-w", str(folder), "collect"]) == 0
    return folder


@pytest.fixture
def company(used, tmp_path):
    """Return a copy of that company's workspace, to be changed behind its back."""
    shutil.copytree(used, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def tamper(workspace, statement):
    """Change the archive's database behind its back."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as connection:
        assert connection.execute(statement).rowcount > 0
        connection.commit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_archive_is_clean(company, run, language):
    """Nothing is named in an archive that nobody touched, and it is counted what was looked at."""
    status, shown, told = run(company, "verify", "--json", "--language", language)
    document = json.loads(shown)
    assert (status, told, document["broken"]) == (0, "", [])
    assert document["counts"]["results"] == 5
    assert document["counts"]["files"] >= 6


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_is_named(company, run, what):
    """One thing changed anywhere is named by table and row with status 1, in both forms of output."""
    statement, table, row = TAMPERED[what]
    tamper(company, statement)
    status, shown, told = run(company, "verify", "--json")
    assert (status, told) == (1, "")
    named = [one for one in json.loads(shown)["broken"] if one["table"] == table]
    assert any(row in one["row"] + one["detail"] for one in named)
    assert all(one["message"] and "archive." not in one["message"] for one in named)
    status, shown, told = run(company, "verify")
    assert (status, told) == (1, "")
    assert say(f"archive.tables.{table}", "en") in shown


def test_changed_rules_give_other_results(company, document):
    """Rules that were rewritten whole are named themselves, and so are the results they no longer give."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        ((stored,),) = connection.execute("SELECT document FROM scheme_version").fetchall()
        rules = unpack(stored)
        easier = rules.replace(b'"scale":5', b'"scale":4')
        assert easier != rules
        connection.execute("UPDATE scheme_version SET document = ?", [pack(easier)])
        connection.commit()
    found = document(company, "verify")["broken"]
    assert {(one["what"], one["table"]) for one in found} >= {
        ("row_changed", "scheme_version"),
        ("not_recomputed", "result"),
    }


@pytest.mark.parametrize("table", ["scheme_version", "roster_version"])
def test_rules_that_are_none_any_more_are_named(company, document, table):
    """Rules or people replaced by something else entirely are named, and nothing breaks off."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        connection.execute(f"UPDATE {table} SET document = ?", [pack(b'{"settings": 7}')])
        connection.commit()
    assert ("row_changed", table) in {
        (one["what"], one["table"]) for one in document(company, "verify")["broken"]
    }


def test_a_changed_score_does_not_follow_from_the_workbook(company, document):
    """A raised score is named twice: it is not what was written, and not what the kept workbook gives."""
    tamper(company, TAMPERED["a score"][0])
    found = [one for one in document(company, "verify")["broken"] if "00124" in one["row"]]
    assert {one["what"] for one in found} == {"row_changed", "not_recomputed"}
    assert {one["table"] for one in found} == {"result"}


def test_only_what_was_changed_is_named(company, document):
    """A changed score of one person casts no doubt on anybody else."""
    tamper(company, TAMPERED["a score"][0])
    assert all("00124" in one["row"] for one in document(company, "verify")["broken"])


def test_any_deleted_event_is_noticed(used, tmp_path, run):
    """Whichever event is deleted from the audit log, the first, the last or any other, verify says so."""
    with closing(sqlite3.connect(used / "archive.db")) as connection:
        numbers = [row[0] for row in connection.execute("SELECT seq FROM event")]
    assert len(numbers) >= 6
    silent = []
    for number in numbers:
        shutil.copytree(used, tmp_path / str(number))
        workspace = open_workspace(tmp_path / str(number))
        tamper(workspace, f"DELETE FROM event WHERE seq = {number}")
        status, shown, _ = run(workspace, "verify", "--json")
        if status != 1 or not json.loads(shown)["broken"]:
            silent.append(number)
    assert not silent
