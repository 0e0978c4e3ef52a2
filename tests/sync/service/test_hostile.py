"""A disk full, forbidden, in use or gone: one line of reason, nothing half done, the next run completes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sync.archive import opening as archives
from sync.cli import main
from tests.builders import CYCLE
from tests.crash.killing import HOUSE
from tests.crash.scenarios import NOW
from tests.crash.trial import Prepared, prepared
from tests.sync.service.hindered import (
    completes,
    meanwhile,
    meritbook,
    nothing_half,
    poor,
    powerless,
    refused,
    without_rights,
    works,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs rights as Linux and Mac have them")
NO_RIGHTS = pytest.mark.skipif(without_rights() is None, reason="root's rights cannot be taken away here")
OWN_DISK = pytest.mark.skipif(
    not works("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"),
    reason="no disk can be mounted here",
)

AFTER_THE_CHECK = (
    "publish",
    "collect-opinions",
    "close",
    "confirm",
    "interviews",
    "opinions",
    "appeal",
    "import-pay",
    "export-pay-base",
    "notices",
)
"""The commands of the process: the first two, each of a kind of its own; with MERITBOOK_EVERY set, all."""

WRITING = (
    "init",
    "import-people",
    "import-actuals",
    "import-ratings",
    "refresh",
    "issue",
    "collect",
    "accept",
    "waive",
    "calibrate",
    "export-master",
    "backup",
    "restore",
    "migrate",
    *AFTER_THE_CHECK[: None if os.environ.get("MERITBOOK_EVERY") else 2],
)
"""The commands that write, as the crash tests know them."""

IN_ARCHIVE = ("import-history", "issue", "collect", "reject", "waive", "migrate")
"""Those that write into an archive which is there."""

LENGTH = (0, 20, 100, 400, 65_536)
"""How long a file may get at each try [KiB]."""


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command run on the day of the crash tests."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)


def made(name: str, tmp_path: Path) -> tuple[Prepared, Path]:
    """Return what is known of a command, and a workspace for it to work in."""
    known, folder = prepared(name), tmp_path / "company"
    os.environ["MERITBOOK_NOW"] = known.scenario.now  # as the crash tests do; put back by `on_a_day`
    known.scenario.make(folder)
    return known, folder


@contextmanager
def forbidden(path: Path, mode: int = 0o500) -> Iterator[None]:
    """Forbid to write to a file or folder for a while."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


@OWN_DISK
@pytest.mark.parametrize("name", WRITING)
def test_full_disk(name: str, tmp_path: Path) -> None:
    """On a full disk a command says so; with more and more room it comes further, and at last to its end."""
    words = ["unshare", "--mount", sys.executable, "-m", "tests.sync.service.full_disk", str(tmp_path), name]
    done = subprocess.run(words, cwd=HOUSE, capture_output=True, check=False, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not works("prlimit", "--version"), reason="prlimit is not installed")
@pytest.mark.parametrize("name", ["init", "issue", "collect", "backup"])
def test_files_may_not_grow(name: str, tmp_path: Path) -> None:
    """Where files may not get as long as they must be, a command says so, and completes once they may."""
    known, folder = made(name, tmp_path)
    for length in LENGTH:
        said = poor(known.scenario.command(folder), "prlimit", f"--fsize={length << 10}")
        if known.scenario.went_well(said.status, said.out + said.err):
            break
        refused(said)
        nothing_half(known, folder)
    completes(known, folder)


@NO_RIGHTS
@pytest.mark.parametrize("name", [name for name in WRITING if name != "init"])
def test_folder_that_may_only_be_read(name: str, tmp_path: Path) -> None:
    """In a workspace that may only be read a command that writes says so and changes nothing."""
    known, folder = made(name, tmp_path)
    inside = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    with forbidden(folder):
        for one in inside[1:]:
            one.chmod(0o500)
        refused(powerless(known.scenario.command(folder)))
        for one in inside[1:]:
            one.chmod(0o700)
    nothing_half(known, folder)
    completes(known, folder)


@NO_RIGHTS
def test_init_where_nothing_may_be_made(tmp_path: Path) -> None:
    """A workspace in a folder that may only be read is refused with the folder's name."""
    known, folder = made("init", tmp_path)
    with forbidden(tmp_path):
        refused(powerless(known.scenario.command(folder)), str(folder))
    completes(known, folder)


@NO_RIGHTS
@pytest.mark.parametrize("name", IN_ARCHIVE)
def test_archive_that_may_only_be_read(name: str, tmp_path: Path) -> None:
    """An archive file that may only be read is named, with the rights to look at."""
    known, folder = made(name, tmp_path)
    with forbidden(folder / "archive.db", 0o400):
        said = powerless(known.scenario.command(folder))
    refused(said, str(folder / "archive.db"), "ights")
    nothing_half(known, folder)
    completes(known, folder)


@pytest.mark.parametrize("name", IN_ARCHIVE)
def test_archive_in_use(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An archive that somebody else holds for longer than a command waits is named; nothing is written."""
    known, folder = made(name, tmp_path)
    for function in (archives.open_or_create, archives.open_archive):
        monkeypatch.setitem(function.__kwdefaults__ or {}, "wait", 0.2)
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status = main(known.scenario.command(folder))
    shown = capsys.readouterr()
    assert (status, shown.out, shown.err.count("\n")) == (2, "", 1)
    assert "in use by another Meritbook for 0.2 seconds" in shown.err
    nothing_half(known, folder)
    completes(known, folder)


@pytest.mark.parametrize(
    ("name", "instead"),
    [("collect", "folder"), ("issue", "database"), ("accept", "database"), ("collect", "text")]
    + [(name, "text") for name in ("import-actuals", "export-master", "backup")],
)
def test_something_else_in_place_of_the_archive(name: str, instead: str, tmp_path: Path) -> None:
    """What lies in place of the archive and is none is refused, left as it is, and named."""
    known, folder = made(name, tmp_path)
    archive = folder / "archive.db"
    archive.rename(tmp_path / "kept.db")
    if instead == "folder":
        archive.mkdir()
    elif instead == "database":
        with closing(sqlite3.connect(archive)) as other:
            other.execute("CREATE TABLE salary (amount)")
    else:
        archive.write_bytes(b"this is no database, but it is long enough to be one " * 40)
    before = archive.is_dir() or archive.read_bytes()
    refused(meritbook(known.scenario.command(folder)), str(archive))
    assert (archive.is_dir() or archive.read_bytes()) == before
    shutil.rmtree(archive) if archive.is_dir() else archive.unlink()
    (tmp_path / "kept.db").rename(archive)
    completes(known, folder)


def test_workspace_that_vanishes(tmp_path: Path) -> None:
    """A workspace that is taken away while a collect works is told in one line; put back, it completes."""
    known, folder = made("collect", tmp_path)
    away = tmp_path / "away"
    refused(meanwhile(known, folder, "open ..", lambda: folder.rename(away)), str(folder))
    if folder.exists():
        shutil.rmtree(folder)
    away.rename(folder)
    nothing_half(known, folder)
    completes(known, folder)


def test_returned_folder_that_vanishes(tmp_path: Path) -> None:
    """A folder of returned copies that is removed at the last moment is told; the copies come again."""
    known, folder = made("collect", tmp_path)
    gone = folder / "returned"
    refused(meanwhile(known, folder, "os.rename .2026", lambda: shutil.rmtree(gone)), CYCLE)
    nothing_half(known, folder)
    completes(known, folder)


def test_archive_replaced_meanwhile(tmp_path: Path) -> None:
    """An archive file replaced while a collect works is no traceback, and the right one put back is whole."""
    known, folder = made("collect", tmp_path)
    archive = folder / "archive.db"

    def replaced() -> None:
        archive.rename(tmp_path / "kept.db")
        archive.write_bytes(b"something else")

    said = meanwhile(known, folder, "open ..", replaced)
    assert "Traceback" not in said.err
    archive.unlink()
    (tmp_path / "kept.db").rename(archive)
    nothing_half(known, folder)
    completes(known, folder)


@NO_RIGHTS
def test_inbox_that_may_not_be_looked_into(tmp_path: Path) -> None:
    """An inbox that may not be looked into is named as an error, and taken in when it may."""
    known, folder = made("collect", tmp_path)
    with forbidden(folder / "inbox", 0):
        said = powerless(known.scenario.command(folder))
    assert (said.status, said.err) == (1, "")
    assert "inbox: " in said.out
    assert "ermission" in said.out
    completes(known, folder)


IN_THE_WAY = {"issue": "outbox", "collect": "returned", "export-master": "reports"}


@pytest.mark.parametrize("name", IN_THE_WAY)
def test_file_in_place_of_a_folder(name: str, tmp_path: Path) -> None:
    """A file where a folder of the workspace belongs is told; once it is away, the command completes."""
    known, folder = made(name, tmp_path)
    blocking = folder / IN_THE_WAY[name]
    if blocking.exists():
        shutil.rmtree(blocking)
    blocking.write_bytes(b"")
    refused(meritbook(known.scenario.command(folder)), str(blocking))
    blocking.unlink()
    completes(known, folder)


def test_file_in_place_of_the_inbox(tmp_path: Path) -> None:
    """A file where the inbox belongs is told by its name."""
    known, folder = made("collect", tmp_path)
    (folder / "inbox").rename(tmp_path / "kept")
    (folder / "inbox").touch()
    refused(meritbook(known.scenario.command(folder)), str(folder / "inbox"))
    (folder / "inbox").unlink()
    (tmp_path / "kept").rename(folder / "inbox")
    completes(known, folder)


@NO_RIGHTS
def test_returned_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """Where copies cannot be put back, the submission waits, and is settled with its copy by the next run."""
    known, folder = made("collect", tmp_path)
    returned = folder / "returned" / CYCLE
    returned.mkdir(parents=True)
    with forbidden(returned):
        refused(powerless(known.scenario.command(folder)), str(returned))
    nothing_half(known, folder)
    completes(known, folder)


@NO_RIGHTS
def test_scheme_that_may_only_be_read(tmp_path: Path) -> None:
    """A scheme workbook that may only be read is not written over."""
    known, folder = made("import-people", tmp_path)
    before = (folder / "scheme.xlsx").read_bytes()
    with forbidden(folder / "scheme.xlsx", 0o400):
        said = powerless(known.scenario.command(folder))
    refused(said, str(folder / "scheme.xlsx"))
    assert (folder / "scheme.xlsx").read_bytes() == before
    completes(known, folder)
