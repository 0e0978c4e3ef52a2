"""The tables in the database are those the program declares, whatever way they came about."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from gzip import decompress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, column, select

from sync.archive import engine, migrating
from sync.archive.opening import open_archive
from sync.archive.schema import CHANGING, REVISIONS, WRITTEN_ONCE, metadata
from sync.archive.store import Archive
from sync.archive.verify import verify
from sync.service.keeping.verifying import recompute
from sync.settings import CannotGoOn
from tests.sync.archive.material import url

HOUSE = Path(__file__).parents[3]

KILLED = """
import os, signal, sys
from sync.archive import opening
opening.finish = lambda *rest: os.kill(os.getpid(), signal.SIGKILL)
opening.open_archive(sys.argv[1])
"""
"""A program killed when all tables are changed and nothing is committed."""

OPENED = """
import sys, time
from sync.archive import opening
time.sleep(max(0, float(sys.argv[3]) - time.time()))
with getattr(opening, sys.argv[1])(sys.argv[2]) as archive:
    print(archive.id)
"""

OLD = Path(__file__).parent / "versions"
"""A small filled archive of each revision, as its own program wrote it (see filled_archive.py)."""


def test_migrations_make_the_declared_tables(archive: Archive) -> None:
    """After all migrations nothing differs from the declared tables."""
    with archive.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_revisions_are_known() -> None:
    """The revisions the program knows are those it can migrate through, in order, with one head."""
    config = Config()
    config.set_main_option("script_location", str(migrating.FOLDER))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


def test_every_table_is_guarded() -> None:
    """The events guard every table but the log, kept files, the archive's name, and what only saves work."""
    guarded = {table.name for table in (*WRITTEN_ONCE, *CHANGING)}
    assert set(metadata.tables) - guarded == {"event", "blob", "meta", "seen", "claim", "looked_across"}
    assert all(tuple(table.columns)[-1].name == "event" for table in WRITTEN_ONCE)


@pytest.fixture(params=REVISIONS[:-1])
def old(request: pytest.FixtureRequest, fresh: Callable[[], str], tmp_path: Path) -> str:
    """Return the URL of an archive as an earlier program had filled it, in a file or on a server."""
    return put_back(request.param, fresh(), tmp_path)


def put_back(revision: str, place: str, folder: Path) -> str:
    """Put a kept archive into a file or onto a server; returns its URL."""
    file = folder / "archive.db"
    file.write_bytes(decompress((OLD / f"{revision}.db.gz").read_bytes()))
    if place.startswith("sqlite"):
        file.replace(Path(place.removeprefix("sqlite:///")))
    else:
        _move(url(folder), place, revision)
    return place


def _move(source: str, target: str, revision: str) -> None:
    """Write the rows of an old archive in a file into the tables of that time on a server."""
    was, now = engine.connect(source, "en"), engine.connect(target, "en")
    with was.connect() as here, now.begin() as there:
        migrating.upgrade(there, revision)
        old = MetaData()
        old.reflect(there)
        for table in old.sorted_tables:
            rows = [
                row._asdict()
                for row in here.execute(select(*map(column, table.columns.keys())).select_from(table))
            ]
            if rows and table.name != "alembic_version":
                there.execute(table.insert(), rows)
        there.exec_driver_sql("SELECT setval('submission_id_seq', max(id)) FROM submission")
    was.dispose()
    now.dispose()


def revision_of(place: str) -> str | None:
    """Return the revision an archive is at, without opening it as one."""
    made = engine.connect(place, "en")
    with made.connect() as connection:
        found = migrating.revision(connection)
    made.dispose()
    return found


def test_filled_archive_of_an_earlier_program(old: str) -> None:
    """An archive filled by an earlier program is migrated with all it holds, and verify finds it whole."""
    with pytest.raises(CannotGoOn, match="after an update"):
        open_archive(old, readonly=True)
    with open_archive(old) as archive:
        assert archive.events()[-1].kind == "migrated"
        assert [*verify(archive), *recompute(archive)] == []
        assert {one.employee for one in archive.results("2026-Q3")} >= {"00123", "00124", "E-07"}
        assert {one.state for one in archive.submissions()} == {"read", "held", "ignored", "quarantined"}
        assert archive.receive(b"one more", "more.xlsx").submission == len(archive.submissions())


def test_kept_archive_of_this_program(fresh: Callable[[], str], tmp_path: Path) -> None:
    """A filled archive of the newest revision is kept for later programs, every table as declared now."""
    with open_archive(put_back(REVISIONS[-1], fresh(), tmp_path)) as archive:
        assert archive.events()[-1].kind != "migrated"
        with archive.reading() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
            empty = {
                table.name
                for table in metadata.sorted_tables
                if not connection.execute(select(table)).first()
            }
        assert empty == {"claim"}
        assert [*verify(archive), *recompute(archive)] == []
        assert {one.state for one in archive.submissions()} == {"read", "held", "ignored", "quarantined"}


def test_killed_while_migrating(old: str) -> None:
    """A program killed in the middle of a migration leaves the archive as it was, to be migrated again."""
    before = revision_of(old)
    done = subprocess.run([sys.executable, "-c", KILLED, old], capture_output=True, check=False, cwd=HOUSE)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert revision_of(old) == before != REVISIONS[-1]
    with open_archive(old) as archive:
        assert list(verify(archive)) == []


def test_several_open_an_older_archive_at_once(old: str) -> None:
    """Of several programs that open an older archive at the same moment one migrates it, once."""
    assert at_once("open_archive", old, 3) == 1
    with open_archive(old) as archive:
        assert [event.kind for event in archive.events()].count("migrated") == 1
        assert list(verify(archive)) == []


def test_several_make_an_archive_at_once(fresh: Callable[[], str]) -> None:
    """Of several programs that find no archive at once, one makes it and all work with it."""
    place = fresh()
    assert at_once("open_or_create", place, 3) == 1
    with open_archive(place) as archive:
        assert [event.kind for event in archive.events()] == ["created"]
        assert list(verify(archive)) == []


def at_once(way: str, place: str, number: int) -> int:
    """Open an archive in several programs at the same moment; returns how many different ones they found."""
    start = str(time.time() + 2)
    command = [sys.executable, "-c", OPENED, way, place, start]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOUSE)
        for _ in range(number)
    ]
    told = [program.communicate() for program in running]
    assert [program.returncode for program in running] == [0] * number, told
    return len({said for said, _ in told})


def mark(place: str, revision: str) -> None:
    """Let an archive say that it is at another revision."""
    made = engine.connect(place, "en")
    with made.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    made.dispose()


def test_a_mark_that_is_older_than_the_tables(fresh: Callable[[], str], tmp_path: Path) -> None:
    """An archive whose tables are newer than it says is told as damaged in one line, and stays as it is."""
    place = put_back(REVISIONS[-1], fresh(), tmp_path)
    mark(place, REVISIONS[0])
    with pytest.raises(CannotGoOn, match="mark does not fit its tables") as stopped:
        open_archive(place)
    assert (stopped.value.key, str(stopped.value).count("\n")) == ("archive_unfit", 0)
    assert revision_of(place) == REVISIONS[0]


def test_a_mark_that_is_newer_than_the_tables(fresh: Callable[[], str], tmp_path: Path) -> None:
    """An archive whose tables are older than it says is told as damaged as soon as one of them is missed."""
    place = put_back(REVISIONS[0], fresh(), tmp_path)
    mark(place, REVISIONS[-1])
    with open_archive(place) as archive, pytest.raises(CannotGoOn, match="mark does not fit its tables"):
        archive.past_results("00123")
