"""What is particular to an archive in an SQLite file: its locks, its rights, its reasons."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    ExceptionContext,
    QueuePool,
    Table,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError

from sync.archive.schema import metadata

STOPS = {
    "SQLITE_BUSY": "archive_busy",
    "SQLITE_LOCKED": "archive_busy",
    "SQLITE_CANTOPEN": "archive_cannot_open",
    "SQLITE_READONLY": "archive_unwritable",
    "SQLITE_PERM": "archive_unwritable",
    "SQLITE_FULL": "archive_full",
    "SQLITE_NOTADB": "archive_foreign",
    "SQLITE_CORRUPT": "archive_damaged",
    "SQLITE_IOERR_SHM": "archive_disk",
    "SQLITE_IOERR_WRITE": "archive_disk",
    "SQLITE_IOERR_FSYNC": "archive_disk",
    "SQLITE_IOERR_DIR_FSYNC": "archive_disk",
    "SQLITE_IOERR_TRUNCATE": "archive_disk",
    "SQLITE_IOERR": "archive_damaged",
}

UNFIT = re.compile("no such table|(table|index) .* already exists")
"""What SQLite says, with no code of its own, where the tables are not those of the revision mark."""

NO_TEXT = "Could not decode to UTF-8"
"""What Python says, without any code, of a stored text whose bytes are none."""

ENDS = ("", "-wal", "-shm", "-journal")
"""How the names of a database's file and of those beside it end."""

LAST_NUMBER = 2**63 - 1
"""After this one SQLite has no number left for a row, and calls that a full disk."""

NUMBERS = "SELECT name, seq FROM sqlite_sequence"
"""The number that was given last in each table; rows are never deleted, so that the last one has it."""

NETWORK_DRIVES = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs")
"""File systems on which SQLite's locks do not hold."""


ALONE = 10
"""So long a program that opens an archive waits to be alone with it for a moment [seconds]."""


@lru_cache(maxsize=8)
def make_engine(file: Path, mode: str, wait: float) -> Engine:
    """Make the engine of an archive in a file; opened again it knows the statements it has put together."""

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(
            _link(file, mode), uri=True, timeout=wait, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool)
    event.listen(engine, "connect", _only_look if mode == "ro" else _pragmas)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _tell_numbers_apart)
    return engine


def _link(file: Path, mode: str) -> str:
    """Return the link SQLite opens; who only looks shares the log beside the archive, where that is allowed.

    In a folder that may only be read nobody writes either, unless a log lies there.
    """
    if mode != "ro" or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        return f"{file.as_uri()}?mode={mode.replace('ro', 'rw')}"
    alone = not file.with_name(f"{file.name}-wal").exists()
    return f"{file.as_uri()}?mode=ro{'&immutable=1' if alone else ''}"


def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _only_look(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def let_look(engine: Engine) -> None:
    """Let readers look while somebody writes; kept in the file from then on.

    SQLite does not wait for its turn here by itself: somebody else may just be opening the same archive.
    """
    with closing(engine.raw_connection()) as connection:
        last = monotonic() + ALONE
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if monotonic() > last or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                    raise
                sleep(0.05)


def _begin(connection: Connection) -> None:
    """Take the write lock at once, so that a transaction never has to be given up half-way."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def reason(error: BaseException) -> str | None:
    """Return the key of the reason for what the file cannot do; None for a bug.

    Where SQLite quotes bytes of a damaged file, Python may not even be able to read what it says.
    """
    if isinstance(error, UnicodeDecodeError) or str(error).startswith(NO_TEXT):
        return "archive_damaged"
    name = getattr(error, "sqlite_errorname", None) or ""
    if name == "SQLITE_ERROR" and UNFIT.match(str(error)):
        return "archive_unfit"
    return next((key for prefix, key in STOPS.items() if name.startswith(prefix)), None)


def _tell_numbers_apart(context: ExceptionContext) -> None:
    """Tell a table without a number left, which only somebody else brings about, apart from a full disk."""
    if context.connection is None or reason(context.original_exception) != "archive_full":
        return
    given: list[Any] = []
    with suppress(DBAPIError):  # on a full disk there may be no tables yet
        given += context.connection.exec_driver_sql(NUMBERS)
    for name, last in given:
        if last == LAST_NUMBER:
            error = sqlite3.DatabaseError(_number(name, last))
            error.sqlite_errorname = "SQLITE_CORRUPT"
            raise error


def _number(name: str, last: object) -> str:
    return f"sqlite_sequence {name}: {last}"


def insert_many(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows by one prepared statement."""
    connection.exec_driver_sql(_insert(table), list(rows))


@cache
def _insert(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'


def self_check(connection: Connection) -> Iterator[str]:
    """Let SQLite examine its file; yields what it complains of."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield str(line)
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table} {row}: {parent}"
    for name, last in connection.exec_driver_sql(NUMBERS).all():
        table = metadata.tables.get(name)
        if table is None or last != connection.scalar(select(func.max(table.c.id))):
            yield _number(name, last)


@contextmanager
def tolerant(connection: Connection) -> Iterator[None]:
    """Read text whose bytes are broken as broken text."""
    driver: Any = connection.connection.driver_connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = str


def file_system(folder: Path) -> str:
    """Return the kind of file system a folder lies on, as /proc/mounts names it; "" where that is unknown."""
    best, kind = "", ""
    try:
        target = os.path.realpath(folder)
        with open("/proc/mounts", encoding="utf-8", errors="replace") as mounts:
            rows = [line.split() for line in mounts]
    except OSError:
        return ""
    for _, mount, name, *_ in rows:
        inside = target == mount or target.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, name
    return kind
