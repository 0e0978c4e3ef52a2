"""What payroll was told of people: line by line in batches, each line a version of what the person is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, func, literal, select

from sync.archive.rows import number
from sync.archive.schema import pay_line
from sync.archive.writing import Writing, add


class PayLine(NamedTuple):
    """What payroll is told of a person in a cycle, in one batch [money: the smallest coin].

    `amount` is what the person is due in all for the cycle, `difference` what this batch adds to what was
    told before; `state` is provisional or final, `days` of `of_days` were served.
    """

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


def tell(writing: Writing, cycle: str, lines: Iterable[PayLine]) -> None:
    """Write down what payroll is told, each line as the next of its person."""
    of = select(pay_line.c.subject, func.max(pay_line.c.number)).where(pay_line.c.cycle == cycle)
    last = {row[0]: row[1] for row in writing.connection.execute(of.group_by(pay_line.c.subject))}
    rows = []
    for one in lines:
        last[one.subject] = last.get(one.subject, 0) + 1
        subject, batch, state, grade, coefficient, *rest = one
        rows.append((cycle, subject, last[subject], batch, state, grade, number(coefficient), *rest))
    add(writing, pay_line, rows)


def told(connection: Connection, cycle: str, batch: str | None = None) -> list[PayLine]:
    """Return what payroll was told of a cycle, in all batches or one, in the order it was told."""
    of = select(*(pay_line.c[name] for name in PayLine._fields)).where(pay_line.c.cycle == cycle)
    of = of.where(literal(True) if batch is None else pay_line.c.batch == batch)
    rows = connection.execute(of.order_by(pay_line.c.event, pay_line.c.subject, pay_line.c.number))
    return [PayLine(*row) for row in rows]
