"""What verify compares with the kept bytes: one submission, one issued workbook, one import at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, or_, select

from sync.archive import documents, events, found, given, queries, waivers
from sync.archive.handed import GivenRow
from sync.archive.importing import TABLES
from sync.archive.rows import (
    EntryRow,
    Event,
    FormRecord,
    IssuedRecord,
    RegisterRow,
    Result,
    SubmissionRecord,
)
from sync.archive.schema import (
    event,
    form,
    imported,
    issued,
    result,
    roster_version,
    scheme_version,
    submission,
    waiver,
)
from sync.archive.store import Archive
from sync.archive.verify import looking, raw_content
from sync.findings import Finding, Waiver

Key = tuple[str, tuple[Any, ...], str]
"""A table, the key of one of its rows, and the name its file is known by."""

FILES = (issued, submission)
"""Tables of workbooks of ours; those of other systems and of the rules are read in other ways."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the archive has stored of one submission.

    `results` are those that name it, every version, each with the event that wrote it; `waivers` all those of
    its workbook, whether they ended or not.
    """

    record: SubmissionRecord
    entries: tuple[EntryRow, ...]
    registers: tuple[RegisterRow, ...]
    given: tuple[GivenRow, ...]
    findings: tuple[Finding, ...]
    results: tuple[tuple[int, Result], ...]
    waivers: tuple[Waiver, ...]
    program: str


def workbooks(archive: Archive) -> Iterator[tuple[Key, bytes]]:
    """Yield every workbook of ours that was handed out, or came and was read, with its kept bytes.

    Bytes that are not what they were are left out: nobody opens what somebody else put there.
    """
    read = submission.c.state.in_(("read", "held", "ignored"))
    for table, wanted in ((issued, issued.c.blob == issued.c.blob), (submission, read)):
        keys = tuple(table.primary_key)
        of = select(*keys, table.c.name, table.c.blob).where(wanted).order_by(*keys)
        with looking(archive) as connection:
            for *key, name, file in connection.execute(of.execution_options(yield_per=1000)):
                yield (table.name, tuple(key), str(name)), whole(connection, file)


def whole(connection: Connection, name: str) -> bytes:
    """Return the bytes kept under a SHA-256, nothing where they are gone or not those any more."""
    content = raw_content(connection, name) or b""
    return content if sha256(content).hexdigest() == name else b""


def of_submission(archive: Archive, number: int) -> Kept:
    """Return what is stored of a submission. Raises what reading damaged rows raises."""
    with archive.reading() as connection:
        (record,) = queries.submissions(connection, submission.c.id == number)
        return Kept(
            record,
            queries.entries(connection, number),
            queries.registers(connection, number),
            given.rows_of(connection, number),
            tuple(found.findings(connection, number)),
            tuple(_results(connection, number)),
            waivers.choose(connection, waiver.c.workbook == record.workbook),
            _event(connection, record.event).program,
        )


def _event(connection: Connection, seq: int) -> Event:
    return events.parsed(connection.scalar(select(event.c.text).where(event.c.seq == seq)) or "")


def _results(connection: Connection, number: int) -> Iterator[tuple[int, Result]]:
    """Yield every version of a result that says it comes from a submission, with the event that wrote it."""
    named = select(*tuple(result.c)[:3], result.c.event).where(result.c.submission == number)
    written = {tuple(row[:3]): row.event for row in connection.execute(named)}
    people: dict[str, set[str]] = {}
    for cycle, employee, _ in written:
        people.setdefault(cycle, set()).add(employee)
    for cycle, employees in people.items():
        for one in queries.results(connection, cycle, employees, every=True):
            if one.submission == number:
                yield written[one.cycle, one.employee, one.version], one


def counting(archive: Archive, cycle: str, people: Collection[str], until: int) -> dict[str, Result]:
    """Return the result of each person that counted right after an event."""
    with archive.reading() as connection:
        return {found.employee: found for found in queries.results(connection, cycle, people, until=until)}


def forms(archive: Archive, until: int) -> Iterator[FormRecord]:
    """Yield every form of every cycle as it stands, but those that were touched after an event."""
    of = select(*tuple(form.c)[:-1]).where(form.c.event <= until)
    with looking(archive) as connection:
        for row in connection.execute(of.execution_options(yield_per=1000)):
            yield FormRecord(*row)


@dataclass(frozen=True, slots=True)
class Issued:
    """What the archive has stored of a workbook handed out: its row, its own reading, who wrote them."""

    record: IssuedRecord
    reading: bytes | None
    program: str


def of_issued(archive: Archive, workbook: str, revision: int) -> Issued:
    """Return what is stored of a workbook handed out. Raises what reading damaged rows raises."""
    with archive.reading() as connection:
        record = queries.issued_record(connection, workbook, revision)
        if record is None:
            raise LookupError(workbook)
        here = and_(issued.c.workbook == workbook, issued.c.revision == revision)
        stored, seq = connection.execute(select(issued.c.reading, issued.c.event).where(here)).one()
        reading = None if stored is None else documents.unpack(stored)
        return Issued(record, reading, _event(connection, seq).program)


def unreferenced(archive: Archive) -> Iterator[tuple[str, str, int]]:
    """Yield the results (cycle, person, version) that no submission which was read stands behind."""
    read = select(submission.c.id).where(submission.c.state == "read")
    alone = or_(result.c.submission.is_(None), result.c.submission.not_in(read))
    of = select(result.c.cycle, result.c.employee, result.c.version).where(alone)
    with looking(archive) as connection:
        yield from (tuple(row) for row in connection.execute(of))


def imports(archive: Archive) -> Iterator[tuple[Any, ...]]:
    """Yield each import: number, kind, file name, bytes, mapping."""
    with looking(archive) as connection:
        for row in connection.execute(select(imported).order_by(imported.c.id)):
            yield row.id, row.kind, row.name, whole(connection, row.blob), row.mapping


def imported_rows(archive: Archive, number: int, kind: Any) -> list[tuple[Any, ...]]:
    """Return the rows of one import, without its number and the event."""
    table = TABLES[kind]
    columns = tuple(table.c)[1:-1]
    of = select(*columns).where(table.c.imported == number).order_by(table.c.line)
    with archive.reading() as connection:
        return [tuple(row) for row in connection.execute(of)]


def versions(archive: Archive) -> Iterator[tuple[str, bytes, bytes, str]]:
    """Yield each version of the rules: name, packed document, its scheme workbook, by whom."""
    with looking(archive) as connection:
        for digest, document, file, seq in connection.execute(select(scheme_version)):
            found = _legible(connection.scalar(select(event.c.text).where(event.c.seq == seq)))
            yield digest, document, whole(connection, file), found.program if found else ""


def rosters(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield each version of the people: its name and its packed document."""
    with looking(archive) as connection:
        found = connection.execute(select(*tuple(roster_version.c)[:2]))
        yield from (tuple(row) for row in found)


OPENINGS = ("cycle_opened", "rules_changed", "adjusted")
"""Events that took rules from a scheme workbook."""


def openings(archive: Archive) -> Iterator[tuple[Event, bytes]]:
    """Yield each event that took rules for a cycle, with the scheme workbook they were taken from.

    The first program did not note the workbook; those are left out.
    """
    kinds = or_(*(event.c.text.contains(f'"{kind}"') for kind in OPENINGS))
    of = select(event.c.text).where(kinds).order_by(event.c.seq)
    with looking(archive) as connection:
        for text in connection.scalars(of):
            found = _legible(text)
            if found is not None and found.kind in OPENINGS and "file" in found.details:
                yield found, whole(connection, str(found.details["file"]))


COMPARED = ("cycle_opened", "consolidated")
"""Events of a cycle: since the first one it is compared, by the second one as far as something changed."""


def comparisons(archive: Archive) -> dict[str, set[str]]:
    """Return which programs opened and compared each cycle."""
    kinds = or_(*(event.c.text.contains(f'"{kind}"') for kind in COMPARED))
    found: dict[str, set[str]] = {}
    with looking(archive) as connection:
        for text in connection.scalars(select(event.c.text).where(kinds)):
            one = _legible(text)
            if one is not None and one.kind in COMPARED:
                found.setdefault(one.subject, set()).add(one.program)
    return found


def _legible(text: Any) -> Event | None:
    try:
        return events.parsed(text)
    except (msgspec.DecodeError, TypeError):
        return None


def how_many(archive: Archive) -> int:
    """Return about how many workbooks there are to read."""
    with archive.reading() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in FILES)
