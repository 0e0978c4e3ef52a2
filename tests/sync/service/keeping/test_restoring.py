"""The drill: back up, lose everything, restore, verify; what comes back is what there was."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from functools import partial
from gzip import decompress
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from addin.texts import LANGUAGES
from sync.cli import main
from sync.reading import pool
from sync.reading.pool import read_all
from sync.service.keeping.restoring import WORK
from sync.service.keeping.working import work_folder
from sync.settings import Workspace, open_workspace
from tests.builders import CYCLE
from tests.crash.trial import prepared
from tests.sync.archive.test_migrating import OLD
from tests.sync.service.company import NO_RATING, content_of, filled
from tests.sync.service.hindered import meanwhile

GUARDED_BY_NOTHING = ("seen", "claim")
"""What one machine remembers for itself."""


@pytest.fixture(scope="module")
def used(original, tmp_path_factory):
    """Return the folder of a company that sent a workbook, got it back and mended it, and its backup."""
    folder = tmp_path_factory.mktemp("used") / "company"
    shutil.copytree(original, folder)
    workspace = open_workspace(folder)
    (workspace.inbox / "a.xlsx").write_bytes(filled(workspace, other=NO_RATING))
    assert main(["-w", str(folder), "collect"]) == 1
    copy = workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx"
    (workspace.inbox / "b.xlsx").write_bytes(filled(workspace, into=copy.read_bytes()))
    assert main(["-w", str(folder), "collect"]) == 0
    assert main(["-w", str(folder), "backup", str(folder.parent / "company.backup")]) == 0
    return folder


@pytest.fixture
def company(used, tmp_path):
    """Return a copy of that company's workspace, with its backup beside it."""
    shutil.copytree(used.parent, tmp_path / "own")
    return open_workspace(tmp_path / "own" / "company")


def backup_of(workspace):
    """Return the backup beside a workspace."""
    return workspace.folder.parent / "company.backup"


def rows_of(workspace):
    """Return every row of every table of an archive in a file."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names
            if name not in GUARDED_BY_NOTHING
        }


def files_of(workspace, *folders):
    """Return the bytes of every file in these folders of a workspace."""
    return {
        file.relative_to(workspace.folder): file.read_bytes()
        for folder in folders
        for file in (workspace.folder / folder).rglob("*.xlsx")
    }


def test_the_drill(company, document, run):
    """After everything was lost, the same files, events and rows come back, and the work goes on."""
    before, rows = content_of(company), rows_of(company)
    issued, sent = files_of(company, "outbox", "returned"), files_of(company, "inbox")
    seal = document(company, "verify")["seal"]
    shutil.rmtree(company.folder)

    restored = document(company, "restore", str(backup_of(company)))["restored"]

    assert (restored["broken"], restored["seal"]) == ([], seal)
    assert content_of(company) == before
    assert rows_of(company) == rows
    assert files_of(company, "outbox", "returned") == issued
    assert document(company, "verify", "--seal", seal["hash"])["broken"] == []
    for name, content in sent.items():
        (company.folder / name).write_bytes(content)
    assert document(company, "collect")["submissions"] == []
    (company.inbox / "c.xlsx").write_bytes(filled(company, "company"))
    (taken,) = document(company, "collect")["submissions"]
    assert (taken["state"], taken["submission"]) == ("read", 3)
    assert document(company, "verify")["broken"] == []
    assert run(company, "issue", CYCLE)[0] == 0
    assert not list(company.folder.glob(f"{WORK}*"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs SIGSTOP and /proc")
@pytest.mark.parametrize("step", ['sql INSERT INTO "finding"', f"os.rename .{CYCLE}-sales.xlsx.waiting"])
def test_while_another_process_collects(tmp_path, document, step):
    """A backup made in the middle of a collect holds one whole state: clean, and part of what followed."""
    known, folder, made = prepared("collect"), tmp_path / "lost", []
    known.scenario.make(folder)
    lost, there = open_workspace(folder), Workspace(tmp_path / "there")
    file = str(tmp_path / "middle.backup")

    ended = meanwhile(known, folder, step, lambda: made.append(document(lost, "backup", file)["backup"]))

    assert (ended.status, ended.err, made[0]["broken"]) == (1, "", [])
    later = document(lost, "verify", "--seal", made[0]["seal"]["hash"])
    assert (later["broken"], later["seal"]["event"] > made[0]["seal"]["event"]) == ([], True)
    assert document(there, "restore", file)["restored"]["seal"] == made[0]["seal"]
    shutil.copytree(lost.inbox, there.inbox, dirs_exist_ok=True)
    document(there, "collect")
    assert document(there, "verify", "--seal", made[0]["seal"]["hash"])["broken"] == []
    came = [{one[0] for one in content_of(one)["submissions"]} for one in (there, lost)]
    assert came[0] == came[1]


@pytest.mark.postgresql
def test_between_a_file_and_a_server(company, new_database, document, tmp_path):
    """An archive moves by backup and restore from a file to a server and back, and stays the same."""
    before, rows = content_of(company), rows_of(company)
    server = tmp_path / "server"
    server.mkdir()
    (server / "meritbook.toml").write_text(f'archive = "{new_database()}"\n', "utf-8")
    document(open_workspace(server), "restore", str(backup_of(company)))
    on_server = open_workspace(server)
    assert not (server / "archive.db").exists()
    assert content_of(on_server) == before
    (on_server.inbox / "c.xlsx").write_bytes(filled(on_server, "company"))
    (taken,) = document(on_server, "collect")["submissions"]
    assert (taken["state"], taken["submission"]) == ("read", 3)
    assert document(on_server, "verify")["broken"] == []
    made = document(on_server, "backup", str(tmp_path / "server.backup"))["backup"]
    assert made["broken"] == []
    home = tmp_path / "home"
    home.mkdir()
    (home / "meritbook.toml").write_text('language = "en"\n', "utf-8")
    document(open_workspace(home), "restore", str(tmp_path / "server.backup"))
    assert content_of(open_workspace(home)) == content_of(on_server)
    assert document(open_workspace(home), "verify", "--seal", made["seal"]["hash"])["broken"] == []
    later = rows_of(open_workspace(home))
    assert set(rows["event"]) < set(later["event"])
    assert set(rows["blob"]) < set(later["blob"])


@pytest.mark.postgresql
def test_a_database_that_holds_something_is_refused(company, new_database, run, tmp_path):
    """A server's database in which there is anything is left alone."""
    server = tmp_path / "server"
    server.mkdir()
    (server / "meritbook.toml").write_text(f'archive = "{new_database()}"\n', "utf-8")
    workspace = open_workspace(server)
    assert run(workspace, "restore", str(backup_of(company)))[0] == 0
    status, _, told = run(workspace, "restore", str(backup_of(company)))
    assert status == 2
    assert "already" in told
    assert "Move it away" not in told


@pytest.mark.parametrize("lying", ["archive.db", "archive.db-wal", "archive.db-journal"])
def test_a_folder_with_an_archive_is_refused(company, run, lying):
    """Where an archive or a log of one lies, nothing is restored, and it stays as it was."""
    (company.folder / "archive.db").rename(company.folder / "elsewhere.db")
    (company.folder / lying).write_bytes(b"somebody's")
    status, shown, told = run(company, "restore", str(backup_of(company)))
    assert (status, shown) == (2, "")
    assert "Move it away" in told
    assert (company.folder / lying).read_bytes() == b"somebody's"
    assert {file.name for file in company.folder.iterdir() if file.name.startswith("archive")} == {lying}


def test_what_lies_in_the_folder_stays(company, document):
    """A scheme workbook and a filled workbook that lie there already are not replaced."""
    (company.folder / "archive.db").unlink()
    company.scheme.write_bytes(b"newer rules")
    handed_out = company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx"
    handed_out.write_bytes(b"filled in where it lay")
    restored = document(company, "restore", str(backup_of(company)))["restored"]
    assert company.scheme.read_bytes() == b"newer rules"
    assert handed_out.read_bytes() == b"filled in where it lay"
    assert restored["beside"] == [str(company.folder / "scheme.restored.xlsx")]
    assert (company.folder / "scheme.restored.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("name", ["scheme.xlsx", "meritbook.toml"])
@pytest.mark.parametrize(("language", "scheme"), [("en", "scheme workbook"), ("zh", "方案")])
def test_a_file_put_beside_another_is_told_by_its_name_only(company, run, name, language, scheme):
    """Whatever lies there already, the words do not speak of another file than the one they name."""
    (company.folder / "archive.db").unlink()
    own = company.folder / name
    own.write_bytes(own.read_bytes() + b"\n")
    status, shown, told = run(company, "restore", str(backup_of(company)), "--language", language)
    assert (status, told) == (0, "")
    (line,) = (line for line in shown.splitlines() if ".restored." in line)
    assert line.endswith(str(own.with_name(f"{own.stem}.restored{own.suffix}")))
    assert scheme not in line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["text", "zip", "half", "nothing"])
def test_what_is_no_backup_is_refused(company, run, tmp_path, what, language):
    """A file that is no backup, or half of one, is refused in one line; no folder is made for it."""
    whole = backup_of(company).read_bytes()
    file = tmp_path / "odd"
    if what == "zip":
        with ZipFile(file, "w") as package:
            package.writestr("other.txt", "text")
    elif what != "nothing":
        file.write_bytes(b"text" if what == "text" else whole[: len(whole) // 2])
    there = company.folder.with_name("new")
    assert main(["-w", str(there), "--language", language, "restore", str(file)]) == 2
    assert not there.exists()


def test_a_damaged_byte_is_found_or_does_no_harm(company, capsys, tmp_path):
    """Wherever a bit of a backup is changed, it is refused, or what comes back is the same in every row."""
    whole = backup_of(company).read_bytes()
    damaged, refused = tmp_path / "damaged.backup", 0
    places = range(0, len(whole), len(whole) // 40)
    for place in places:
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        there = tmp_path / f"there-{place}"
        status = main(["-w", str(there), "restore", str(damaged)])
        shown, told = capsys.readouterr()
        if status == 0:
            assert rows_of(open_workspace(there)) == rows_of(company)
            continue
        refused += 1
        assert (status, shown) == (2, "")
        assert "damaged.backup" in told
        assert not there.exists()
    assert refused > len(places) // 2


def test_a_damaged_member_is_named(company, run, tmp_path):
    """The refusal names which part of the backup is damaged."""
    with ZipFile(backup_of(company)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with ZipFile(tmp_path / "other.backup", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content + b"!" if name == "scheme.xlsx" else content)
    shutil.rmtree(company.folder)
    status, _, told = run(company, "restore", str(tmp_path / "other.backup"))
    assert status == 2
    assert "scheme.xlsx" in told


@pytest.mark.parametrize(("key", "value"), [("revision", "9999"), ("format", 2)])
def test_a_newer_backup_is_refused(company, run, tmp_path, key, value):
    """A backup of a program that is newer than this one is refused, with its version."""
    with ZipFile(backup_of(company)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["manifest.json"] = json.dumps(
        json.loads(parts["manifest.json"]) | {key: value, "program": "9.9"}
    ).encode()
    with ZipFile(tmp_path / "newer.backup", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    shutil.rmtree(company.folder)
    status, _, told = run(company, "restore", str(tmp_path / "newer.backup"))
    assert status == 2
    assert "9.9" in told


def test_an_archive_that_does_not_hold_is_refused(company, run, document, tmp_path):
    """A changed score is told when backing up, and not restored; with --anyway it comes back, still named."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        connection.execute("UPDATE result SET score = 120 WHERE employee = '00124'")
        connection.commit()
    file = str(tmp_path / "changed.backup")
    status, shown, _ = run(company, "backup", file)
    assert status == 1
    assert "00124" in shown
    shutil.rmtree(company.folder)
    status, _, told = run(company, "restore", file)
    assert status == 2
    assert "00124" in told
    assert not company.folder.exists()
    status, shown, _ = run(company, "restore", file, "--anyway")
    assert status == 1
    assert "00124" in shown
    assert {one["employee"] for one in document(company, "verify")["broken"]} == {"00124"}


def test_an_archive_of_an_earlier_program_comes_back(tmp_path, document):
    """An archive is backed up as an earlier program left it, and brought up to date when restored."""
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "meritbook.toml").write_text('language = "en"\n', "utf-8")
    for old in sorted(OLD.glob("*.db.gz")):
        content = decompress(old.read_bytes())
        (folder / "archive.db").write_bytes(content)
        workspace = open_workspace(folder)
        made = document(workspace, "backup", str(tmp_path / f"{old.name}.backup"))["backup"]
        assert (made["revision"], made["broken"]) == (old.name.split(".")[0], [])
        assert (folder / "archive.db").read_bytes() == content
        shutil.rmtree(folder)
        document(workspace, "restore", str(tmp_path / f"{old.name}.backup"))
        assert document(workspace, "verify", "--seal", made["seal"]["hash"])["broken"] == []
        assert len(document(workspace, "results", CYCLE)["results"]) == 5


def test_what_a_killed_restore_left_is_cleared_away(company, document, run):
    """What lies half restored in the folder is no archive to any command; the next restore begins anew."""
    shutil.rmtree(company.folder)
    half = company.folder / f".0a1b2c3d{WORK}"
    half.mkdir(parents=True)
    (half / "archive.db").write_bytes(b"half")
    assert run(company, "results", CYCLE)[0] == 2
    document(company, "restore", str(backup_of(company)))
    assert document(company, "verify")["broken"] == []
    assert not half.exists()


def test_claims_do_not_come_back(company, document):
    """Who was at work on a submission when the backup was made is not at work on it here."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        connection.execute("INSERT INTO claim VALUES (1, 'somebody')")
        connection.commit()
    file = company.folder.parent / "claimed.backup"
    document(company, "backup", str(file))
    shutil.rmtree(company.folder)
    document(company, "restore", str(file))
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        assert connection.execute("SELECT count(*) FROM claim").fetchone() == (0,)


def test_the_workspace_need_not_be_the_old_one(company, document, tmp_path):
    """A backup can be restored into any folder, made on the way."""
    there = tmp_path / "far" / "away"
    assert main(["-w", str(there), "restore", str(backup_of(company))]) == 0
    assert content_of(open_workspace(there)) == content_of(company)
    assert Path(there / "inbox").is_dir()


def elsewhere(workspace, archive):
    """Rewrite the backup beside a workspace as if its settings named this archive; returns the file."""
    with ZipFile(backup_of(workspace)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    settings = f'archive = "{archive}"\n'.encode()
    manifest = json.loads(parts["manifest.json"])
    manifest["members"]["meritbook.toml"] = {
        "size": len(settings),
        "sha256": sha256(settings).hexdigest(),
    }
    parts |= {"meritbook.toml": settings, "manifest.json": json.dumps(manifest).encode()}
    file = backup_of(workspace).with_name("elsewhere.backup")
    with ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return str(file)


@pytest.mark.parametrize(
    "place", ["postgresql://meritbook@db.invalid/meritbook", "sqlite:////srv/archive.db"]
)
def test_a_backup_never_says_alone_where_it_goes(company, run, tmp_path, place):
    """A backup restored into an empty folder never goes to a server or file that only it names."""
    file, drill = elsewhere(company, place), Workspace(tmp_path / "drill")
    status, shown, told = run(drill, "restore", file)
    assert (status, shown) == (2, "")
    assert place.removeprefix("sqlite:///") in told
    assert str(drill.folder / "meritbook.toml") in told
    assert not drill.folder.exists()
    drill.folder.mkdir()
    (drill.folder / "meritbook.toml").write_text('archive = "sqlite:///archive.db"\n', "utf-8")
    status, _, told = run(drill, "restore", file)
    assert (status, told) == (0, "")
    assert content_of(drill) == content_of(company)
    assert place in (drill.folder / "meritbook.restored.toml").read_text("utf-8")


def test_two_restores_in_one_folder_leave_each_other_alone(company, run, document):
    """While one restore is at work in a folder, a second one is refused and takes nothing from it."""
    (company.folder / "archive.db").unlink()
    with work_folder(company.folder, ".", WORK, "en") as work:
        (work / "archive.db").write_bytes(b"under way")
        status, shown, told = run(company, "restore", str(backup_of(company)))
        assert (status, shown) == (2, "")
        assert work.name in told
        assert (work / "archive.db").read_bytes() == b"under way"
    document(company, "restore", str(backup_of(company)))
    assert document(company, "verify")["broken"] == []
    assert not list(company.folder.glob(f".*{WORK}"))


LITTLE = 1 << 20


@pytest.mark.parametrize("memory", [LITTLE, None], ids=["without memory", "that never begin"])
def test_workers_that_cannot_work_do_not_refuse_a_good_backup(company, run, monkeypatch, memory):
    """Where no worker can work on this machine, that is the reason told, not that the backup is damaged."""
    shutil.rmtree(company.folder)
    with monkeypatch.context() as patch:
        patch.setattr(pool, "read_all", partial(read_all, memory=memory))
        status, shown, told = run(company, "restore", str(backup_of(company)), "--jobs", "2")
    assert "does not hold" not in told
    if (status, memory) == (0, LITTLE):  # memory that the worker held before it was bounded may be enough
        return
    assert (status, shown) == (2, "")
    assert not company.folder.exists()
    assert run(company, "restore", str(backup_of(company)), "--jobs", "2")[0] == 0


def test_a_manifest_that_swells_is_not_unpacked(small, run, tmp_path):
    """A backup whose manifest would unpack to more than one could be is refused without being unpacked."""
    with ZipFile(tmp_path / "swollen", "w", ZIP_DEFLATED) as package:
        package.writestr("manifest.json", b" " * (2 << 20))
    status, out, err = run(small, "restore", str(tmp_path / "swollen"))
    assert (status, out) == (2, "")
    assert "manifest.json" in err
