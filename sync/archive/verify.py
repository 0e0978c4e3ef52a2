"""Whether the archive still holds what was written: kept files, audit log, rows."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DatabaseError

from sync.archive import events, queries
from sync.archive.engine import self_check, tolerant
from sync.archive.rows import Broken, Event, Kept, SubmissionRecord
from sync.archive.schema import (
    CHANGING,
    WRITTEN_ONCE,
    blob,
    issued,
    meta,
    scheme_version,
    submission,
)
from sync.archive.store import Archive
from sync.archive.writing import key_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the events say was written: digests per table and event, and the last one of each changing row."""

    once: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    changing: dict[str, dict[str, str]] = field(default_factory=dict)


def verify(archive: Archive) -> Iterator[Broken]:
    """Name everything in the archive that is not as it was written.

    The database's own structure, each kept file against its SHA-256, the chain of events, and each row
    against the digest in the event that wrote it. Whether the scores follow from the kept files is for
    the service to recompute, from `kept`.
    """
    recorded = Recorded()
    with archive.reading() as connection, tolerant(connection):
        yield from as_far_as_possible(structure(connection))
        yield from as_far_as_possible(rehash(connection))
        yield from as_far_as_possible(walk_events(connection, recorded))
        yield from as_far_as_possible(rows(connection, recorded))


def as_far_as_possible(found: Iterator[Broken]) -> Iterator[Broken]:
    """Pass on what was found; where the database cannot read on, that is named too."""
    try:
        yield from found
    except DatabaseError as error:
        yield Broken("structure", "event", "", str(error.orig))


def structure(connection: Connection) -> Iterator[Broken]:
    """Let the database check itself, as far as it can."""
    for line in self_check(connection):
        yield Broken("structure", "event", "", line)


def rehash(connection: Connection) -> Iterator[Broken]:
    """Hash every kept file again, and name those that are changed or gone, by what they belong to."""
    for name, size in connection.execute(select(blob.c.sha256, blob.c.size)).all():
        content = connection.scalar(select(blob.c.content).where(blob.c.sha256 == name))
        held = content if isinstance(content, bytes) else b""
        if sha256(held).hexdigest() != name or len(held) != size:
            yield Broken("blob_changed", "blob", name, _owner(connection, name))
    for table in (submission, issued, scheme_version):
        gone = select(table.c.blob).where(table.c.blob.not_in(select(blob.c.sha256)))
        for (name,) in connection.execute(gone):
            yield Broken("blob_missing", "blob", name, _owner(connection, name))


def _owner(connection: Connection, name: str) -> str:
    """Return the names under which a kept file was received or issued."""
    received = select(submission.c.name).where(submission.c.blob == name)
    handed_out = select(issued.c.name).where(issued.c.blob == name)
    return ", ".join(sorted(set(connection.scalars(received)) | set(connection.scalars(handed_out))))


def walk_events(connection: Connection, recorded: Recorded) -> Iterator[Broken]:
    """Walk the audit log and name where its chain breaks; `recorded` gathers what was written."""
    for found, broken in events.walk(connection):
        if broken is not None:
            yield broken
        if found is not None:
            _gather(found, recorded)


def _gather(found: Event, recorded: Recorded) -> None:
    written = found.details.get("rows")
    for table, digests in written.items() if isinstance(written, Mapping) else ():
        if isinstance(digests, str):
            recorded.once.setdefault(table, {})[found.seq] = events.split_digests(digests)
        else:
            recorded.changing.setdefault(table, {}).update(digests)


def rows(connection: Connection, recorded: Recorded) -> Iterator[Broken]:
    """Compare every row with what the event that wrote it recorded."""
    yield from _written_once(connection, meta, recorded.once.get("meta", {}), 1)
    for table in WRITTEN_ONCE:
        yield from _written_once(connection, table, recorded.once.get(table.name, {}))
    for table in CHANGING:
        yield from _changing(connection, table, recorded.changing.get(table.name, {}))


def _written_once(
    connection: Connection, table: Table, recorded: Mapping[int, list[str]], event: int | None = None
) -> Iterator[Broken]:
    """Match rows and recorded digests event by event; what is left over on either side does not hold."""
    left = {seq: Counter(digests) for seq, digests in recorded.items()}
    odd: list[tuple[int, tuple[Any, ...]]] = []
    for row in map(tuple, connection.execute(select(table).execution_options(yield_per=1000))):
        seq, digest = event or row[-1], events.row_digest(row)
        if left.get(seq, Counter())[digest] > 0:
            left[seq][digest] -= 1
        else:
            odd.append((seq, row))
    for seq, row in odd:
        changed = left.get(seq, Counter()).total() > 0
        if changed:
            left[seq][next(digest for digest, count in left[seq].items() if count)] -= 1
        yield Broken("row_changed" if changed else "row_unknown", table.name, key_of(table, row), f"#{seq}")
    for seq, counts in left.items():
        for _ in range(counts.total()):
            yield Broken("row_missing", table.name, "", f"#{seq}")


def _changing(connection: Connection, table: Table, recorded: Mapping[str, str]) -> Iterator[Broken]:
    left = dict(recorded)
    for row in map(tuple, connection.execute(select(table).execution_options(yield_per=1000))):
        key = key_of(table, row)
        digest = left.pop(key, None)
        if digest is None:
            yield Broken("row_unknown", table.name, key)
        elif digest != events.row_digest(row):
            yield Broken("row_changed", table.name, key)
    for key in left:
        yield Broken("row_missing", table.name, key)


def kept(archive: Archive) -> Iterator[Kept | Broken]:
    """Yield every read submission with what its results are to be recomputed from and what is stored of them.

    `results` are those that counted right after the submission. What cannot be put together any more,
    since rows of it are damaged, comes as Broken.
    """
    for record in archive.submissions(state="read"):
        try:
            with archive.reading() as connection:
                found = _kept(connection, record)
        except (AssertionError, ValueError, TypeError, msgspec.MsgspecError, zlib.error):
            found = Broken("unusable", "submission", str(record.submission), record.name)
        yield found


def _kept(connection: Connection, record: SubmissionRecord) -> Kept | Broken:
    workbook, cycle, number = record.workbook or "", record.cycle or "", record.submission
    handed_out = queries.issued_record(connection, workbook, record.base)
    content = queries.content(connection, record.sha256)
    if handed_out is None or content is None:
        return Broken("unusable", "submission", str(number), record.name)
    entries = queries.entries(connection, number)
    people = {row.employee for row in entries}
    results = queries.results(connection, cycle, people, until=record.event)
    return Kept(record, content, handed_out, entries, tuple(results))
