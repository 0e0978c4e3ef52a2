"""What closing a cycle asks of the archive, read in order and in parts, so that memory stays flat."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Select, and_, exists, func, select

from sync.archive.found import counting
from sync.archive.rows import department_of
from sync.archive.schema import final, form, register, step, submission
from sync.states import ASIDE, TOLD

AT_ONCE = 1000
"""So many rows are fetched together."""

PORTION = 1000
"""So many forms are filed with one event, and those of the last workbook among them."""


class Standing(NamedTuple):
    """A form on its way: whose it is, in whose workbook, and where it stands."""

    subject: str
    department: str
    state: str


def untold(connection: Connection, cycle: str) -> list[Standing]:
    """Return the forms on their way whose people do not know the result yet."""
    of = select(form.c.employee, form.c.department, form.c.state)
    of = of.where(form.c.cycle == cycle, form.c.state.not_in((*TOLD, *ASIDE)))
    return [Standing(*row) for row in connection.execute(of.order_by(form.c.department, form.c.employee))]


def published(
    connection: Connection, cycle: str, states: Collection[str]
) -> Iterator[tuple[str, str, str | None]]:
    """Yield subject, department and when the result was published of each form at some states [UTC]."""
    made = and_(step.c.cycle == form.c.cycle, step.c.subject == form.c.employee, step.c.state == "published")
    of = select(form.c.employee, form.c.department, step.c.at).join_from(form, step, made, isouter=True)
    of = of.where(form.c.cycle == cycle, form.c.state.in_(states)).execution_options(yield_per=AT_ONCE)
    yield from map(tuple, connection.execute(of))


def scores(connection: Connection, cycle: str) -> tuple[Sequence[float], Sequence[float]]:
    """Return the scores as decided last of whoever knows their result, the lowest first: people, departments.

    They are kept as bare numbers, eight bytes each.
    """
    later = final.alias()
    newer = and_(later.c.cycle == cycle, later.c.subject == final.c.subject, later.c.number > final.c.number)
    told = and_(form.c.cycle == final.c.cycle, form.c.employee == final.c.subject, form.c.state.in_(TOLD))
    of = select(final.c.subject, final.c.score).join_from(final, form, told)
    of = of.where(final.c.cycle == cycle, final.c.score.is_not(None), ~exists().where(newer))
    of = of.order_by(final.c.score)
    people, units = array("d"), array("d")
    for subject, score in connection.execute(of.execution_options(yield_per=AT_ONCE)):
        (people if department_of(subject) is None else units).append(score)
    return people, units


def workbooks(connection: Connection, cycle: str) -> Iterator[list[str]]:
    """Yield the workbooks that hold the forms of a cycle, department by department, in portions."""
    of = select(form.c.workbook, func.count()).where(form.c.cycle == cycle)
    of = of.group_by(form.c.department, form.c.workbook).order_by(form.c.department, form.c.workbook)
    portion: list[str] = []
    forms = 0
    for workbook, number in connection.execute(of):
        portion.append(workbook)
        forms += number
        if forms >= PORTION:
            yield portion
            portion, forms = [], 0
    if portion:
        yield portion


def subjects(books: Sequence[str]) -> Select[tuple[str]]:
    """Choose whose forms some workbooks hold: a question within other ones, which names nobody."""
    return select(form.c.employee).where(form.c.workbook.in_(books))


def standing(connection: Connection, books: Sequence[str]) -> list[Standing]:
    """Return the forms of some workbooks whose people know the result.

    A workbook is of one cycle, which need not be named: its key would lead through all forms of the cycle.
    """
    of = select(form.c.employee, form.c.department, form.c.state).where(form.c.workbook.in_(books))
    of = of.where(form.c.state.in_(TOLD))
    return [Standing(*row) for row in connection.execute(of.order_by(form.c.department, form.c.employee))]


def rows_of(connection: Connection, kind: str, books: Sequence[str]) -> Iterator[dict[str, object]]:
    """Yield the rows of a register in the submissions that count of some workbooks."""
    of = select(register.c.document).where(register.c.kind == kind)
    of = of.where(register.c.submission.in_(counting(submission.c.workbook.in_(books))))
    for document in connection.scalars(of):
        yield msgspec.json.decode(document, type=dict[str, object])
