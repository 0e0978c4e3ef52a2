"""A command that cannot work with what is stored says so in one line; a bug of ours stays one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from addin.texts import LANGUAGES
from sync.cli import main
from sync.service import results
from sync.settings import open_workspace
from templates.books.department.state import Typed
from tests.builders import CYCLE
from tests.sync.service.company import NO_RATING, filled

RESULTS, PROGRESS, FINDINGS = ("results", CYCLE), ("progress", CYCLE), ("findings", CYCLE)
WHY, PERSON = ("why", CYCLE, "00123"), ("person", "00123")
HELD = (PROGRESS, FINDINGS)

TAMPERED = {
    "UPDATE cycle SET scheme = 'nope'": (RESULTS, PROGRESS, FINDINGS, WHY, PERSON),
    "UPDATE result SET score = 'abc'": (RESULTS, PERSON),
    "UPDATE finding SET severity = 'zzz'": (FINDINGS,),
    "UPDATE issued SET stamp = 'x'": (WHY,),
    "UPDATE issued SET reading = x'01'": (WHY,),
    "UPDATE meta SET value = '' WHERE name = 'key'": (WHY,),
    "UPDATE submission SET reason = NULL WHERE state = 'held'": HELD,
    "UPDATE submission SET reason_values = '{}' WHERE state = 'held'": HELD,
    "UPDATE submission SET reason_values = '[' WHERE state = 'held'": HELD,
    "UPDATE entry SET cells = 'x'": HELD,
    "UPDATE entry SET cells = '{\"actual\":5}'": HELD,
    "UPDATE register SET document = '['": HELD,
    "UPDATE form SET employee = 'nobody' WHERE employee = '00123'": (RESULTS,),
    "UPDATE submission SET name = x'00'": (FINDINGS, WHY),
    "UPDATE blob SET content = x'00'": (WHY,),
    "DELETE FROM submission": (WHY, PERSON),
}
"""What somebody may do to the database behind the program, and the commands that cannot work with it."""


@pytest.fixture(scope="module")
def waiting(original, tmp_path_factory):
    """Return the folder of a company whose second workbook is held beside the first, which has findings."""
    folder = tmp_path_factory.mktemp("waiting") / "company"
    shutil.copytree(original, folder)
    workspace = open_workspace(folder)
    emptied = {("E-07", "RND-03"): Typed()}
    for name, other in (("a.xlsx", NO_RATING), ("b.xlsx", NO_RATING | emptied)):
        (workspace.inbox / name).write_bytes(filled(workspace, other=other))
        assert main(["-w", str(folder), "collect"]) in (0, 1)
    return folder


@pytest.fixture
def company(waiting, tmp_path):
    """Return a copy of that company's workspace, to be changed behind its back."""
    shutil.copytree(waiting, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def tamper(workspace, statement):
    """Change the archive's database behind its back."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as connection:
        assert connection.execute(statement).rowcount > 0
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "words"),
    [(statement, words) for statement, commands in TAMPERED.items() for words in commands],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_what_is_stored_and_cannot_be_used_is_told(statement, words, company, run):
    """A command that cannot work with what is stored ends with status 2 and one line that names verify."""
    tamper(company, statement)
    for form in ((), ("--json",)):
        status, shown, told = run(company, *words, *form)
        assert (status, shown, told.count("\n")) == (2, "", 1)
        assert "meritbook verify" in told
    assert run(company, "verify")[0] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_damaged_is_named(language, company, run):
    """The one line names the row that is damaged, in the language asked for."""
    tamper(company, "UPDATE issued SET stamp = 'x' WHERE department = 'sales'")
    told = run(company, *WHY, "--language", language)[2]
    assert f"{CYCLE}-sales.xlsx" in told
    assert "archive." not in told


def test_a_bug_stays_a_bug(company, run, monkeypatch):
    """Where all that is stored holds, a command that breaks off by a bug is not told as damage."""
    monkeypatch.setattr(results, "ranks", lambda _: [][0])
    with pytest.raises(IndexError):
        run(company, *RESULTS)


def test_without_an_archive_a_bug_stays_a_bug(company, run, monkeypatch):
    """Where there is no archive to blame, a command that breaks off by a bug is not told as anything else."""
    (company.folder / "archive.db").unlink()
    monkeypatch.setattr("sync.service.starting.make_workspace", lambda *_: [][0])
    with pytest.raises(IndexError):
        run(company, "init", str(company.folder / "new"))
