"""Connecting to the archive's database, a file or a server: transactions in turn, errors as reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from sync.archive import sqlite
from sync.settings import stop

WAIT = 60.0
"""How long a writer waits for another one [seconds]."""

SERVERS = ("postgresql", "postgres", "postgresql+psycopg")
"""How the URL of an archive on a server may begin."""


def path_of(url: str) -> Path | None:
    """Return the file of an SQLite archive; None for a database server or what is no URL."""
    parsed = _parsed(url)
    if parsed is None or parsed.get_backend_name() != "sqlite":
        return None
    return Path(parsed.database or "")


def files_of(url: str) -> list[Path]:
    """Return the file of an SQLite archive and those SQLite lays beside it; none for a database server."""
    file = path_of(url)
    return [] if file is None else [file.with_name(file.name + end) for end in sqlite.ENDS]


def _parsed(url: str) -> URL | None:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        return None


def shown(url: str) -> str:
    """Return where an archive is as it may be told: the file, or the URL without its password."""
    path = path_of(url)
    if path is not None:
        return str(path)
    hidden = re.sub(r"//([^:/@]*):.*@", r"//\1:***@", url)
    return re.sub(r"([?&]password=)[^&]*", r"\1***", hidden)


def connect(url: str, language: str, *, mode: str = "rw", wait: float = WAIT) -> Engine:
    """Make the engine of an archive; `mode` is ro (read only), rw (must exist) or rwc (may be made).

    Raises CannotGoOn for an URL that cannot be used, and for an SQLite file on a network drive.
    """
    parsed, path = _parsed(url), path_of(url)
    if path is not None:
        file = path.absolute()
        if sqlite.file_system(file.parent) in sqlite.NETWORK_DRIVES:
            raise stop("archive_on_network", language, archive=file)
        return sqlite.make_engine(file, mode, wait)
    if parsed is None or parsed.drivername not in SERVERS or "@" in (parsed.host or ""):
        raise stop("archive_url", language, archive=shown(url))
    try:
        from sync.archive import postgresql
    except ImportError as error:
        raise stop("server_driver", language, error=error) from error
    driven = parsed.set(drivername="postgresql+psycopg")
    return postgresql.make_engine(driven, language, shown(url), mode, wait)


def _on_server(connection: Connection | Engine) -> bool:
    return connection.dialect.name == "postgresql"


@contextmanager
def told(url: str, language: str, wait: float) -> Iterator[None]:
    """Turn what the database cannot do into a reason: busy, full, not writable, damaged, out of reach.

    Raises CannotGoOn; an error that is none of these is a bug and passes.
    """
    try:
        yield
    except Exception as error:
        original = getattr(error, "orig", None) or error
        key = _reason(url, original)
        if key is None:
            raise
        values = {"archive": shown(url), "seconds": f"{wait:g}", "error": _first_line(original)}
        raise stop(key, language, **values) from error


def _reason(url: str, error: BaseException) -> str | None:
    if path_of(url) is not None:
        return sqlite.reason(error)
    from sync.archive import postgresql

    return postgresql.reason(error)


def _first_line(error: BaseException) -> str:
    """Return the first line of what the database says; bytes in it that are no text are shown as such."""
    said = error.object.decode("utf-8", "replace") if isinstance(error, UnicodeDecodeError) else str(error)
    return next(iter(said.strip().splitlines()), type(error).__name__)


def make_ready(engine: Engine) -> None:
    """Let readers of an archive look while somebody writes; a server does so anyway."""
    if not _on_server(engine):
        sqlite.let_look(engine)


@contextmanager
def tolerant(connection: Connection) -> Iterator[None]:
    """Read text whose bytes are broken as broken text, instead of giving up; a server holds none."""
    with nullcontext() if _on_server(connection) else sqlite.tolerant(connection):
        yield


def self_check(connection: Connection) -> Iterator[str]:
    """Let the database examine its own structure; yields what it complains of."""
    if not _on_server(connection):
        yield from sqlite.self_check(connection)
        return
    from sync.archive import postgresql

    yield from postgresql.self_check(connection)


def insert_many(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples in the order of the table's columns, in one go."""
    if not rows:
        return
    if not _on_server(connection):
        sqlite.insert_many(connection, table, rows)
        return
    from sync.archive import postgresql

    postgresql.insert_many(connection, table, rows)


@contextmanager
def present(engine: Engine, collector: str) -> Iterator[None]:
    """Show every machine that a collector is at work, until it ends or dies.

    Around a file there is nothing to show: those who share it are kept apart by the lock of their folder.
    """
    if not _on_server(engine):
        yield
        return
    from sync.archive import postgresql

    with postgresql.present(engine, collector):
        yield


def lives(connection: Connection, collector: str) -> bool:
    """Tell whether another collector is at work; asked within a writer's transaction."""
    if not _on_server(connection):
        return False
    from sync.archive import postgresql

    return postgresql.lives(connection, collector)
