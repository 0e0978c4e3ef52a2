"""The crash tests see what they are there to see: a harness that cannot fail would promise nothing."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import CYCLE
from tests.crash.holding import after_kill, at_end, picture
from tests.crash.killing import Aim, parsed, run
from tests.crash.workspaces import collected, sent

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs SIGKILL and /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace in which something was collected and returned."""
    made = tmp_path / "company"
    collected(made)
    return made


def wrong(folder: Path, damage: str, committed: dict[int, str] | None = None) -> str:
    """Damage the archive by an SQL statement behind its back and return what is said about it."""
    before = picture(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as database, database:
        database.execute(damage)
    return "\n".join((*after_kill(folder, committed or {}, before, before), *at_end(picture(folder), before)))


def test_nothing_wrong(folder: Path) -> None:
    """A workspace that was not disturbed has nothing wrong."""
    assert wrong(folder, "SELECT 1") == ""


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM event WHERE seq = 4", "the log has a gap"),
        ("DELETE FROM entry WHERE employee = '00123'", "verify: entry"),
        ("UPDATE submission SET state = 'received' WHERE state = 'read'", "has entry rows too early"),
        ("DELETE FROM finding", "finding missing"),
        (
            "INSERT INTO submission (blob, name, source, received_at, state, forms, returned, event) "
            "SELECT blob, name, source, received_at, state, forms, returned, event FROM submission LIMIT 1",
            "was taken in twice",
        ),
    ],
)
def test_damage_is_seen(folder: Path, damage: str, told: str) -> None:
    """A gap, a half submission, one that came twice: each is named."""
    assert told in wrong(folder, damage)


def test_lost_event_is_seen(folder: Path) -> None:
    """What was committed before the kill and is not there afterwards is named."""
    assert "event 99 was committed and is lost" in wrong(folder, "SELECT 1", {99: "its hash"})


def test_half_written_copy_is_seen(folder: Path) -> None:
    """A returned copy the archive does not know, and a file nobody expects, are named."""
    before = picture(folder)
    copy = folder / "returned" / CYCLE / f"{CYCLE}-sales.xlsx"
    copy.write_bytes(copy.read_bytes()[:500])
    (folder / "returned" / CYCLE / ".left").touch()
    told = list(after_kill(folder, {}, before, before))
    assert told == [
        f"returned/{CYCLE}/{CYCLE}-sales.xlsx is neither as it was nor as it is to be",
        f"returned/{CYCLE}/.left was left",
    ]


def test_killed_before_a_step(tmp_path: Path) -> None:
    """A command is killed before the step that was aimed at, and that step is not done."""
    folder = tmp_path / "company"
    sent(folder)
    ended = run(folder, ["-w", str(folder), "collect"], Aim("step", "3", "alone"))
    assert (ended.status, len(ended.log.steps), ended.left) == (-9, 3, ())
    assert ended.log.steps[2] == "open .collect.lock"
    assert not (folder / ".collect.lock").exists()


def test_half_a_line_of_the_log_counts_for_nothing() -> None:
    """A log whose last line broke off is read up to the line before."""
    assert parsed("step 1.0 fsync\nstep 3.5 sql COMMIT\nevent 1 abc\nevent 2 d") == (
        ("fsync", "sql COMMIT"),
        2.5,
        ((1, "abc"),),
    )
