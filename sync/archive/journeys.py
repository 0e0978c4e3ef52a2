"""The way of one form through a cycle, derived from everything that was written about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, and_, select

from sync.archive import events
from sync.archive.answers import TARGETS
from sync.archive.schema import entry, event, form, given, issued, register, result, submission
from sync.archive.steps import steps
from sync.archive.telling import OF_RATERS
from sync.states import of_submission

SELF = "self"


class Passed(NamedTuple):
    """A state a form came to: when [UTC], by whom, why, and the workbook that brought it there, if any."""

    event: int
    state: str
    at: str
    by: str
    why: str = ""
    workbook: str | None = None


class _Mark(NamedTuple):
    event: int
    place: int
    state: str
    why: str = ""
    workbook: str | None = None


def journey(connection: Connection, cycle: str, subject: str) -> list[Passed]:
    """Return each state the form of a subject came to, in order; the last is where it stands."""
    marks = sorted([*_came(connection, cycle, subject), *_decided(connection, cycle, subject)])
    told = {}
    for seq in {mark.event for mark in marks}:
        text = connection.scalar(select(event.c.text).where(event.c.seq == seq))
        told[seq] = events.parsed(text or "")
    return [
        Passed(mark.event, mark.state, told[mark.event].at, told[mark.event].actor, mark.why, mark.workbook)
        for mark in marks
    ]


def _came(connection: Connection, cycle: str, subject: str) -> Iterator[_Mark]:
    """Yield what happened in the department: issued, goals agreed, self-rated, rated each time it came."""
    agreed = _agreed(connection, cycle, subject)
    books = {book for _, book, _ in agreed}
    if not books:
        of = select(form.c.workbook).where(form.c.cycle == cycle, form.c.employee == subject)
        books = set(connection.scalars(of))
    first = select(issued.c.event, issued.c.name).where(issued.c.workbook.in_(books))
    row = connection.execute(first.order_by(issued.c.event).limit(1)).first()
    if row is not None:
        yield _Mark(row.event, 0, "issued", "", row.name)
    yield from (_Mark(seq, 0, "goals_agreed", "", name) for seq, _, name in agreed)
    own = and_(given.c.cycle == cycle, given.c.subject == subject, given.c.giver == subject)
    rated = select(submission.c.event, submission.c.name).join_from(given, submission).distinct()
    rated = rated.where(own, given.c.relation == SELF, submission.c.state == "read")
    for row in connection.execute(rated.order_by(submission.c.event)):
        yield _Mark(row.event, 0, "self_rated", "", row.name)
    yield from _submitted(connection, cycle, subject)


def _agreed(connection: Connection, cycle: str, subject: str) -> list[tuple[int, str, str]]:
    """Return the goals workbooks that were read with targets of a subject: event, workbook, file name."""
    columns = (submission.c.event, submission.c.workbook, submission.c.name)
    of = select(*columns).join_from(register, submission).distinct()
    of = of.where(
        submission.c.cycle == cycle,
        submission.c.state == "read",
        register.c.kind == TARGETS,
        register.c.key.startswith(f"{subject} ", autoescape=True),
    )
    return [
        (row.event, row.workbook, row.name) for row in connection.execute(of.order_by(submission.c.event))
    ]


def _submitted(connection: Connection, cycle: str, subject: str) -> Iterator[_Mark]:
    """Yield the states of each submission that was read, and those a waiver led to.

    A submission that changes nothing writes no version of the result: the state is that of the last one.
    """
    managers = submission.c.edition.not_in(OF_RATERS)
    counts = and_(
        submission.c.cycle == cycle, submission.c.state == "read", entry.c.employee == subject, managers
    )
    of = select(submission.c.event, submission.c.name).join_from(entry, submission).where(counts).distinct()
    names = {row.event: row.name for row in connection.execute(of)}
    written = select(result.c.event, result.c.state)
    written = written.where(result.c.cycle == cycle, result.c.employee == subject)
    states = {row.event: row.state for row in connection.execute(written)}
    now = "checked"
    for seq in sorted(names.keys() | states.keys()):
        now = states.get(seq, now)
        if seq in names:
            for place, state in enumerate(of_submission(now)):
                yield _Mark(seq, place, state, "", names[seq])
        else:
            yield _Mark(seq, 0, now)


def _decided(connection: Connection, cycle: str, subject: str) -> Iterator[_Mark]:
    for one in steps(connection, cycle, subject):
        yield _Mark(one.event, one.number, one.state, one.reason)
