"""What payroll was told of people: line by line in batches, each line a version of what the person is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, literal, select

from sync.archive import events
from sync.archive.among import Among, last_numbers, rows_among
from sync.archive.rows import number
from sync.archive.schema import event, pay_line
from sync.archive.writing import Writing, add

BATCH = "P-"
"""Batches are called P-1, P-2 and so on, whatever cycles their lines are of."""


class PayLine(NamedTuple):
    """What payroll is told of a person in a cycle, in one batch [money: the smallest coin].

    `amount` is what the person is due in all for the cycle, `difference` what this batch adds to what was
    told before; `state` is provisional or final, `days` of `of_days` were served.
    """

    cycle: str
    subject: str
    batch: str
    state: str
    grade: str | None
    coefficient: float | None
    base: int | None
    amount: int | None
    days: int
    of_days: int
    difference: int | None


class Batch(NamedTuple):
    """What payroll was told at once: its name, the cycle whose pay base it is, and by which event."""

    name: str
    cycle: str
    event: int


def tell(writing: Writing, lines: Sequence[PayLine]) -> None:
    """Write down what payroll is told, each line as the next of its person in its cycle."""
    for cycle in dict.fromkeys(one.cycle for one in lines):
        own = [one for one in lines if one.cycle == cycle]
        add(writing, pay_line, _numbered(writing.connection, cycle, own))


def is_told(connection: Connection, lines: Sequence[PayLine]) -> bool:
    """Tell whether payroll was told one of the batches of some lines already."""
    return bool({one.batch for one in lines} & _batches(connection)) if lines else False


def told(
    connection: Connection,
    cycle: str | None = None,
    batch: str | None = None,
    among: Among = None,
) -> list[PayLine]:
    """Return what payroll was told, of all cycles, batches and people or some: of each in order."""
    of = select(*(pay_line.c[name] for name in PayLine._fields))
    of = of.where(literal(True) if cycle is None else pay_line.c.cycle == cycle)
    of = of.where(literal(True) if batch is None else pay_line.c.batch == batch)
    of = of.order_by(pay_line.c.event, pay_line.c.cycle, pay_line.c.subject, pay_line.c.number)
    return [PayLine(*row) for row in rows_among(connection, of, pay_line.c.subject, among)]


def cycles_told(connection: Connection) -> list[str]:
    """Return the cycles of which payroll was told anything."""
    return list(connection.scalars(select(pay_line.c.cycle).distinct().order_by(pay_line.c.cycle)))


def batches(connection: Connection) -> list[Batch]:
    """Return every batch payroll was told, in that order; its lines may be of other cycles than its own."""
    last = select(pay_line.c.batch, func.max(pay_line.c.event).label("seq")).group_by(pay_line.c.batch)
    told_by = last.subquery()
    of = select(told_by.c.batch, event.c.text, event.c.seq).join(event, event.c.seq == told_by.c.seq)
    rows = connection.execute(of.order_by(event.c.seq))
    return [Batch(name, events.parsed(text).subject, seq) for name, text, seq in rows]


def next_batch(connection: Connection) -> str:
    """Return what the next batch is called."""
    numbers = [one.removeprefix(BATCH) for one in _batches(connection)]
    return f"{BATCH}{max((int(one) for one in numbers if one.isdecimal()), default=0) + 1}"


def _batches(connection: Connection) -> set[str]:
    return set(connection.scalars(select(pay_line.c.batch).distinct()))


def _numbered(connection: Connection, cycle: str, lines: Sequence[PayLine]) -> Iterator[tuple[object, ...]]:
    subjects = {one.subject for one in lines}
    last = last_numbers(connection, pay_line.c.subject, subjects, pay_line.c.cycle == cycle)
    for one in lines:
        last[one.subject] = last.get(one.subject, 0) + 1
        _, subject, batch, state, grade, coefficient, *rest = one
        yield (cycle, subject, last[subject], batch, state, grade, number(coefficient), *rest)
