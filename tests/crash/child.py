"""Runs one command as the command line does, in a process that counts what it writes and may end itself.

    python child.py FOLDER LOG STOP WHOM WORDS...

Every step that changes something in FOLDER (a file opened for writing, renamed, removed or flushed to the
disk, an SQL statement) is noted in LOG before it happens; before the STOP-th (0: never) SIGKILL ends this
process (WHOM: alone) or it and its workers (group), or it waits to be woken by SIGCONT (wait). What the
archive has committed is noted there too.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

LOOKING = ("SELECT", "PRAGMA read", "PRAGMA main.", "PRAGMA sync", "PRAGMA foreign", "PRAGMA query", "--")


class Steps:
    """Counts the steps of this process and ends it before the chosen one."""

    def __init__(self, folder: str, log: str, stop: int, whom: str) -> None:
        self.folder, self.stop, self.whom = os.path.realpath(folder), stop, whom
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.count = 0

    def note(self, *words: object) -> None:
        """Write a line into the log at once."""
        os.write(self.log, (" ".join(map(str, words)) + "\n").encode())

    def step(self, what: str) -> None:
        """Count one step; the chosen one is not done any more."""
        self.count += 1
        self.note("step", f"{time.monotonic():.6f}", what)
        if self.count == self.stop:
            how = signal.SIGSTOP if self.whom == "wait" else signal.SIGKILL
            (os.killpg if self.whom == "group" else os.kill)(os.getpid(), how)

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count what Python is about to do, where it changes something in the folder."""
        if event == "open":
            path, _, flags = arguments
            if flags & FOR_WRITING and self.inside(path):
                self.step(f"open {name_of(path)}")
        elif event in CHANGES and self.inside(arguments[0]):
            self.step(f"{event} {name_of(arguments[0])}")

    def said(self, statement: str) -> None:
        """Count an SQL statement that writes, or that ends a transaction."""
        if not statement.startswith(LOOKING) and statement != "BEGIN":
            self.step(f"sql {' '.join(statement.split()[:3])}")

    def inside(self, path: object) -> bool:
        """Tell whether a path lies in the folder."""
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.path.realpath(os.fsdecode(path)).startswith(self.folder)


def name_of(path: Any) -> str:
    """Return the last part of a path."""
    return Path(os.fsdecode(path)).name


def watch_disk(steps: Steps) -> None:
    """Count flushing to the disk and SQL statements, of which Python does not tell by itself."""
    flush, connect = os.fsync, sqlite3.connect

    def counted(file: Any) -> None:
        steps.step("fsync")
        flush(file)

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(steps.said)
        return connection

    vars(os)["fsync"] = counted
    vars(sqlite3)["connect"] = traced


def watch_commits(steps: Steps) -> None:
    """Note number and hash of each event once the archive has committed it: from then on it must stay."""
    from sync.archive import events
    from sync.archive.store import Archive

    written: list[tuple[int, str]] = []
    append: Callable[..., None] = events.append
    writing = Archive.writing

    def appended(connection: Any, *rest: Any) -> None:
        append(connection, *rest)
        number, before = events.next_event(connection)
        written.append((number - 1, before))

    @contextmanager
    def committed(archive: Archive) -> Iterator[Any]:
        written.clear()
        with writing(archive) as open_:
            yield open_
        for number, digest in written:
            steps.note("event", number, digest)

    vars(events)["append"] = appended
    Archive.writing = committed  # type: ignore[method-assign,assignment]


def main() -> int:
    """Run the command under observation and return its exit status."""
    folder, log, stop, whom, *words = sys.argv[1:]
    steps = Steps(folder, log, int(stop), whom)
    watch_disk(steps)
    watch_commits(steps)
    sys.addaudithook(steps.heard)
    os.environ["PATH"] = ""  # without LibreOffice, which would print each slip with the time of day in it
    from sync.cli import main as command

    status = command(words)
    steps.step(f"end {status}")
    return status


if __name__ == "__main__":
    sys.exit(main())
