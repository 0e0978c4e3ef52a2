"""Writing what was decided and handed out: the rules and people of a cycle, and the workbooks issued."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Connection, and_, func, select

from addin.scoring.scheme import Roster, Scheme
from sync.archive import documents
from sync.archive.engine import insert_many
from sync.archive.queries import accepted, latest_revision
from sync.archive.rows import IssuedWorkbook
from sync.archive.schema import adjusted, cycle, form, issued, roster_version, scheme_version, submission
from sync.archive.writing import Writing, add, finish, keep, touched
from templates.stamp import Stamp, lines


def open_cycle(writing: Writing, name: str, scheme: Scheme, roster: Roster, file: bytes, by: str) -> None:
    """Open a cycle under these rules and people; later changes of the scheme workbook do not reach it."""
    rules = _keep_scheme(writing, scheme, file)
    people = _keep_roster(writing, roster)
    insert_many(writing.connection, cycle, [(name, rules, people, writing.at, writing.seq)])
    touched(writing, cycle, id=name)
    source = keep(writing.connection, file)
    finish(writing, by, "cycle_opened", name, {"scheme": rules, "roster": people, "file": source})


def change_roster(writing: Writing, name: str, roster: Roster, by: str) -> None:
    """Move an open cycle on to newer people; workbooks already issued keep theirs."""
    people = _keep_roster(writing, roster)
    writing.connection.execute(
        cycle.update().where(cycle.c.id == name).values(roster=people, event=writing.seq)
    )
    touched(writing, cycle, id=name)
    finish(writing, by, "roster_changed", name, {"roster": people})


def change_rules(
    writing: Writing, name: str, scheme: Scheme, roster: Roster, file: bytes, by: str, reason: str
) -> None:
    """Move an open cycle on to other rules and people; workbooks already issued keep theirs."""
    rules = _keep_scheme(writing, scheme, file)
    people = _keep_roster(writing, roster)
    moved = {"scheme": rules, "roster": people, "event": writing.seq}
    writing.connection.execute(cycle.update().where(cycle.c.id == name).values(moved))
    touched(writing, cycle, id=name)
    source = keep(writing.connection, file)
    details = {"scheme": rules, "people": people, "file": source, "reason": reason}
    finish(writing, by, "rules_changed", name, details)


def adjust(writing: Writing, name: str, scheme: Scheme, file: bytes, by: str) -> None:
    """Let the adjustments of a version of the scheme hold in a cycle; all its other rules stay as pinned."""
    rules = _keep_scheme(writing, scheme, file)
    last = writing.connection.scalar(select(func.max(adjusted.c.number)).where(adjusted.c.cycle == name))
    add(writing, adjusted, [(name, (last or 0) + 1, rules)])
    source = keep(writing.connection, file)
    finish(writing, by, "adjusted", name, {"scheme": rules, "file": source})


def _keep_scheme(writing: Writing, scheme: Scheme, file: bytes) -> str:
    name = documents.digest(scheme)
    blob = keep(writing.connection, file)
    known = select(scheme_version.c.blob).where(scheme_version.c.digest == name)
    if writing.connection.execute(known).first() is None:
        add(writing, scheme_version, [(name, documents.pack(documents.encode(scheme)), blob)])
    return name


def _keep_roster(writing: Writing, roster: Roster) -> str:
    name = documents.roster_digest(roster)
    known = select(roster_version.c.event).where(roster_version.c.digest == name)
    if writing.connection.execute(known).first() is None:
        add(writing, roster_version, [(name, documents.pack(documents.encode(roster)))])
    return name


def taken(connection: Connection, workbooks: Sequence[IssuedWorkbook]) -> bool:
    """Tell whether a revision was handed out already, or another submission counts than the one filled in."""
    return any(
        book.stamp.revision <= latest_revision(connection, book.stamp.workbook)
        or (book.accepted is not None and book.accepted != accepted(connection, book.stamp.workbook))
        for book in workbooks
    )


def file_names(connection: Connection, name: str, editions: Collection[str]) -> set[str]:
    """Return how the files of the workbooks of a cycle are called that were issued in these editions."""
    of = select(issued.c.name).where(issued.c.cycle == name, issued.c.edition.in_(editions)).distinct()
    return set(connection.scalars(of))


def newer_out(connection: Connection, name: str) -> set[str]:
    """Return the workbooks of a cycle whose last issue is newer than the copy that counts was built on."""
    last = select(issued.c.workbook, func.max(issued.c.revision))
    last = last.where(issued.c.cycle == name, issued.c.kind == "issued").group_by(issued.c.workbook)
    read = select(submission.c.workbook, submission.c.base)
    read = read.where(submission.c.cycle == name, submission.c.state == "read").order_by(submission.c.event)
    bases = {row.workbook: row.base for row in connection.execute(read)}
    found = connection.execute(last).all()
    return {workbook for workbook, revision in found if bases.get(workbook, revision) < revision}


def issue(writing: Writing, workbooks: Sequence[IssuedWorkbook], by: str) -> None:
    """Remember workbooks as issued, with the forms they hold; without a reading, as filled copies of them."""
    kinds = ["filled" if workbook.reading is None else "issued" for workbook in workbooks]
    rows = [_issued_row(writing, book, kind) for book, kind in zip(workbooks, kinds, strict=True)]
    add(writing, issued, rows)
    for workbook in workbooks:
        _place_forms(writing, workbook)
    names = [
        [book.stamp.workbook, book.stamp.revision, book.stamp.department, book.name] for book in workbooks
    ]
    finish(writing, by, "issued", workbooks[0].stamp.cycle, {"workbooks": names})


def add_returned(writing: Writing, workbook: IssuedWorkbook) -> None:
    """Write the row and keep the bytes of a returned copy."""
    add(writing, issued, [_issued_row(writing, workbook, "returned")])


def _issued_row(writing: Writing, workbook: IssuedWorkbook, kind: str) -> tuple[object, ...]:
    stamp = workbook.stamp
    return (
        stamp.workbook,
        stamp.revision,
        kind,
        stamp.cycle,
        stamp.department,
        stamp.edition,
        stamp.scheme,
        workbook.roster,
        workbook.name,
        stamp_text(stamp),
        keep(writing.connection, workbook.content),
        None if workbook.reading is None else documents.pack(workbook.reading),
        writing.at,
    )


def stamp_text(stamp: Stamp) -> str:
    """Write a stamp as it is stored: its rows as JSON."""
    return msgspec.json.encode(lines(stamp)).decode()


def _place_forms(writing: Writing, workbook: IssuedWorkbook) -> None:
    """Say in which workbook each form stands; a form that is further on keeps its state."""
    stamp, connection = workbook.stamp, writing.connection
    here = and_(form.c.cycle == stamp.cycle, form.c.employee.in_(workbook.employees))
    known = set(connection.scalars(select(form.c.employee).where(here)))
    if known:
        moved = {"workbook": stamp.workbook, "department": stamp.department, "event": writing.seq}
        connection.execute(form.update().where(here).values(moved))
    fresh = (stamp.workbook, stamp.department, "issued", None, 0, writing.seq)
    missing = [employee for employee in workbook.employees if employee not in known]
    insert_many(connection, form, [(stamp.cycle, employee, *fresh) for employee in missing])
    touched(writing, form, cycle=stamp.cycle, employee=list(workbook.employees))
