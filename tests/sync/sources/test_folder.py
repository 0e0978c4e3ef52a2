"""A folder hands over every file that may be a workbook, and tells why one could not be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from addin.texts import LANGUAGES, say
from sync.sources import Candidate, File, Source, Unread, folder
from sync.sources.folder import FolderSource, version


def listed(*paths: Path) -> list[Candidate]:
    """Return the candidates of some paths, none of which may fail."""
    found = list(FolderSource(paths).candidates())
    assert all(isinstance(one, Candidate) for one in found)
    return [one for one in found if isinstance(one, Candidate)]


def made(file: Path, content: bytes = b"x") -> Path:
    """Write a file, with its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_everything_below_is_listed(tmp_path: Path) -> None:
    """Files of any kind are listed with size and time, subfolders too, in the order of names."""
    for name in ("b.xlsx", "a/z.pdf", "a/a.xlsx", "空.xlsx"):
        made(tmp_path / name, name.encode())
    found = listed(tmp_path)
    assert [one.name for one in found] == ["b.xlsx", "空.xlsx", "a.xlsx", "z.pdf"]
    assert [one.mark for one in found] == [(one.path, *version(Path(one.path).stat())) for one in found]


@pytest.mark.parametrize(
    "name",
    [
        "~$a.xlsx",
        ".~lock.a.xlsx#",
        ".hidden.xlsx",
        "a.xlsx.part",
        "a.TMP",
        "a.xlsx.crdownload",
        ".sync/a.xlsx",
    ],
)
def test_what_programs_leave_is_passed_over(tmp_path: Path, name: str) -> None:
    """Lock files, hidden files and half-copied ones in a folder are passed over."""
    made(tmp_path / name)
    made(tmp_path / "a (1).xlsx")
    assert [one.name for one in listed(tmp_path)] == ["a (1).xlsx"]


def test_named_file_is_never_passed_over(tmp_path: Path) -> None:
    """A file named by itself is listed whatever it is called, and only once."""
    lock, plain = made(tmp_path / "~$a.xlsx"), made(tmp_path / "a.xlsx")
    assert [one.name for one in listed(lock, plain, tmp_path)] == ["~$a.xlsx", "a.xlsx"]


def test_reading_gives_bytes_and_mark(tmp_path: Path) -> None:
    """Reading hands over the bytes and the mark under which the archive notes the file."""
    source: Source = FolderSource([made(tmp_path / "a.xlsx", b"content")])
    (candidate,) = source.candidates()
    assert isinstance(candidate, Candidate)
    assert source.read(candidate) == File(b"content", candidate.mark)


def test_missing_path_is_told(tmp_path: Path) -> None:
    """A path that is not there is told, and the others go on."""
    made(tmp_path / "a.xlsx")
    gone, found = FolderSource([tmp_path / "none", tmp_path / "a.xlsx"]).candidates()
    assert isinstance(gone, Unread)
    assert gone.reason == "archive.source.vanished"
    assert isinstance(found, Candidate)


def test_vanished_file_is_told(tmp_path: Path) -> None:
    """A file that went away between listing and reading is told."""
    (candidate,) = listed(made(tmp_path / "a.xlsx"))
    (tmp_path / "a.xlsx").unlink()
    assert FolderSource([]).read(candidate) == Unread(candidate.path, "archive.source.vanished")


def test_unreadable_file_is_told(tmp_path: Path) -> None:
    """A file that cannot be opened is told with the system's reason."""
    (candidate,) = listed(made(tmp_path / "a.xlsx"))
    (tmp_path / "a.xlsx").unlink()
    (tmp_path / "a.xlsx").mkdir()
    unread = FolderSource([]).read(candidate)
    assert isinstance(unread, Unread)
    assert unread.reason == "archive.source.unreadable"
    assert unread.values["error"]


def test_file_in_use_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that Windows lets nobody read, because somebody is writing it, is left for the next time."""

    def refused(*_: object) -> None:
        error = PermissionError(13, "Permission denied")
        error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
        raise error

    (candidate,) = listed(made(tmp_path / "a.xlsx"))
    monkeypatch.setattr("builtins.open", refused)
    unread = FolderSource([]).read(candidate)
    monkeypatch.undo()
    assert unread == Unread(candidate.path, "archive.source.changing")


def test_growing_file_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is written to while it is read is left for the next time."""
    (candidate,) = listed(made(tmp_path / "a.xlsx", b"half"))

    def grown(facts: os.stat_result) -> tuple[int, int]:
        with open(tmp_path / "a.xlsx", "ab") as file:
            file.write(b"more")
        return version((tmp_path / "a.xlsx").stat())

    monkeypatch.setattr(folder, "version", grown)
    unread = FolderSource([]).read(candidate)
    assert isinstance(unread, Unread)
    assert unread.reason == "archive.source.changing"


def test_huge_file_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file far too large for a workbook is told without being loaded."""
    monkeypatch.setattr(folder, "LARGEST", 3)
    (candidate,) = listed(made(tmp_path / "a.xlsx", b"four"))
    unread = FolderSource([]).read(candidate)
    assert isinstance(unread, Unread)
    assert unread.reason == "archive.source.too_large"


def test_times_of_any_year(tmp_path: Path) -> None:
    """A file from a year no database can count to in nanoseconds is listed and read like any other."""
    file = made(tmp_path / "a.xlsx")
    os.utime(file, (10_413_792_000, 10_413_792_000))
    (one,) = listed(tmp_path)
    read = FolderSource([tmp_path]).read(one)
    assert isinstance(read, File)
    assert read.mark == one.mark
    assert 0 <= one.mark[2] < 1 << 63


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes in folders and links")
def test_pipes_and_loops_are_no_files(tmp_path: Path) -> None:
    """A pipe is never opened and a link to the folder itself never followed."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    made(tmp_path / "a.xlsx")
    assert [one.name for one in listed(tmp_path)] == ["a.xlsx"]
    (pipe,) = FolderSource([tmp_path / "pipe.xlsx"]).candidates()
    assert isinstance(pipe, Unread)


@pytest.mark.skipif(sys.platform != "linux", reason="needs paths longer than 260 signs")
def test_folders_as_deep_as_they_may_be(tmp_path: Path) -> None:
    """A file below more folders than functions may call each other is found."""
    folder = os.fspath(tmp_path)
    for _ in range(1010):
        folder += "/d"
        os.mkdir(folder)  # noqa: PTH102 - a Path of this depth takes seconds
    made(Path(folder, "a.xlsx"))
    assert [one.name for one in listed(tmp_path)] == ["a.xlsx"]
    os.unlink(f"{folder}/a.xlsx")  # noqa: PTH108
    os.removedirs(folder)  # deeper than what tidies up after tests can go


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names made of any bytes")
def test_names_made_of_broken_bytes(tmp_path: Path) -> None:
    """A file whose name is no text is read and shown under a name that is."""
    made(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.xlsx")), b"content")
    (candidate,) = listed(tmp_path)
    assert candidate.name == "\\udcff\\n.xlsx"
    assert "\\udcff" in candidate.mark[0]
    assert FolderSource([]).read(candidate) == File(b"content", candidate.mark)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["unreadable", "changing", "vanished", "too_large", "no_path"])
def test_reasons_can_be_told(reason: str, language: str) -> None:
    """Each reason has its words in both languages."""
    assert "{" not in say(f"archive.source.{reason}", language, error="denied", limit=64)
