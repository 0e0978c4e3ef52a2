"""What was found in the workbooks, submission by submission."""

from __future__ import annotations

from operator import attrgetter

from sqlalchemy import ColumnElement, Connection, Select, func, select

from sync.archive.queries import record_of
from sync.archive.schema import finding, submission
from sync.findings import Finding

COLUMNS = tuple(finding.c)[2:-1]
PARTS = attrgetter(*(column.name for column in COLUMNS))
"""A finding as the tuple of its columns."""

READ = submission.c.state == "read"


def findings(connection: Connection, number: int) -> list[Finding]:
    """Return what was found in one submission, in the order it was found."""
    of = select(*COLUMNS).where(finding.c.submission == number).order_by(finding.c.position)
    return [record_of(Finding, row) for row in connection.execute(of)]


def current(connection: Connection, cycle: str) -> list[Finding]:
    """Return what was found in the submission of each workbook of a cycle that counts now."""
    return _of(connection, counting(submission.c.cycle == cycle))


def before(connection: Connection, cycle: str) -> tuple[list[Finding], frozenset[str]]:
    """Return what was found in the submissions that counted before, and which departments sent them."""
    now = counting(submission.c.cycle == cycle)
    earlier = counting(submission.c.cycle == cycle, submission.c.id.not_in(now))
    departments = select(submission.c.department).where(submission.c.id.in_(earlier))
    return _of(connection, earlier), frozenset(connection.scalars(departments))


def beginning(connection: Connection, number: str) -> list[tuple[int, Finding]]:
    """Return what counts now and has a number that begins so, each with the submission it was found in."""
    of = select(finding.c.submission, *COLUMNS).where(
        finding.c.id.startswith(number, autoescape=True), finding.c.submission.in_(counting())
    )
    return [(row[0], record_of(Finding, row[1:])) for row in connection.execute(of)]


def counting(*where: ColumnElement[bool]) -> Select[tuple[int]]:
    """Choose the submission of each workbook that was accepted last, by the order of events."""
    latest = select(func.max(submission.c.event)).where(READ, *where).group_by(submission.c.workbook)
    return select(submission.c.id).where(READ, submission.c.event.in_(latest))


def _of(connection: Connection, submissions: Select[tuple[int]]) -> list[Finding]:
    of = select(*COLUMNS).where(finding.c.submission.in_(submissions))
    order = (finding.c.department.nulls_first(), finding.c.submission, finding.c.position)
    return [record_of(Finding, row) for row in connection.execute(of.order_by(*order))]
