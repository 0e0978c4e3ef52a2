"""Making and opening an archive: named once, brought up to date, refused where this program cannot use it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Connection, select

from sync.archive import events, migrating
from sync.archive.engine import WAIT, connect, insert_many, make_ready, path_of, shown, told
from sync.archive.schema import REVISIONS, meta
from sync.archive.store import PROGRAM, Archive
from sync.archive.writing import Writing, begin, finish
from sync.settings import stop


def create(url: str, language: str = "en", *, by: str = PROGRAM, wait: float = WAIT) -> Archive:
    """Make a new archive with its id and signing key.

    Raises CannotGoOn where one is there already, or where it cannot be written.
    """
    archive = Archive(connect(url, language, mode="rwc", wait=wait), url, language, wait)
    with _closed_on_error(archive):
        if not _make(archive, by):
            raise stop("archive_exists", language, archive=shown(url))
        _identify(archive)
    return archive


def open_or_create(url: str, language: str = "en", *, by: str = PROGRAM, wait: float = WAIT) -> Archive:
    """Open an archive, made where there is none yet; of several who come at once, one makes it.

    Raises CannotGoOn as `open_archive` and `create` do.
    """
    archive = Archive(connect(url, language, mode="rwc", wait=wait), url, language, wait)
    with _closed_on_error(archive):
        with archive.reading() as connection:
            empty = migrating.is_empty(connection)
        if empty:
            _make(archive, by)
        _bring_up_to_date(archive, readonly=False, by=by)
        _identify(archive)
    return archive


def open_archive(
    url: str, language: str = "en", *, readonly: bool = False, by: str = PROGRAM, wait: float = WAIT
) -> Archive:
    """Open an archive; tables of an earlier program are brought up to date first.

    Raises CannotGoOn where there is none, where it is newer than the program, or not an archive at all.
    """
    archive = Archive(connect(url, language, mode="ro" if readonly else "rw", wait=wait), url, language, wait)
    if not _is_there(url, language):
        raise stop("no_archive", language, archive=shown(url))
    with _closed_on_error(archive):
        _bring_up_to_date(archive, readonly=readonly, by=by)
        _identify(archive)
    return archive


@contextmanager
def _closed_on_error(archive: Archive) -> Iterator[None]:
    try:
        yield
    except BaseException:
        archive.close()
        raise


def _is_there(url: str, language: str) -> bool:
    """Tell whether an archive in a file exists; one on a server is asked when it is opened."""
    path = path_of(url)
    try:
        return path is None or path.exists()
    except OSError as error:
        raise stop("cannot_read", language, file=path, error=error.strerror) from error


def _make(archive: Archive, by: str) -> bool:
    """Make the tables and name the archive; False where the database holds something already."""
    with told(archive.url, archive.language, archive._wait):
        with archive._engine.begin() as connection:
            if not migrating.is_empty(connection):
                return False
            migrating.upgrade(connection)
            _name_archive(connection, by)
        make_ready(archive._engine)
    return True


def _name_archive(connection: Connection, by: str) -> None:
    identity = [("id", uuid4().hex), ("key", secrets.token_hex(32))]
    insert_many(connection, meta, identity)
    writing = begin(connection)
    writing.rows["meta"] = events.row_digests(list(identity))
    finish(writing, by, "created", identity[0][1], {"revision": REVISIONS[-1]})


def _bring_up_to_date(archive: Archive, *, readonly: bool, by: str) -> None:
    """Migrate an archive of an earlier program, and refuse what this one cannot use."""
    with archive.reading() as connection:
        found = _revision(archive, connection)
    if found != REVISIONS[-1]:
        if readonly:
            raise stop("archive_older", archive.language, archive=shown(archive.url))
        with archive.writing() as writing:
            _migrate(archive, writing, by)
    if not readonly:
        with told(archive.url, archive.language, archive._wait):
            make_ready(archive._engine)


def _revision(archive: Archive, connection: Connection) -> str:
    """Return the revision of an archive's tables, which this program knows."""
    found, where = migrating.revision(connection), shown(archive.url)
    if found is None:
        nothing = path_of(archive.url) is None and migrating.is_empty(connection)
        raise stop("no_archive" if nothing else "archive_foreign", archive.language, archive=where)
    if found not in REVISIONS:
        raise stop("archive_newer", archive.language, archive=where, revision=found, known=REVISIONS[-1])
    return found


def _migrate(archive: Archive, writing: Writing, by: str) -> None:
    """Bring the tables up to date, unless somebody else did so while this one waited its turn."""
    found = _revision(archive, writing.connection)
    if found != REVISIONS[-1]:
        migrating.upgrade(writing.connection)
        finish(writing, by, "migrated", REVISIONS[-1], {"from": found})


def _identify(archive: Archive) -> None:
    with archive.reading() as connection:
        known = {row.name: row.value for row in connection.execute(select(meta))}
    try:
        archive.id, archive.key = known["id"], bytes.fromhex(known["key"])
    except (KeyError, ValueError, TypeError) as error:
        told = {"archive": shown(archive.url), "error": f"meta: {error}"}
        raise stop("archive_damaged", archive.language, **told) from error
