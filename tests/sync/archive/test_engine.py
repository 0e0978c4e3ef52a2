"""What the database cannot do is told in one line with the way out, and nothing is left half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.archive import engine, sqlite
from sync.archive.opening import create, open_archive, open_or_create
from sync.archive.schema import REVISIONS
from sync.archive.store import Archive
from sync.archive.verify import verify
from sync.settings import CannotGoOn
from tests.sync.archive.material import CYCLE, opened, outcome, send, url
from tests.sync.archive.pages import flipped

HOUSE = Path(__file__).parents[3]

KILLED = """
import os, signal, sys
from sync.archive import events
from sync.archive.opening import open_archive
from tests.sync.archive.material import CYCLE, outcome

archive = open_archive(sys.argv[1])
events.append = lambda *rest: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "receive":
    archive.receive(b"filled", "a.xlsx")
else:
    archive.record(outcome(archive, int(sys.argv[2])))
"""

NOBODY = """
import os, sys, tempfile
from addin.texts import say
from sync.archive.opening import create, open_archive
from sync.settings import CannotGoOn

with tempfile.TemporaryDirectory() as folder:  # loads the program while its own folder may be read
    create(f"sqlite:///{folder}/archive.db").close()
say("stops.no_archive", "en")
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with open_archive(sys.argv[1], readonly=sys.argv[2] == "True") as archive:
        if sys.argv[2] != "True":
            archive.receive(b"x", "x.xlsx")
        print(archive.cycles()[0])
except CannotGoOn as stopped:
    print(stopped)
"""


@pytest.fixture
def hurried(archive: Archive) -> Iterator[Archive]:
    """Return the archive opened a second time by somebody who waits a fifth of a second only."""
    with open_archive(archive.url, wait=0.2) as other:
        yield other


def test_second_writer_stops_clearly(archive: Archive, hurried: Archive) -> None:
    """A writer that waited in vain says so, names the archive, and has written nothing."""
    with archive.writing(), pytest.raises(CannotGoOn, match=r"in use by another Meritbook for 0\.2 seconds"):
        hurried.receive(b"filled", "a.xlsx")
    assert archive.submissions() == []
    assert hurried.receive(b"filled", "a.xlsx").fresh


def test_second_writer_waits(archive: Archive) -> None:
    """A writer that finds the archive in use waits until the other one is done, and then writes."""
    done: list[int] = []

    def write() -> None:
        with open_archive(archive.url) as other:
            done.append(other.receive(b"second", "b.xlsx").submission)

    with archive.writing():
        second = threading.Thread(target=write)
        second.start()
        second.join(0.3)
        assert done == []
    second.join()
    assert done == [1]


def test_reader_does_not_wait(archive: Archive, hurried: Archive) -> None:
    """Somebody who only looks sees the last finished state while another one writes."""
    with archive.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM form")
        assert len(hurried.forms(CYCLE)) == 2
        writing.connection.rollback()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_archive(tmp_path: Path, language: str) -> None:
    """A missing archive is named with the command that makes one, and no file is left behind."""
    with pytest.raises(CannotGoOn, match="meritbook init"):
        open_archive(url(tmp_path), language)
    assert list(tmp_path.iterdir()) == []


def test_not_made_twice(archive: Archive) -> None:
    """An archive that is there is never made anew over it."""
    with pytest.raises(CannotGoOn, match="already"):
        create(archive.url)
    with open_archive(archive.url) as again:
        assert again.cycles() == [CYCLE]


@pytest.mark.parametrize("content", [b"this is no database" * 100, b""])
def test_foreign_file(tmp_path: Path, content: bytes) -> None:
    """A file that is no archive is refused and left as it is."""
    file = tmp_path / "archive.db"
    file.write_bytes(content)
    with pytest.raises(CannotGoOn, match="not a Meritbook archive"):
        open_archive(url(tmp_path), readonly=True)
    with pytest.raises(CannotGoOn, match="not a Meritbook archive"):
        open_archive(url(tmp_path))
    assert file.read_bytes() == content


def test_foreign_database(fresh: Callable[[], str]) -> None:
    """Somebody else's database is neither taken for an archive nor made one."""
    place = fresh()
    other = engine.connect(place, "en", mode="rwc")
    with other.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE salary (amount INTEGER)")
    other.dispose()
    for way in (open_archive, open_or_create):
        with pytest.raises(CannotGoOn, match="not a Meritbook archive"):
            way(place)
    with pytest.raises(CannotGoOn, match="already"):
        create(place)


def test_newer_archive_is_refused(archive: Archive) -> None:
    """An archive with tables this program does not know is refused, with both versions named."""
    with archive.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CannotGoOn, match=rf"9999.*{REVISIONS[-1]}.*newer version"):
        open_archive(archive.url)


BAD = (
    "nonsense",
    "oracle9://x/y",
    "postgresql+nodriver://host/db",
    "postgresql://u:p@ss@host/db",
    "postgresql://h:x/d",
)


@pytest.mark.parametrize("bad", BAD)
def test_bad_url(bad: str) -> None:
    """An archive URL that cannot be used says which line of meritbook.toml to correct."""
    with pytest.raises(CannotGoOn, match="line archive") as stopped:
        open_archive(bad)
    assert "ss@" not in str(stopped.value)


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there stops with the archive's path."""
    with pytest.raises(CannotGoOn, match="cannot be opened"):
        create(url(tmp_path / "nowhere"))


def test_network_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An SQLite archive on a network drive is refused, since its locks do not hold there."""
    monkeypatch.setattr(sqlite, "NETWORK_DRIVES", (sqlite.file_system(tmp_path),))
    with pytest.raises(CannotGoOn, match="network drive"):
        create(url(tmp_path))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs users and rights")
def test_unwritable_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the folder may only be read, writing stops in one line and looking still works."""
    folder = tmp_path_factory.mktemp("locked")
    opened(folder).close()
    for made in folder.iterdir():
        made.chmod(0o444)
    folder.chmod(0o555)
    ways = [
        above
        for above in folder.parents
        if above.stat().st_uid == os.geteuid() and above.name.startswith(("pytest", "popen"))
    ]
    for above in ways:
        above.chmod(0o755)
    looked = _as_nobody(url(folder), readonly=True)
    wrote = _as_nobody(url(folder), readonly=False)
    folder.chmod(0o755)
    assert looked == "2026-Q3"
    assert wrote.startswith(f"{folder / 'archive.db'} cannot be")


def _as_nobody(where: str, *, readonly: bool) -> str:
    """Open an archive as a user without rights and return its cycle, or why that did not work."""
    command = [sys.executable, "-c", NOBODY, where, str(readonly)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", cwd=HOUSE)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_disk_full(tmp_path: Path) -> None:
    """When the disk is full the command stops with the reason, and the archive is as it was."""
    with opened(tmp_path) as archive:
        first = send(archive, b"filled", "c1")
        with archive.writing() as writing:
            pages = writing.connection.exec_driver_sql("PRAGMA page_count").scalar()
        with archive.reading() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CannotGoOn, match="no room left"):
            archive.receive(bytes(500_000), "big.xlsx")
        assert [record.submission for record in archive.submissions()] == [first]
        assert list(verify(archive)) == []


def test_numbers_that_are_used_up_are_no_full_disk(tmp_path: Path) -> None:
    """Where no number is left for a submission, that is told as damage, and verify names it."""
    with opened(tmp_path) as archive:
        send(archive, b"filled", "c1")
        with archive.writing() as writing:
            writing.connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = 9223372036854775807")
        with pytest.raises(CannotGoOn, match="sqlite_sequence submission") as stopped:
            archive.receive(b"more", "b.xlsx")
        assert stopped.value.key == "archive_damaged"
        assert "sqlite_sequence" in next(broken.detail for broken in verify(archive))


def _killed(where: str, point: str) -> None:
    command = [sys.executable, "-c", KILLED, where, point]
    done = subprocess.run(command, capture_output=True, check=False, cwd=HOUSE)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_while_receiving(archive: Archive) -> None:
    """A program killed before the bytes are committed leaves nothing, and the file can be received again."""
    _killed(archive.url, "receive")
    assert archive.submissions() == []
    assert list(verify(archive)) == []
    assert archive.receive(b"filled", "a.xlsx").fresh


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_while_recording(archive: Archive) -> None:
    """A program killed while recording leaves the file received and not read, for the next collect."""
    receipt = archive.receive(b"filled", "a.xlsx")
    _killed(archive.url, str(receipt.submission))
    assert [record.submission for record in archive.submissions(state="received")] == [receipt.submission]
    assert archive.results(CYCLE) == []
    assert archive.entries(receipt.submission) == ()
    assert list(verify(archive)) == []
    assert archive.record(outcome(archive, receipt.submission)) == "written"


def test_what_cannot_even_be_told_is_damage(tmp_path: Path) -> None:
    """Damage of which the database speaks in bytes that are no text is told in one line like any other."""
    opened(tmp_path).close()
    file = tmp_path / "archive.db"
    data = file.read_bytes()
    file.write_bytes(flipped(data, data.index(b"PRIMARY KEY", data.index(b"pk_register")), 7))
    with pytest.raises(CannotGoOn, match=r"archive\.db is damaged") as stopped:
        open_archive(url(tmp_path))
    assert (stopped.value.key, "codec" in str(stopped.value)) == ("archive_damaged", False)


def test_a_text_whose_bytes_are_none_is_damage(tmp_path: Path) -> None:
    """A stored text whose bytes are no text any more is told in one line as damage."""
    with opened(tmp_path) as archive:
        with archive.writing() as writing:
            writing.connection.exec_driver_sql("UPDATE form SET department = CAST(x'ff' AS TEXT)")
        with pytest.raises(CannotGoOn, match=r"archive\.db is damaged"):
            archive.forms(CYCLE)
