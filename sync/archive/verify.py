"""Whether the archive still holds what was written: kept files, audit log, rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, desc, func, select
from sqlalchemy.exc import DBAPIError

from sync.archive import events, guarded, migrating
from sync.archive.engine import self_check, tolerant
from sync.archive.naming import FILE, about_event, about_file
from sync.archive.rows import Broken
from sync.archive.schema import blob, event, imported, issued, record, result, scheme_version, submission
from sync.archive.store import Archive


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of the audit log: number and hash of the last event; who noted it can tell a cut-off log."""

    event: int
    hash: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there was to look at."""

    files: int
    events: int
    results: int


def verify(archive: Archive) -> Iterator[Broken]:
    """Name everything in the archive that is not as it was written.

    The database's own structure, each kept file against its SHA-256, the chain of events, and each row
    against the digest in the event that wrote it. Whether what is stored follows from the kept files is
    for the service to find out.
    """
    with looking(archive) as connection:
        for part in (structure(connection), rehash(connection), walk_events(connection)):
            yield from as_far_as_possible(part)
        for table in guarded.tables(connection):
            yield from as_far_as_possible(table)


@contextmanager
def looking(archive: Archive) -> Iterator[Connection]:
    """Look at one state of an archive that may be damaged: broken text is read as such.

    Nothing was written, so the transaction is rolled back: to commit it would fail where reading had failed.
    """
    with archive.reading() as connection, tolerant(connection):
        try:
            yield connection
        finally:
            connection.rollback()


def as_far_as_possible(found: Iterator[Broken]) -> Iterator[Broken]:
    """Pass on what was found; where the database cannot read on, that is named too.

    A connection that was lost says nothing about what is kept: that passes, as a reason to stop.
    """
    try:
        yield from found
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        yield Broken("structure", "database", "", str(error.orig))


def structure(connection: Connection) -> Iterator[Broken]:
    """Let the database check itself, as far as it can."""
    for line in chain(self_check(connection), migrating.self_check(connection)):
        yield Broken("structure", "database", "", line)


def rehash(connection: Connection) -> Iterator[Broken]:
    """Hash every kept file again, and name those that are changed or gone, by what they belong to."""
    names = select(blob.c.sha256, blob.c.size).execution_options(yield_per=guarded.AT_ONCE)
    for name, size in connection.execute(names):
        content = raw_content(connection, name)
        if content is None or sha256(content).hexdigest() != name or len(content) != size:
            yield Broken("blob_changed", "blob", str(name), workbook=about_file(connection, name))
    for table in (submission, issued, scheme_version, imported):
        gone = select(table.c.blob).where(table.c.blob.not_in(select(blob.c.sha256)))
        for (name,) in connection.execute(gone.execution_options(yield_per=guarded.AT_ONCE)):
            yield Broken("blob_missing", "blob", str(name), workbook=about_file(connection, name))
    filed = select(record.c.key).where(record.c.kind == FILE, record.c.key.not_in(select(blob.c.sha256)))
    for (name,) in connection.execute(filed.distinct()):
        yield Broken("blob_missing", "blob", str(name), workbook=about_file(connection, name))


def raw_content(connection: Connection, name: Any) -> bytes | None:
    """Return the bytes kept under a SHA-256; None where they are gone or are no bytes any more."""
    of = guarded.as_it_lies(blob.c.content)
    found = connection.scalar(select(of).where(blob.c.sha256 == name))
    return bytes(found) if isinstance(found, bytes | memoryview) else None


def walk_events(connection: Connection) -> Iterator[Broken]:
    """Walk the audit log and name where its chain breaks."""
    for found, broken in events.walk(connection):
        if broken is not None:
            name = None if found is None else about_event(connection, found.seq)
            yield Broken(broken.what, broken.table, broken.row, broken.detail, name)


def seal(archive: Archive) -> Seal | None:
    """Return the end of the audit log; None where there is none, or it cannot be read any more."""
    with looking(archive) as connection:
        last = select(event.c.seq, event.c.hash).order_by(desc(event.c.seq)).limit(1)
        try:
            found = connection.execute(last).first()
        except DBAPIError:
            return None
        return Seal(*found) if found else None


def holds_seal(archive: Archive, noted: str) -> bool:
    """Tell whether the log contains an event whose hash begins as it was noted earlier."""
    with looking(archive) as connection:
        here = func.substr(event.c.hash, 1, len(noted)) == noted
        return connection.execute(select(event.c.seq).where(here).limit(1)).first() is not None


def count(archive: Archive) -> Counts:
    """Count what there is to look at; a table that cannot be read to its end counts as empty."""
    with looking(archive) as connection:
        return Counts(*(_count(connection, table) for table in (blob, event, result)))


def _count(connection: Connection, table: Table) -> int:
    try:
        return connection.scalar(select(func.count()).select_from(table)) or 0
    except DBAPIError:
        return 0
