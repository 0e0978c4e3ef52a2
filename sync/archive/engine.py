"""Connecting to the archive's database: transactions that wait their turn, errors as reasons to act on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, Table, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from sync.settings import CannotGoOn, stop

WAIT = 60.0
"""How long a writer waits for another one [seconds]."""

STOPS = {
    "SQLITE_BUSY": "archive_busy",
    "SQLITE_LOCKED": "archive_busy",
    "SQLITE_CANTOPEN": "archive_cannot_open",
    "SQLITE_READONLY": "archive_unwritable",
    "SQLITE_PERM": "archive_unwritable",
    "SQLITE_FULL": "archive_full",
    "SQLITE_NOTADB": "archive_foreign",
    "SQLITE_CORRUPT": "archive_damaged",
    "SQLITE_IOERR": "archive_damaged",
}

NETWORK_DRIVES = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs")
"""File systems on which SQLite's locks do not hold."""


def path_of(url: str) -> Path | None:
    """Return the file of an SQLite archive; None for a database server or what is no URL."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def connect(url: str, language: str, *, mode: str = "rw", wait: float = WAIT) -> Engine:
    """Make the engine of an archive; `mode` is ro (read only), rw (must exist) or rwc (may be made).

    Raises CannotGoOn for an URL that cannot be used, and for an SQLite file on a network drive.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed, language, mode, wait)
        return create_engine(parsed)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise stop("archive_url", language, error=_first_line(error)) from error


def _sqlite(url: URL, language: str, mode: str, wait: float) -> Engine:
    file = Path(url.database or "").absolute()
    if file_system(file.parent) in NETWORK_DRIVES:
        raise stop("archive_on_network", language, archive=file)

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(
            _link(file, mode), uri=True, timeout=wait, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool)
    event.listen(engine, "connect", _only_look if mode == "ro" else _pragmas)
    event.listen(engine, "begin", _begin)
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


def make_ready(engine: Engine) -> None:
    """Let readers of an SQLite archive look while somebody writes; kept in the file from then on."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    """Take the write lock at once, so that a transaction never has to be given up half-way."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


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


@contextmanager
def told(url: str, language: str, wait: float) -> Iterator[None]:
    """Turn what the database cannot do into a reason: busy, full, not writable, damaged, not an archive.

    Raises CannotGoOn; an error that is none of these is a bug and passes.
    """
    try:
        yield
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
        key = next((key for prefix, key in STOPS.items() if name.startswith(prefix)), None)
        if key is None and path_of(url) is None and error.connection_invalidated:
            key = "archive_cannot_open"
        if key is None:
            raise
        raise _stop(key, url, language, wait, error) from error


def _stop(key: str, url: str, language: str, wait: float, error: DBAPIError) -> CannotGoOn:
    shown = path_of(url) or make_url(url).render_as_string(hide_password=True)
    return stop(key, language, archive=shown, seconds=f"{wait:g}", error=_first_line(error.orig or error))


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


@contextmanager
def tolerant(connection: Connection) -> Iterator[None]:
    """Read text whose bytes are broken as broken text, instead of giving up."""
    driver: Any = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = str


def self_check(connection: Connection) -> Iterator[str]:
    """Let the database examine its own structure; yields what it complains of."""
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield str(line)
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{table} {row}: {parent}"


def insert_many(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples in the order of the table's columns, in one go."""
    if rows:
        connection.exec_driver_sql(_insert(connection, table), list(rows))


def _insert(connection: Connection, table: Table) -> str:
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join(mark for _ in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
