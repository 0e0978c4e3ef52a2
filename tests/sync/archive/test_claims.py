"""What a collect has received is its own while it lives, and anybody's when it is dead."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.archive import claims
from sync.archive.opening import open_archive
from sync.archive.rows import Outcome
from sync.archive.schema import claim
from sync.archive.store import Archive
from tests.sync.archive.material import opened_at, send

HOUSE = Path(__file__).parents[3]

KILLED = """
import os, signal, sys
from sync.archive.opening import open_archive
with open_archive(sys.argv[1]) as archive, archive.collecting():
    archive.receive(b"filled", "a.xlsx")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def served(new_database: Callable[[], str]) -> Iterator[Archive]:
    """Return an archive on a server."""
    with opened_at(new_database()) as made:
        yield made


def claimed(archive: Archive) -> list[int]:
    """Return the submissions somebody works on."""
    with archive.reading() as connection:
        return list(connection.scalars(select(claim.c.submission)))


def taken_over(archive: Archive) -> list[int]:
    """Take over what is free for an own run of collect, and return it."""
    with archive.collecting():
        return [record.submission for record in archive.take_over()]


def test_a_claim_goes_when_the_submission_is_settled(archive: Archive) -> None:
    """What is received in a collect is claimed until it is settled; outside of one nothing is claimed."""
    with archive.collecting():
        receipt = archive.receive(b"PDF", "a.pdf")
        assert claimed(archive) == [receipt.submission]
        archive.record(Outcome(receipt.submission, "quarantined", "reading.reasons.pdf"))
        assert claimed(archive) == []
    archive.receive(b"filled", "b.xlsx")
    assert claimed(archive) == []


def test_what_nobody_claims_is_taken_over(archive: Archive) -> None:
    """What was received and left unread by nobody in particular belongs to the next collect."""
    first = archive.receive(b"filled", "a.xlsx").submission
    send(archive, b"other", "c1")
    assert taken_over(archive) == [first]
    assert claimed(archive) == [first]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_a_killed_collect_left_is_taken_over(archive: Archive) -> None:
    """What a killed collect had received belongs to the next one, on whichever machine it runs."""
    command = [sys.executable, "-c", KILLED, archive.url]
    done = subprocess.run(command, capture_output=True, check=False, cwd=HOUSE)
    assert done.returncode == -signal.SIGKILL, done.stderr
    (left,) = archive.submissions(state="received")
    assert claimed(archive) == [left.submission]
    assert taken_over(archive) == [left.submission]


@pytest.mark.postgresql
def test_what_a_living_collect_works_on_is_left_alone(served: Archive) -> None:
    """A collect on another machine leaves alone what this one still works on, until it has ended."""
    with open_archive(served.url) as other:
        with served.collecting():
            mine = served.receive(b"filled", "a.xlsx").submission
            assert taken_over(other) == []
        assert taken_over(other) == [mine]


@pytest.mark.postgresql
def test_files_seen_are_those_of_a_machine(served: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines that keep their files in folders of the same name do not take each other's for their own."""
    served.receive(b"filled", "a.xlsx", mark=("/in/a.xlsx", 6, 1))
    assert served.seen() == {("/in/a.xlsx", 6, 1)}
    monkeypatch.setattr(claims, "gethostname", lambda: "another")
    with open_archive(served.url) as other:
        assert other.seen() == frozenset()
        other.receive(b"filled", "a.xlsx", mark=("/in/a.xlsx", 6, 2))
        assert other.seen() == {("/in/a.xlsx", 6, 2)}
    assert served.seen() == {("/in/a.xlsx", 6, 1)}
