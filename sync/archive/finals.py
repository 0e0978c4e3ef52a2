"""Results as they were decided: each decision a version of its own, the last one counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from sync.archive.among import Among, last_numbers, rows_among
from sync.archive.rows import number
from sync.archive.schema import final
from sync.archive.writing import Writing, add


class Final(NamedTuple):
    """A decided result: what was decided on (`version` of the result it stands on), and what it came to.

    `kind` says who decided: calibrated, appeal or closed. `provisional` is the score of the workbook, `bonus`
    and `deduction` [points] what was added and taken, `veto` its effect, `proposed` the grade that the quotas
    had proposed.
    """

    subject: str
    version: int
    kind: str
    score: float | None
    grade: str | None
    rank: int | None = None
    coefficient: float | None = None
    provisional: float | None = None
    bonus: float | None = None
    deduction: float | None = None
    veto: str | None = None
    proposed: str | None = None
    reason: str = ""


class Decided(NamedTuple):
    """A decided result as it stands in the archive: its number from 1, by whom and when [UTC].

    `changes` counts the decisions so far that gave a result another score or grade than the one before.
    """

    final: Final
    number: int
    by: str
    at: str
    event: int
    changes: int = 0


NAMES = ("version", "kind", "score", "grade", "rank", "coefficient")
SAID = (*NAMES, "provisional", "bonus", "deduction", "veto", "proposed")
"""What a decision says of a result, in the order in which it is stored."""


def decide(writing: Writing, cycle: str, finals: Iterable[Final], by: str) -> None:
    """Write decided results down, each as the next number of its subject."""
    finals = list(finals)
    subjects = {one.subject for one in finals}
    last = last_numbers(writing.connection, final.c.subject, subjects, final.c.cycle == cycle)

    def rows() -> Iterator[tuple[object, ...]]:
        for one in finals:
            last[one.subject] = last.get(one.subject, 0) + 1
            yield cycle, one.subject, last[one.subject], *_said(one), by, one.reason, writing.at

    add(writing, final, rows())


def decided(connection: Connection, cycle: str, among: Among = None) -> dict[str, Decided]:
    """Return the decided result that counts of each subject of a cycle, or of some: the last one."""
    return {one.final.subject: one for one in _every(connection, cycle, among)}


def every(connection: Connection, cycle: str, subject: str | None = None) -> list[Decided]:
    """Return every decided version of a cycle, of all or one subject, the oldest first."""
    return list(_every(connection, cycle, None if subject is None else (subject,)))


def _every(connection: Connection, cycle: str, among: Among) -> Iterator[Decided]:
    names = ("subject", *SAID, "reason", "number", "decided_by", "at", "event")
    of = select(*(final.c[name] for name in names)).where(final.c.cycle == cycle)
    of = of.order_by(final.c.subject, final.c.number)
    width, rows = len(SAID) + 2, rows_among(connection, of, final.c.subject, among)
    return _counted(Decided(Final(*row[:width]), *row[width:]) for row in rows)


def _counted(found: Iterable[Decided]) -> Iterator[Decided]:
    """Yield decisions with how many before them, or they themselves, changed the result of their subject."""
    last: Decided | None = None
    for one in found:
        if last is not None and last.final.subject == one.final.subject:
            same = (last.final.score, last.final.grade) == (one.final.score, one.final.grade)
            one = one._replace(changes=last.changes + (not same))
        last = one
        yield one


def _said(one: Final) -> tuple[object, ...]:
    score, coefficient = number(one.score), number(one.coefficient)
    added = (number(one.provisional), number(one.bonus), number(one.deduction))
    return (one.version, one.kind, score, one.grade, one.rank, coefficient, *added, one.veto, one.proposed)
