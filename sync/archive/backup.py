"""The archive as one SQLite file, whatever it lies in: copied out in one state, put back as a whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from sync.archive import migrating
from sync.archive.engine import WAIT, connect, files_of, insert_many, path_of, shown, told
from sync.archive.opening import open_archive
from sync.archive.schema import claim, metadata
from sync.archive.store import Archive
from sync.settings import stop

AT_ONCE = 500
"""So many rows are copied together."""

TARGET_FAILED = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
"""What goes wrong where a copy is written, not where it is read."""


def copy_out(url: str, language: str, target: Path) -> None:
    """Copy an archive into a new SQLite file as it stands now, while others go on writing.

    An archive in a file is copied page by page in one step, of whatever version it is; one on a server row
    by row in one transaction. Raises CannotGoOn where there is none, or it cannot be read, and OSError where
    the copy cannot be written.
    """
    file = path_of(url)
    if file is not None and not file.exists():
        raise stop("no_archive", language, archive=file)
    if file is not None:
        _pages(url, language, target)
    else:
        _rows_of_server(url, language, target)


def _pages(url: str, language: str, target: Path) -> None:
    with unopened(url, language) as source, told(url, language, WAIT):
        with source.reading() as connection:
            if migrating.revision(connection) is None:
                raise stop("archive_foreign", language, archive=shown(url))
        with source.reading() as connection, closing(sqlite3.connect(target)) as copy:
            _copy_pages(connection.connection.driver_connection, copy)
    one_file(target)


def _copy_pages(source: Any, copy: sqlite3.Connection) -> None:
    try:
        source.backup(copy)
    except sqlite3.Error as error:
        if not str(error.sqlite_errorname).startswith(TARGET_FAILED):
            raise
        raise OSError(0, str(error)) from error


def unopened(url: str, language: str) -> Archive:
    """Return an archive just as it lies there: not brought up to date, and not asked who it is."""
    return Archive(connect(url, language, mode="ro"), url, language, WAIT)


def _rows_of_server(url: str, language: str, target: Path) -> None:
    place = f"sqlite:///{target}"
    with open_archive(url, language, readonly=True) as source:
        engine = connect(place, language, mode="rwc")
        try:
            with source.reading() as reading, told(place, language, WAIT), engine.begin() as writing:
                migrating.upgrade(writing)
                _copy_rows(reading, writing)
        finally:
            engine.dispose()
    one_file(target)


def one_file(file: Path) -> None:
    """Bring an SQLite archive into its one file, without a log beside it, and onto the disk."""
    with closing(sqlite3.connect(file)) as connection:
        ((mode,),) = connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        assert mode == "delete", mode
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _copy_rows(reading: Connection, writing: Connection, *without: Table) -> None:
    """Copy every table, parents first, some rows at a time."""
    for table in metadata.sorted_tables:
        if table in without:
            continue
        rows = reading.execute(select(table).execution_options(yield_per=AT_ONCE))
        for some in rows.partitions(AT_ONCE):
            insert_many(writing, table, [tuple(row) for row in some])


def forget_claims(archive: Archive) -> None:
    """Forget who was at work on what: those collects do not go on here."""
    with archive.writing() as writing:
        writing.connection.execute(claim.delete())


def copy_in(source: Archive, url: str, language: str) -> None:
    """Put an archive in a file into an empty database on a server, all of it or nothing.

    Raises CannotGoOn where the database holds anything already, or cannot be written.
    """
    engine = connect(url, language)
    try:
        with told(url, language, WAIT), source.reading() as reading, engine.begin() as writing:
            if not migrating.is_empty(writing):
                raise stop("restore_taken", language, archive=shown(url))
            migrating.upgrade(writing)
            _copy_rows(reading, writing, claim)
            _go_on_counting(writing)
    finally:
        engine.dispose()


def _go_on_counting(connection: Connection) -> None:
    """Let the server number new rows after those that were put back."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = connection.scalar(select(func.max(column)))
        if last is not None:
            sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
            connection.execute(sequence, {"table": table.name, "column": column.name, "last": last})


def is_empty(url: str, language: str) -> bool:
    """Tell whether nothing lies where an archive is to be put: no file, none of its logs, no table."""
    if path_of(url) is not None:
        return not any(file.exists() for file in files_of(url))
    engine = connect(url, language)
    try:
        with told(url, language, WAIT), engine.connect() as connection:
            return migrating.is_empty(connection)
    finally:
        engine.dispose()
