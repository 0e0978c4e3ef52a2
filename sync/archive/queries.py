"""Reading the archive: each question is one function on an open connection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    desc,
    func,
    literal,
    select,
)

from sync.archive import documents, waivers
from sync.archive.among import Among, rows_among
from sync.archive.answers import filled, kept, remarks
from sync.archive.rows import (
    ACCEPTED,
    FOREIGN,
    REJECTED,
    DepartmentProgress,
    EntryRow,
    FormRecord,
    History,
    IssuedRecord,
    Pinned,
    RegisterRow,
    Result,
    SubmissionRecord,
)
from sync.archive.schema import (
    adjusted,
    blob,
    cycle,
    entry,
    form,
    indicator_score,
    issued,
    register,
    result,
    submission,
)
from sync.states import ASIDE, IN_THE_DEPARTMENT
from templates.stamp import Stamp, parse

T = TypeVar("T")

COUNTED = ("read", "held", "ignored")
"""Submissions whose content was read; what was quarantined counts for nothing."""

SUBMISSION = select(submission).where(submission.c.id == bindparam("number"))
RECEIVED = submission.c.workbook == bindparam("workbook")
ACCEPTED_LAST = (
    select(submission.c.id)
    .where(RECEIVED, submission.c.state == "read")
    .order_by(desc(submission.c.event))
    .limit(1)
)
HISTORY = (
    select(*(submission.c[name] for name in ("id", "content_digest", "base", "state", "reason", "event")))
    .where(RECEIVED, submission.c.state.in_(COUNTED))
    .order_by(desc(submission.c.id))
)
HANDED_OUT = issued.c.workbook == bindparam("workbook")
LATEST = select(func.max(issued.c.revision)).where(HANDED_OUT)
LAST_ISSUE = LATEST.where(issued.c.kind == "issued")
REVISION = (
    select(issued)
    .where(HANDED_OUT, issued.c.revision <= bindparam("revision"))
    .order_by(desc(issued.c.revision))
    .limit(1)
)
ISSUE = REVISION.where(issued.c.reading.is_not(None))
REVIEWED = (
    select(form.c.employee)
    .where(form.c.workbook == bindparam("workbook"), form.c.state.not_in((*IN_THE_DEPARTMENT, *ASIDE)))
    .limit(1)
)
HOLDING = select(form.c.employee).where(form.c.workbook == bindparam("workbook")).exists()
RETIRED = select(issued.c.workbook).where(HANDED_OUT, issued.c.edition == "rating", ~HOLDING).limit(1)
"""Questions asked of every workbook; made once, since making one takes longer than answering it."""

LAST_REVISION = 2**31 - 1
"""More than any workbook has."""


def record_of(kind: type[T], row: Iterable[Any]) -> T:
    """Make a record of the values of its fields; raises msgspec.ValidationError for what they may not be."""
    return msgspec.convert(dict(zip(_names(kind), row, strict=True)), kind)  # type: ignore[arg-type]


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def content(connection: Connection, sha256: str) -> bytes | None:
    """Return the bytes of a kept file; None where it is not kept."""
    found: bytes | None = connection.scalar(select(blob.c.content).where(blob.c.sha256 == sha256))
    return None if found is None else bytes(found)


def pinned(connection: Connection, name: str) -> Pinned | None:
    """Return a cycle with its pinned rules; None where it was never opened."""
    row = connection.execute(select(cycle).where(cycle.c.id == name)).first()
    return Pinned(row.id, row.scheme, row.roster, row.opened_at) if row else None


def adjusting(connection: Connection, name: str) -> str | None:
    """Return the version of the scheme whose adjustments hold in a cycle; None where none were taken in."""
    of = select(adjusted.c.scheme).where(adjusted.c.cycle == name).order_by(desc(adjusted.c.number)).limit(1)
    found: str | None = connection.scalar(of)
    return found


def cycles(connection: Connection) -> list[str]:
    """Return the cycles that were opened, in the order they were."""
    return list(connection.scalars(select(cycle.c.id).order_by(cycle.c.opened_at, cycle.c.id)))


def accepted(connection: Connection, workbook: str) -> int | None:
    """Return the submission of a workbook that counts now: the one accepted last, whenever it came."""
    found: int | None = connection.scalar(ACCEPTED_LAST, {"workbook": workbook})
    return found


def history(connection: Connection, workbook: str) -> History:
    """Return what was received of a workbook before, as acceptance needs it."""
    rows = connection.execute(HISTORY, {"workbook": workbook}).all()
    known = [row for row in rows if row.content_digest is not None and row.reason != FOREIGN]
    contents = History(
        contents={row.content_digest: row.id for row in known},
        bases={row.content_digest: row.base for row in sorted(known, key=lambda row: row.base or 0)},
        rejected=_rejected(known),
        issued_at=_last_issue(connection, workbook),
        review_begun=_review_begun(connection, workbook),
        retired=connection.scalar(RETIRED, {"workbook": workbook}) is not None,
        waivers=waivers.standing(connection, workbook),
    )
    number = accepted(connection, workbook)
    current = next((row for row in rows if row.id == number), None)
    return contents if current is None else _with_accepted(connection, workbook, current, contents)


def _rejected(known: Sequence[Any]) -> dict[str, int]:
    """Return the contents that were last decided against, each with the submission that was rejected."""
    last = {
        row.content_digest: row
        for row in sorted(known, key=lambda row: row.event)
        if row.state == "read" or row.reason == REJECTED
    }
    return {digest: row.id for digest, row in last.items() if row.reason == REJECTED}


def _last_issue(connection: Connection, workbook: str) -> int:
    """Return the last revision of a workbook that was issued; a returned copy is none."""
    return connection.scalar(LAST_ISSUE, {"workbook": workbook}) or 0


def _review_begun(connection: Connection, workbook: str) -> bool:
    """Tell whether any form of a workbook has gone on from the department to HR."""
    return connection.scalar(REVIEWED, {"workbook": workbook}) is not None


def _with_accepted(connection: Connection, workbook: str, current: Any, known: History) -> History:
    """Add the submission that counts now, with what it answers."""
    before = (issued.c.workbook == workbook, issued.c.event < current.event)
    by_a_person = current.reason == ACCEPTED
    handed_out = connection.scalar(select(func.max(issued.c.revision)).where(*before)) if by_a_person else 0
    rows, others = entries(connection, current.id), registers(connection, current.id)
    return replace(
        known,
        accepted=current.id,
        base=current.base,
        filled=filled(rows),
        remarks=remarks(rows, others),
        kept=kept(others),
        decided_at=handed_out or 0,
    )


def latest_revision(connection: Connection, workbook: str) -> int:
    """Return the last revision of a workbook that was handed out; 0 where none was."""
    return connection.scalar(LATEST, {"workbook": workbook}) or 0


def workbooks(connection: Connection, name: str) -> list[str]:
    """Return the workbooks issued in a cycle."""
    of = select(issued.c.workbook).where(issued.c.cycle == name).distinct().order_by(issued.c.workbook)
    return list(connection.scalars(of))


def issued_record(connection: Connection, workbook: str, revision: int | None) -> IssuedRecord | None:
    """Return what was handed out as a revision of a workbook (None: the latest); None where nothing was."""
    upto = {"workbook": workbook, "revision": LAST_REVISION if revision is None else revision}
    row = connection.execute(REVISION, upto).first()
    if row is None or (revision is not None and row.revision != revision):
        return None
    return _issued(row, row if row.reading is not None else connection.execute(ISSUE, upto).first())


def _issued(row: Row[Any], issue: Row[Any] | None) -> IssuedRecord:
    return IssuedRecord(
        workbook=row.workbook,
        revision=row.revision,
        kind=row.kind,
        cycle=row.cycle,
        department=row.department,
        edition=row.edition,
        scheme=row.scheme,
        roster=row.roster,
        name=row.name,
        stamp=_stamp(row.stamp),
        sha256=row.blob,
        issued_at=row.issued_at,
        reading=documents.unpack(issue.reading) if issue else b"",
        issue_event=issue.event if issue else row.event,
    )


def _stamp(text: str) -> Stamp:
    stamp = parse(msgspec.json.decode(text, type=list[tuple[str, str]]))
    if stamp is None:
        raise ValueError(text)
    return stamp


def one_submission(connection: Connection, number: int) -> SubmissionRecord | None:
    """Return one submission; None where there is none of this number."""
    row = connection.execute(SUBMISSION, {"number": number}).first()
    return None if row is None else _submission(row)


def submissions(connection: Connection, *where: ColumnElement[bool]) -> list[SubmissionRecord]:
    """Return submissions in the archive's own order."""
    found = connection.execute(select(submission).where(*where).order_by(submission.c.id))
    return [_submission(row) for row in found]


def _submission(row: Row[Any]) -> SubmissionRecord:
    """Make a record of a row, whose columns are its fields in their order; the reason's values are JSON."""
    values = msgspec.json.decode(row.reason_values) if row.reason_values else {}
    return record_of(SubmissionRecord, (*row[:7], values, *row[8:]))


def entries(connection: Connection, number: int, employee: str | None = None) -> tuple[EntryRow, ...]:
    """Return what was typed in a submission (for one person or all), with the cells it stood in."""
    of = (entry.c.submission == number, literal(True) if employee is None else entry.c.employee == employee)
    order = (entry.c.employee, entry.c.indicator)
    return tuple(_entry(row) for row in connection.execute(select(entry).where(*of).order_by(*order)).all())


def _entry(row: Row[Any]) -> EntryRow:
    """Make a record of a row, whose columns are its fields in their order; the cells are JSON."""
    answers, places = (*row[3:6], bool(row.applicable)), msgspec.json.decode(row.cells)
    return msgspec.convert((*row[1:3], *answers, *row[7:10], places), EntryRow)


def registers(connection: Connection, number: int) -> tuple[RegisterRow, ...]:
    """Return the rows of the other tables that were filled in a submission."""
    of = select(register).where(register.c.submission == number)
    found = connection.execute(of.order_by(register.c.kind, register.c.key))
    return tuple(_register(row) for row in found)


def _register(row: Row[Any]) -> RegisterRow:
    values, cells = msgspec.json.decode(row.document), msgspec.json.decode(row.cells)
    return msgspec.convert((row.kind, row.key, values, row.sheet, cells), RegisterRow)


def results(
    connection: Connection,
    name: str,
    employees: Collection[str] | None = None,
    *,
    every: bool = False,
    until: int | None = None,
) -> list[Result]:
    """Return the current version of each result of a cycle (or every version), with its lines.

    With `until`, the versions that were current right after that event.
    """
    asked = {"cycle": name, "employees": list(employees or ()), "until": until}
    found = connection.execute(_results(employees is not None, every, until is not None), asked).all()
    if not found:
        return []
    lines = _lines(connection, name, {(row.employee, row.version) for row in found}, employees is None)
    return [record_of(Result, (*row[:-1], lines.get((row.employee, row.version), ()))) for row in found]


@cache
def _results(listed: bool, every: bool, until: bool) -> Select[Any]:
    """Choose results of a cycle: of all people or those listed, each one's latest or every version."""
    versions = result.c.version if every else func.max(result.c.version).label("version")
    of = select(result.c.employee, versions).where(result.c.cycle == bindparam("cycle"))
    people = result.c.employee.in_(bindparam("employees", expanding=True))
    if listed:
        of = of.where(people)
    if until:
        of = of.where(result.c.event <= bindparam("until"))
    wanted = (of if every else of.group_by(result.c.employee)).subquery()
    same = and_(result.c.employee == wanted.c.employee, result.c.version == wanted.c.version)
    found = select(result).join_from(wanted, result, and_(result.c.cycle == bindparam("cycle"), same))
    if listed:  # again, so that the key is searched and not the whole cycle
        found = found.where(people)
    return found.order_by(result.c.employee, result.c.version)


def _lines(
    connection: Connection, name: str, wanted: Collection[tuple[str, int]], everybody: bool
) -> dict[tuple[str, int], list[Sequence[Any]]]:
    """Return the lines of these people and versions as they lie; by lists of both, which the index serves."""
    line = indicator_score.c
    of = select(line.employee, line.version, *tuple(line)[4:-1]).where(line.cycle == name)
    of = of.where(line.version.in_({version for _, version in wanted}))
    if not everybody:
        of = of.where(line.employee.in_({employee for employee, _ in wanted}))
    rows = connection.execute(of.order_by(line.employee, line.version, line.position)).all()
    grouped = groupby(rows, key=lambda row: (row[0], row[1]))
    return {key: [row[2:] for row in group] for key, group in grouped if key in wanted}


def forms(connection: Connection, name: str, among: Among = None) -> list[FormRecord]:
    """Return where each form of a cycle stands, or each of some."""
    of = select(*tuple(form.c)[:-1]).where(form.c.cycle == name).order_by(form.c.department, form.c.employee)
    return [record_of(FormRecord, row) for row in rows_among(connection, of, form.c.employee, among)]


def standing(
    connection: Connection, name: str, states: Collection[str], among: Among = None
) -> frozenset[str]:
    """Return whose forms stand at one of these states in a cycle: of all, or among some."""
    of = select(form.c.employee).where(form.c.cycle == name, form.c.state.in_(states))
    return frozenset(row[0] for row in rows_among(connection, of, form.c.employee, among))


def progress(connection: Connection, name: str, without: Collection[str] = ()) -> list[DepartmentProgress]:
    """Return how far each workbook of a cycle is; a workbook without forms is left out.

    without: subjects whose forms are not waited for.
    """
    columns = (form.c.department, form.c.workbook, form.c.state)
    asked = and_(form.c.cycle == name, form.c.employee.not_in(without))
    counted = select(*columns, func.count()).where(asked).group_by(*columns)
    sent = _sent(connection, name)
    rows = connection.execute(counted.order_by(*columns))
    none: tuple[int, int, str | None, bool] = (0, 0, None, False)
    return [
        DepartmentProgress(department, book, {row[2]: row[3] for row in mine}, *sent.get(book, none))
        for (department, book), mine in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def _sent(connection: Connection, name: str) -> dict[str, tuple[int, int, str | None, bool]]:
    """Return of each workbook how many submissions came and wait, when the last was read, if more were."""
    records = submissions(connection, submission.c.cycle == name)
    received = Counter(record.workbook for record in records)
    held = Counter(record.workbook for record in records if record.state == "held")
    read = [record for record in records if record.state == "read"]
    read_at, times = {one.workbook: one.received_at for one in read}, Counter(one.workbook for one in read)
    return {
        book: (number, held[book], read_at.get(book), times[book] > 1)
        for book, number in received.items()
        if book
    }
