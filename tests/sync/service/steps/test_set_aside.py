"""`collect` finds opinion forms: those without a name leave no trace, wherever and however they came."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from functools import partial
from zipfile import ZipFile

import pytest

from sync.cli.watching import Asked, Rounds
from sync.reading.cells import Unreadable
from sync.reading.gate.zipped import directory, inflate, packed_from
from sync.reading.limits import LIMITS
from sync.service.collecting import collect
from sync.sources.copying import Doubts
from tests.builders import CYCLE
from tests.sync.service.company import filled
from tests.sync.service.rated import send
from tests.sync.service.steps.approved import BY, LATER, copied, give_opinion

WHO, SAID = "Quillon Varga", "Too many meetings."
TRACES = (b"Quillon", b"Varga", "Quillon".encode("utf-16-le"))


@pytest.fixture
def company(published, tmp_path, monkeypatch):
    """Return a workspace of one's own in which results are published."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return copied(published, tmp_path / "company")


def dropped(workspace, **answers):
    """Drop a form into a folder of the inbox; the names of file, folder and author tell who gave it."""
    file = workspace.inbox / WHO / f"{WHO} {CYCLE}.xlsx"
    return give_opinion(workspace, file, WHO, **{"opinion": SAID, **answers})


def rows(workspace):
    """Return every row of the archive, as text."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as archive:
        return "\n".join(archive.iterdump())


def traces(workspace):
    """Return the files of a workspace in which, packed or not, there is a trace of who gave the opinion."""
    files = [file for file in workspace.folder.rglob("*") if file.is_file()]
    assert any(file.name.startswith("archive.db") for file in files)
    return [file.name for file in files if any(mark in text for mark in TRACES for text in texts(file))]


def texts(file):
    """Yield the bytes of a file, its name, and what it holds packed."""
    content = file.read_bytes()
    yield file.name.encode() + content
    with suppress(Unreadable):
        for entry in directory(content, LIMITS)[0]:
            yield inflate(content, entry, packed_from(content, entry), LIMITS.part)


@pytest.mark.parametrize("words", [(), ("--json",), ("--jobs", "2"), ("PATH",)])
def test_a_form_without_a_name_in_the_inbox_leaves_no_trace(words, company, run):
    """Its words are kept once; it is gone from the inbox, its name nowhere in the workspace, nor printed."""
    file = dropped(company)
    given = [str(file) if word == "PATH" else word for word in words]
    with closing(sqlite3.connect(company.folder / "archive.db")) as reader:
        reader.execute("SELECT sha256 FROM blob").fetchall()  # as long as somebody looks, the WAL stays
        status, out, error = run(company, "collect", *given)
        assert (status, "Quillon" in out + error, file.exists()) == (0, False, False)
        file.parent.rmdir()
        assert (company.folder / "archive.db-wal").stat().st_size
        assert traces(company) == []
    kept = rows(company)
    assert kept.count(SAID) == 1
    give_opinion(company, file, WHO, opinion=SAID)
    assert run(company, "verify")[0] == 0


def test_a_form_in_the_inbox_is_told_by_number(company, run):
    """People read how many opinions were noted, and nothing of the files."""
    dropped(company)
    give_opinion(company, company.inbox / "b.xlsx", opinion="Fair.", department="Sales")
    assert "Opinions noted: 2, of which without a name: 2." in run(company, "collect")[1]
    assert run(company, "collect")[1].startswith("Files taken in: 0")


def test_a_form_elsewhere_stays_where_it_lies(company, run):
    """A folder that is not the inbox is its owner's: the form counts once and stays."""
    file = give_opinion(company, company.folder.parent / "mail" / f"{WHO}.xlsx", WHO, opinion=SAID)
    for _ in range(2):
        assert run(company, "collect", str(file.parent))[0] == 0
    assert file.exists()
    assert (rows(company).count(SAID), traces(company)) == (1, [])


def test_a_watcher_takes_forms_in(company, capsys):
    """A round of `collect --watch` does the same."""
    file = dropped(company)
    Rounds(partial(collect, company, [], 1), company, False, Asked())(Doubts(0, wait=None))
    told = capsys.readouterr()
    assert "without a name: 1" in told.out
    assert not file.exists()
    file.parent.rmdir()
    assert traces(company) == []


def test_a_signed_form_is_kept_and_stays(company, run):
    """Whoever signs is kept byte for byte; the file stays, and is known the next time."""
    content = dropped(company, name=WHO).read_bytes()
    run(company, "collect")
    with closing(sqlite3.connect(company.folder / "archive.db")) as archive:
        assert content in [bytes(row[0]) for row in archive.execute("select content from blob")]
    assert run(company, "collect")[1] == "Files taken in: 0, unchanged since the last time: 3.\n"


def zipped(workspace):
    """Pack forms into one file."""
    file, packed = dropped(workspace), workspace.inbox / f"{WHO}.zip"
    with ZipFile(packed, "w") as archive:
        archive.write(file, "a.xlsx")
    file.unlink()
    file.parent.rmdir()
    return packed


def old_format(workspace):
    """Save a form in the format of 1997, as far as its texts go."""
    file = workspace.inbox / f"{WHO}.xls"
    stamp = f"archive 17 workbook {CYCLE}-opinion cycle {CYCLE}"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + stamp.encode("utf-16-le"))
    return file


def rewritten(workspace, without="", **replaced):
    """Leave a part of a form out, or replace words in its parts."""
    file = dropped(workspace)
    with ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist() if name != without}
    with ZipFile(file, "w") as other:
        for name, content in parts.items():
            for word, by in replaced.items():
                content = content.replace(f">{word}<".encode(), f">{by}<".encode())
            other.writestr(name, content)
    return file


def damaged(workspace):
    """Lose the list of parts of a form."""
    return rewritten(workspace, "[Content_Types].xml")


def with_a_broken_stamp(workspace):
    """Lose the signature of a form."""
    return rewritten(workspace, signature="signatory")


def of_another_cycle(workspace):
    """Let a form say that it is of another cycle."""
    return rewritten(workspace, **{CYCLE: "2026-Q4"})


def empty(workspace):
    """Say nothing."""
    return dropped(workspace, opinion="")


NO_USE = (zipped, old_format, damaged, with_a_broken_stamp, of_another_cycle, empty)


@pytest.mark.parametrize("made", NO_USE)
def test_a_form_that_cannot_be_used_is_left(made, company, run):
    """It stays where it lies, is told without its name, and nothing of it is kept."""
    run(company, "collect")
    file, before = made(company), rows(company)
    status, out, error = run(company, "collect")
    assert (status, error) == (0, "")
    assert "An opinion form stays where it lies, and nothing of it was kept: " in out
    assert "Quillon" not in out
    assert file.exists()
    assert rows(company) == before


def test_a_workbook_that_mentions_an_opinion_is_none(company, run):
    """A remark that ends in the same word changes nothing for the workbook it stands in."""
    content = filled(company)
    send(company, content, "second-opinion.xlsx")
    status, out, _ = run(company, "collect")
    assert status == 0
    assert "second-opinion.xlsx" in out
    assert "pinion form" not in out


@pytest.mark.parametrize(
    "words",
    [
        ("import", "people", "FILE"),
        ("import", "actuals", "FILE", "--source", "finance", "--cycle", CYCLE),
        ("import", "ratings", "FILE", "--cycle", CYCLE),
        ("import", "history", "FILE"),
        ("import", "pay", "FILE"),
        ("confirm", CYCLE, "FILE", *BY),
        ("interviews", CYCLE, "FILE", *BY),
        ("calibrate", CYCLE, "--from", "FILE", *BY),
        ("appeal", "file", CYCLE, "--from", "FILE", *BY),
    ],
)
def test_no_other_command_keeps_a_form(words, company, run):
    """Given to another command it is refused in one line that names the right one; nothing is kept."""
    file, before = dropped(company), rows(company)
    status, out, error = run(company, *[str(file) if word == "FILE" else word for word in words])
    assert (status, out, error.count("\n")) == (2, "", 1)
    assert "meritbook opinions CYCLE FILE" in error
    assert rows(company) == before
