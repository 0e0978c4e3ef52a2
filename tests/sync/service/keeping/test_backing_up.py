"""One file holds everything that must not be lost; it is there whole or not at all, and was read back."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from zipfile import ZipFile

import pytest

from addin.texts import LANGUAGES, say
from sync.service.keeping.working import work_folder
from sync.settings import open_workspace
from tests.sync.archive.pages import damage_last_event
from tests.sync.service.company import content_of


def test_a_backup_says_what_it_holds(small, document, tmp_path):
    """The manifest lists every member with its SHA-256, and the seal of the audit log as verify prints it."""
    file = tmp_path / "small.backup"
    told = document(small, "backup", str(file))["backup"]
    checked = document(small, "verify")
    with ZipFile(file) as package:
        manifest = json.loads(package.read("manifest.json"))
        found = {name: package.read(name) for name in package.namelist() if name != "manifest.json"}
    assert set(found) == {"archive.db", "scheme.xlsx", "meritbook.toml"}
    assert manifest["members"] == {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()} for name, content in found.items()
    }
    assert found["scheme.xlsx"] == small.scheme.read_bytes()
    assert (manifest["seal"], manifest["counts"]) == (checked["seal"], checked["counts"])
    assert {key: told[key] for key in manifest} == manifest
    assert (told["file"], told["size"], told["broken"]) == (str(file), file.stat().st_size, [])


def test_the_archive_in_a_backup_is_an_archive(small, document, tmp_path):
    """Whoever unpacks a backup by hand finds an ordinary archive in it, in one file."""
    document(small, "backup", str(tmp_path / "small.backup"))
    by_hand = tmp_path / "by-hand"
    with ZipFile(tmp_path / "small.backup") as package:
        package.extractall(by_hand)
    assert content_of(open_workspace(by_hand)) == content_of(small)


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_told_what_was_done(small, run, tmp_path, language):
    """The command tells file, size and seal, with status 0."""
    status, shown, told = run(small, "backup", str(tmp_path / "small.backup"), "--language", language)
    assert (status, told) == (0, "")
    assert "small.backup" in shown.splitlines()[0]
    assert shown.splitlines()[1].startswith(say("service.verify.seal", language).split("{")[0])


def test_nothing_in_the_workspace_changes(small, document, tmp_path):
    """Backing up writes nothing into the workspace, not even into its archive."""
    before = {file: file.read_bytes() for file in small.folder.rglob("*") if file.is_file()}
    document(small, "backup", str(tmp_path / "small.backup"))
    assert {file: file.read_bytes() for file in small.folder.rglob("*") if file.is_file()} == before
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_an_earlier_backup_is_replaced(small, document, tmp_path):
    """A backup may take the place of an earlier one of the same name."""
    first = document(small, "backup", str(tmp_path / "small.backup"))["backup"]
    document(small, "collect")
    (small.inbox / "photo.jpg").write_bytes(b"no workbook")
    document(small, "collect")
    second = document(small, "backup", str(tmp_path / "small.backup"))["backup"]
    assert second["seal"]["event"] > first["seal"]["event"]


@pytest.mark.parametrize("name", ["scheme.xlsx", "meritbook.toml", "archive.db", "notes.txt"])
def test_other_files_are_never_replaced(small, run, name):
    """A file of the workspace, or anything that is no backup, is refused as a name and stays."""
    (small.folder / "notes.txt").write_text("mine", "utf-8")
    before = (small.folder / name).read_bytes()
    status, shown, told = run(small, "backup", str(small.folder / name))
    assert (status, shown) == (2, "")
    assert name in told
    assert (small.folder / name).read_bytes() == before


@pytest.mark.parametrize(
    "name", [".collect.running", ".collect.lock", "archive.db-wal", "archive.db-shm", "archive.db-journal"]
)
def test_hidden_names_of_the_workspace_are_never_taken(small, run, name):
    """A name that the workspace itself uses now and then is refused as one of its own, there or not."""
    (small.folder / name).unlink(missing_ok=True)
    status, shown, told = run(small, "backup", str(small.folder / name))
    assert (status, shown) == (2, "")
    assert "workspace's own files" in told
    assert not (small.folder / name).exists()


def test_without_an_archive_there_is_nothing_to_back_up(small, run, tmp_path):
    """A workspace without an archive, or with something else in its place, is told so; no file is made."""
    (small.folder / "archive.db").unlink()
    assert run(small, "backup", str(tmp_path / "small.backup"))[0] == 2
    with closing(sqlite3.connect(small.folder / "archive.db")) as other:
        other.execute("CREATE TABLE notes (text TEXT)")
    status, _, told = run(small, "backup", str(tmp_path / "small.backup"))
    assert status == 2
    assert "archive.db" in told
    assert list(tmp_path.glob("*.backup")) == []


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write anywhere")
def test_a_place_that_cannot_be_written_is_told(small, run, tmp_path):
    """Where the backup cannot be written, the command says so with status 2 and leaves nothing."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    status, _, told = run(small, "backup", str(closed / "small.backup"))
    assert status == 2
    assert str(closed) in told
    assert list(closed.iterdir()) == []


def test_a_folder_in_the_way_is_told(small, run, tmp_path):
    """A name that is a folder's cannot be a backup's."""
    (tmp_path / "small.backup").mkdir()
    status, _, told = run(small, "backup", str(tmp_path / "small.backup"))
    assert status == 2
    assert "small.backup" in told


def test_what_a_killed_backup_left_is_cleared_away(small, document, tmp_path):
    """The hidden folder that a killed backup leaves beside its target goes with the next one."""
    half = tmp_path / ".small.backup.0a1b2c3d.half"
    half.mkdir()
    (half / "lock").touch()
    (half / "archive.db").write_bytes(b"half")
    document(small, "backup", str(tmp_path / "small.backup"))
    assert not half.exists()
    shutil.rmtree(small.folder)
    document(small, "restore", str(tmp_path / "small.backup"))
    assert document(small, "verify")["broken"] == []


def test_only_its_owner_may_read_a_backup(small, document, tmp_path):
    """A backup holds ratings and the signing key: nobody but who made it may read it."""
    document(small, "backup", str(tmp_path / "small.backup"))
    assert stat.S_IMODE((tmp_path / "small.backup").stat().st_mode) == 0o600


def test_two_backups_of_one_name_leave_each_other_alone(small, run, document, tmp_path):
    """While one backup is being written, a second of the same name is refused and takes nothing from it."""
    with work_folder(tmp_path, ".small.backup.", ".half", "en") as work:
        (work / "archive.db").write_bytes(b"under way")
        status, shown, told = run(small, "backup", str(tmp_path / "small.backup"))
        assert (status, shown) == (2, "")
        assert work.name in told
        assert (work / "archive.db").read_bytes() == b"under way"
        assert document(small, "backup", str(tmp_path / "other.backup"))["backup"]["broken"] == []
    assert document(small, "backup", str(tmp_path / "small.backup"))["backup"]["broken"] == []
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_a_damaged_end_of_the_log_is_told(small, run, tmp_path):
    """Where even the last event cannot be read any more, there is no seal and no backup, and it says why."""
    damage_last_event(small.folder / "archive.db")
    status, shown, told = run(small, "backup", str(tmp_path / "small.backup"))
    assert (status, shown) == (2, "")
    assert "archive.db" in told
    assert list(tmp_path.glob("*.backup")) == []


@pytest.mark.parametrize(("revision", "reason"), [("9999", "newer"), ("0001", "revision mark")])
def test_an_archive_that_cannot_be_opened_is_named_itself(small, run, tmp_path, revision, reason):
    """What this program cannot open is told by the archive's own path, and nothing is left."""
    with closing(sqlite3.connect(small.folder / "archive.db")) as archive:
        archive.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        archive.commit()
    status, shown, told = run(small, "backup", str(tmp_path / "small.backup"))
    assert (status, shown, told.count("\n")) == (2, "", 1)
    assert told.startswith(f"meritbook: {small.folder / 'archive.db'} ")
    assert reason in told
    assert ".half" not in told
    assert [file.name for file in tmp_path.iterdir()] == ["company"]
