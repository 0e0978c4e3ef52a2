"""The moves of forms after they were checked: written with who, when and why, and read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, literal, select

from sync.archive.among import Among, as_list, last_numbers, one_of, rows_among
from sync.archive.schema import form, step
from sync.archive.writing import Writing, add, touched
from sync.states import may, needs_reason

GONE_ON = (
    form.update()
    .where(
        form.c.cycle == bindparam("period"),
        one_of(form.c.employee, "people"),
        form.c.state == bindparam("from"),
    )
    .values(state=bindparam("to"), event=bindparam("seq"))
)


class Move(NamedTuple):
    """What is decided of a form: from where it goes to where, and why."""

    subject: str
    was: str
    state: str
    reason: str = ""


class Step(NamedTuple):
    """A move of a form as it was made: who decided it, when [UTC] and why; `event` gives the order."""

    cycle: str
    subject: str
    number: int
    was: str
    state: str
    by: str
    reason: str
    at: str
    event: int


class Overtaken(Exception):  # noqa: N818 - an outcome: somebody else moved a form meanwhile
    """A form no longer stands where it was when the move was decided; nothing is written."""


def move(writing: Writing, cycle: str, moves: Sequence[Move], by: str) -> None:
    """Let forms go on and note each move; whoever goes several ways at once names them in their order.

    Raises Overtaken where a form stands elsewhere by now. A move that is not allowed is a bug.
    """
    for one in moves:
        assert may(one.was, one.state), one
        assert one.reason or not needs_reason(one.was, one.state), one
    waiting = list(moves)
    while waiting:
        group = _same_way(waiting)
        _go_on(writing, cycle, group)
        done = {id(one) for one in group}
        waiting = [one for one in waiting if id(one) not in done]
    note(writing, cycle, moves, by)
    touched(writing, form, cycle=cycle, employee=sorted({one.subject for one in moves}))


def note(writing: Writing, cycle: str, moves: Iterable[Move], by: str) -> None:
    """Write the moves of forms down; where the forms stand is written by whoever moves them."""
    moves = list(moves)
    moved = {one.subject for one in moves}
    last = last_numbers(writing.connection, step.c.subject, moved, step.c.cycle == cycle)

    def rows() -> Iterator[tuple[object, ...]]:
        for one in moves:
            last[one.subject] = last.get(one.subject, 0) + 1
            yield cycle, one.subject, last[one.subject], one.was, one.state, by, one.reason, writing.at

    add(writing, step, rows())


def steps(
    connection: Connection, cycle: str, subject: str | None = None, events: range | None = None
) -> list[Step]:
    """Return the moves of the forms of a cycle, of one form or of some events, in their order."""
    of = select(step).where(step.c.cycle == cycle)
    of = of.where(literal(True) if subject is None else step.c.subject == subject)
    if events is not None:
        of = of.where(step.c.event >= events.start, step.c.event < events.stop)
    return [
        Step(*row) for row in connection.execute(of.order_by(step.c.event, step.c.subject, step.c.number))
    ]


def moments(connection: Connection, cycle: str, state: str, among: Among = None) -> list[tuple[str, str]]:
    """Return when the forms of a cycle, or some of them, came to a state [UTC]: of each in order."""
    of = select(step.c.subject, step.c.at).where(step.c.cycle == cycle, step.c.state == state)
    of = of.order_by(step.c.event, step.c.subject, step.c.number)
    return [(subject, at) for subject, at in rows_among(connection, of, step.c.subject, among)]


def _same_way(moves: Sequence[Move]) -> list[Move]:
    """Return those of the first moves of each form that go the same way as the very first."""
    first = {one.subject: one for one in reversed(moves)}
    way = (moves[0].was, moves[0].state)
    return [one for one in first.values() if (one.was, one.state) == way]


def _go_on(writing: Writing, cycle: str, moves: Sequence[Move]) -> None:
    way = {"from": moves[0].was, "to": moves[0].state, "seq": writing.seq, "period": cycle}
    people = as_list(one.subject for one in moves)
    if writing.connection.execute(GONE_ON, {"people": people, **way}).rowcount != len(moves):
        raise Overtaken
