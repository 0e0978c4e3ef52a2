"""With whom a result was to be talked over and nobody has noted it: counted portion by portion."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from sync.archive.closing import Standing, rows_of
from sync.archive.finals import Decided
from sync.archive.records import records
from sync.archive.rows import department_of
from sync.archive.steps import moments
from sync.archive.store import Archive
from sync.service.cycles import Rules
from sync.service.steps.talking import APPEALED, INTERVIEW, REGISTER, Order, Reasons, why_to_talk
from sync.service.steps.told import Grades, grades_before, local_day


class Missing(NamedTuple):
    """A talk that was to be held and is not noted: how urgent it is, and with whom."""

    order: Order
    subject: str


@dataclass(frozen=True, slots=True)
class Talks:
    """What it takes to tell with whom of a cycle is to be talked; `alone` has no superior to do it."""

    cycle: str
    alone: Collection[str]
    why: Callable[[str | None, str | None, bool], tuple[Reasons, Order]]
    before: Callable[[Connection, Collection[str]], Grades]
    day: Callable[[str], date]

    def missing(
        self,
        connection: Connection,
        forms: Sequence[Standing],
        decided: Mapping[str, Decided],
        books: Sequence[str],
    ) -> list[Missing]:
        """Return the talks about the forms of some workbooks that are not noted."""
        due = dict(self._due(connection, forms, decided))
        noted = {one.key for one in records(connection, INTERVIEW, self.cycle, among=due)}
        noted.update(self._in_registers(connection, due, books))
        return [Missing(order, who) for who, order in due.items() if who not in noted]

    def _due(
        self, connection: Connection, forms: Sequence[Standing], decided: Mapping[str, Decided]
    ) -> Iterator[tuple[str, Order]]:
        people = [one for one in forms if department_of(one.subject) is None and one.subject in decided]
        before = self.before(connection, [one.subject for one in people])
        for one in people:
            grade = decided[one.subject].final.grade
            reasons, order = self.why(grade, before.get(one.subject), one.state in APPEALED)
            if reasons and one.subject not in self.alone:
                yield one.subject, order

    def _in_registers(
        self, connection: Connection, due: Collection[str], books: Sequence[str]
    ) -> Iterator[str]:
        """Yield with whom department workbooks say a talk was held, once the result was published."""
        said = [
            (str(row.get("employee")), str(row.get("held_on")))
            for row in rows_of(connection, REGISTER, books)
        ]
        held = [(who, day) for who, day in said if who in due]
        made = dict(moments(connection, self.cycle, "published", {who for who, _ in held}))
        yield from (who for who, day in held if who in made and day >= self.day(made[who]).isoformat())


def talks_of(archive: Archive, rules: Rules, alone: Collection[str]) -> Talks:
    """Return what it takes to tell with whom of a cycle is to be talked."""
    before = grades_before(archive, rules)
    return Talks(rules.cycle.id, alone, why_to_talk(rules), before, local_day(rules))
