"""Any file whatever ends in findings or a one-line reason; the others go on; the file is kept."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zipfile
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from sync.cli import main
from sync.reading import pool, worker
from sync.reading.cells import Unreadable
from sync.reading.pool import read_all
from sync.reading.reasons import in_words, reason
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from tests.sync.reading import culprits
from tests.sync.reading.broken_files import BROKEN
from tests.sync.reading.foreign_files import FOREIGN, HARMFUL
from tests.sync.reading.gate.test_zipped import TAMPERED
from tests.sync.service.hindered import powerless, refused, without_rights

CYCLE = "2026-Q3"


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """Return a workspace with one issued cycle and an untouched workbook's bytes."""
    folder = tmp_path_factory.mktemp("bad") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", "2026-11-20T08:00:00+00:00")
        assert main(["demo", str(folder), "--people", "16"]) == 0
        yield folder


def plain_workbook():
    """Return a workbook that Meritbook never wrote."""
    target = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "hello"
    book.save(target)
    return target.getvalue()


def bad_files(issued):
    """Return files people send instead of the workbook, by name."""
    whole = (issued / "inbox" / f"{CYCLE}-office.xlsx").read_bytes()
    stranger = BytesIO()
    with zipfile.ZipFile(stranger, "w") as archive:
        archive.writestr("readme.txt", "not a workbook")
    return {
        "empty.xlsx": b"",
        "half.xlsx": whole[: len(whole) // 2],
        "flipped.xlsx": whole[:900] + bytes(byte ^ 255 for byte in whole[900:1000]) + whole[1000:],
        "table.csv": "工号,姓名\n1,王芳\n".encode("gb18030"),
        "page.html": b"<html><body><table></table></body></html>",
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "zip.xlsx": stranger.getvalue(),
        "own.xlsx": plain_workbook(),
        "noise.bin": os.urandom(4096),
        "scheme.xlsx": (issued / "scheme.xlsx").read_bytes(),
        "master.xlsx": (issued / "reports" / CYCLE / "master.xlsx").read_bytes(),
    }


def test_check_names_each_and_goes_on(issued, tmp_path, capsys):
    """Every bad file has a finding of severity error, and a good file among them is checked as ever."""
    files = bad_files(issued)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    good = issued / "inbox" / f"{CYCLE}-office.xlsx"
    paths = [str(tmp_path / name) for name in files] + [str(good), str(tmp_path / "absent.xlsx")]
    assert main(["-w", str(issued), "check", *paths, "--json"]) == 1
    shown = capsys.readouterr()
    found = {one["workbook"] for one in json.loads(shown.out)["findings"] if one["severity"] == "error"}
    assert found == {*files, "absent.xlsx"}
    assert shown.err == ""


def test_collect_keeps_each_with_its_reason(issued, tmp_path, capsys):
    """Every bad file is quarantined with a reason in one line, and its bytes are kept in the archive."""
    files = bad_files(issued)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert main(["-w", str(issued), "collect", str(tmp_path), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    states = {one["workbook"]: (one["state"], one["reason"]) for one in document["submissions"]}
    assert set(states) == set(files)
    assert all(state == "quarantined" and reason and "\n" not in reason for state, reason in states.values())
    with sqlite3.connect(issued / "archive.db") as database:
        kept = {row[0] for row in database.execute("SELECT sha256 FROM blob")}
    database.close()
    assert kept >= {sha256(content).hexdigest() for content in files.values()}
    assert main(["-w", str(issued), "verify"]) == 0


KINDS = {**FOREIGN, **HARMFUL, **BROKEN, **TAMPERED}
ONLY_IN_THE_FOLDER = "too large"
"""A file that is not even opened, and so not kept."""


def unread(data):
    """Return the reason why a file cannot be read."""
    with pytest.raises(Unreadable) as refused:
        read_submission(data)
    return refused.value


def test_one_of_every_kind_in_a_folder(issued, tmp_path, capsys):
    """A good workbook among a file for every reason is read; all others are kept, each with its reason."""
    company, folder = tmp_path / "company", tmp_path / "sent"
    shutil.copytree(issued, company)
    folder.mkdir()
    made = (kind[-1]() for name, kind in KINDS.items() if name != ONLY_IN_THE_FOLDER)
    files = {f"{number}.xlsx": content for number, content in enumerate(made)}
    good = (company / "outbox" / CYCLE / f"{CYCLE}-office.xlsx").read_bytes()
    for name, content in {**files, "good.xls": good}.items():
        (folder / name).write_bytes(content)
    assert main(["-w", str(company), "collect", str(folder), "--jobs", "2", "--json"]) == 1
    told = {one["workbook"]: one for one in json.loads(capsys.readouterr().out)["submissions"]}
    assert told.pop("good.xls")["state"] not in ("quarantined", "received")
    expected = {name: unread(content) for name, content in files.items()}
    assert {name: one["reason"] for name, one in told.items()} == {
        name: reason(refused, "en") for name, refused in expected.items()
    }
    with open_to_look(open_workspace(company)) as archive:
        kept = {one.name: one for one in archive.submissions() if one.name in files}
        assert all(archive.content(kept[name].sha256) == content for name, content in files.items())
    assert {one.state for one in kept.values()} == {"quarantined"}
    assert {name: in_words(one.reason, one.values, "zh") for name, one in kept.items()} == {
        name: reason(refused, "zh") for name, refused in expected.items()
    }


@pytest.mark.skipif(os.name != "posix", reason="a process is killed so on Linux and Mac")
def test_files_that_end_their_worker(issued, tmp_path, capsys, monkeypatch):
    """Files that kill, stall or bloat their worker are each named; the others are read as ever."""
    company, folder = tmp_path / "company", tmp_path / "sent"
    shutil.copytree(issued, company)
    folder.mkdir()
    bad = {
        "kills.xlsx": (culprits.KILLING, "worker_died"),
        "sleeps.xlsx": (culprits.SLEEPING, "too_slow"),
        "greedy.xlsx": (culprits.GREEDY, "out_of_memory"),
    }
    for name, (content, _) in bad.items():
        (folder / name).write_bytes(content)
    good = sorted((company / "outbox" / CYCLE).glob("*.xlsx"))
    assert len(good) > 2
    for file in good:
        shutil.copy(file, folder)
    monkeypatch.setattr(worker, "read_batch", culprits.with_culprits)
    monkeypatch.setattr(pool, "read_all", partial(read_all, timeout=1.0))
    call = ["-w", str(company), "collect", str(folder), "--jobs", "2", "--json"]
    assert main(call) == 1
    told = {one["workbook"]: one for one in json.loads(capsys.readouterr().out)["submissions"]}
    assert {told[file.name]["state"] for file in good} <= {"read", "held", "ignored"}
    for name, (_, code) in bad.items():
        assert told[name]["state"] == "quarantined"
        assert told[name]["reason"] == reason(Unreadable(code, limit=1), "en")
    assert main(["-w", str(company), "verify"]) == 0


def test_the_workbook_of_another_archive_is_refused(issued, tmp_path, capsys):
    """A workbook that another company's archive issued is quarantined, not taken for ours."""
    other = tmp_path / "other"
    assert main(["demo", str(other), "--people", "16", "--seed", "5"]) == 0
    capsys.readouterr()
    assert main(["-w", str(issued), "check", str(other / "inbox" / f"{CYCLE}-office.xlsx"), "--json"]) == 1
    codes = [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert codes == ["B003"]


@pytest.mark.skipif(without_rights() is None, reason="root's rights cannot be taken away here")
def test_an_unwritable_folder_is_one_line(issued):
    """A report that cannot be written is one line and status 2."""
    target = issued / "no" / "m.xlsx"
    issued.chmod(0o500)
    try:
        refused(powerless(["-w", str(issued), "export", "master", CYCLE, "--to", str(target)]), str(target))
    finally:
        issued.chmod(0o700)
    assert not target.parent.exists()


def test_a_folder_that_is_a_file_is_one_line(issued, tmp_path, capsys):
    """A report into a place that cannot be a folder is one line and status 2."""
    (tmp_path / "file").touch()
    target = str(tmp_path / "file" / "master.xlsx")
    assert main(["-w", str(issued), "export", "master", CYCLE, "--to", target]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "name", ["archive.db", "scheme.xlsx", "meritbook.toml", f"inbox/{CYCLE}-office.xlsx"]
)
def test_a_report_never_overwrites_the_workspace(issued, name, capsys):
    """A report is not written over the workspace's own files."""
    before = (issued / name).read_bytes()
    assert main(["-w", str(issued), "export", "master", CYCLE, "--to", str(issued / name)]) == 2
    assert (issued / name).read_bytes() == before
    assert capsys.readouterr().err.count("\n") == 1


def test_an_archive_that_is_none_is_one_line(tmp_path, capsys):
    """A broken archive file is one line and status 2, whatever the command."""
    assert main(["init", str(tmp_path / "w")]) == 0
    (tmp_path / "w" / "archive.db").write_bytes(b"this is not a database" * 100)
    capsys.readouterr()
    for words in (["verify"], ["collect"], ["results", CYCLE]):
        assert main(["-w", str(tmp_path / "w"), *words]) == 2
        shown = capsys.readouterr()
        assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_a_scheme_that_is_no_workbook_is_one_line(tmp_path, capsys):
    """A scheme workbook that cannot be read is one line and status 2."""
    assert main(["init", str(tmp_path / "w")]) == 0
    Path(tmp_path / "w" / "scheme.xlsx").write_bytes(b"PK broken")
    capsys.readouterr()
    assert main(["-w", str(tmp_path / "w"), "scheme", "check"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
