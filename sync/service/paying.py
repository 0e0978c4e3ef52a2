"""What payroll is to be told of a cycle now: from decided results, bases, and what was told before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection

from sync.archive import finals, pay
from sync.archive.among import Among
from sync.archive.finals import Decided, Final
from sync.archive.pay import PayLine
from sync.archive.records import records
from sync.archive.rows import department_of
from sync.archive.store import Archive
from sync.process.assignment import days_of, days_served, served_less
from sync.process.deciding import coefficient_of
from sync.process.pay import FINAL, Due, coins_of, is_other, line_of, state_of
from sync.service.cycles import Rules, opened
from sync.service.excused import forms_of
from sync.states import ASIDE, SETTLED

DECIDED = "decided"
"""Where a form stands once an appeal against its result was decided."""

BASE = "pay_base"
"""How bases are noted: by employee, of one cycle or (no cycle named) from then on."""

ALWAYS = ""


def lines_due(
    connection: Connection,
    rules: Rules,
    stands: Mapping[str, str],
    decided: Mapping[str, Decided],
    served: Mapping[str, int],
    batch: str,
    among: Among = None,
    *,
    own: bool = False,
) -> Iterator[PayLine]:
    """Yield the line of each person that differs from what payroll was told, as its next batch.

    stands: subjects and where their forms stand; people whose results nobody has approved have no line, nor
    have departments, nor who is exempt, unless payroll was told of them before. decided: their results;
    served: the days of those who were not there all the time; among: who is asked for, None for everybody;
    own: by the bases of this cycle alone.
    """
    last = {one.subject: one for one in pay.told(connection, rules.cycle.id, among=among)}
    bases, length = bases_of(connection, rules, last, among, own=own), days_of(rules.cycle)
    for subject, state in stands.items():
        if department_of(subject) is None:
            before, days = last.get(subject), (served.get(subject, length), length)
            final = decided[subject].final if subject in decided else None
            due = _due(rules, state, final, before, bases.get(subject), days)
            line = due and line_of(rules.cycle.id, subject, batch, due, before)
            if line:
                yield line


def difference_after(archive: Archive, rules: Rules, final: Final) -> int | None:
    """Return what payroll will be told beside what it was told, once an appeal is decided so [coins].

    It is worked out as the line of the next pay base is, to the coin. None where payroll was told no amount,
    or will be told none.
    """
    cycle, subject = rules.cycle.id, final.subject
    person, length = rules.roster.get(subject), days_of(rules.cycle)
    days = days_served(person, rules.cycle) if person else length
    with archive.reading() as connection:
        told = pay.told(connection, cycle, among=(subject,))
        if not told:
            return None
        base = bases_of(connection, rules, {subject: told[-1]}, (subject,)).get(subject)
    last = told[-1]
    due = _due(rules, DECIDED, final, last, base, (days, length))
    line = due and line_of(cycle, subject, last.batch, due, last)
    return line.difference if line else None if last.amount is None else 0


def changes_elsewhere(
    archive: Archive, cycle: str, batch: str, departments: Collection[str] = ()
) -> Iterator[PayLine]:
    """Yield what has changed since payroll was told of other cycles: differences of the next payment.

    departments: only of people who stood in one of these then; empty: of everybody. Whoever was told without
    a base then was paid by the coefficient: a base that came for later cycles adds nothing to that.
    """
    with archive.reading() as connection:
        others = [one for one in pay.cycles_told(connection) if one != cycle]
    for other in others:
        rules = opened(archive, other)
        with archive.reading() as connection:
            last = {one.subject: one for one in pay.told(connection, other)}
        stands = {
            one.employee: one.state
            for one in forms_of(archive, rules)
            if one.employee in last and (not departments or one.department in departments)
        }
        due = whole_due(archive, rules, stands, batch, own=True)
        yield from (one for one in due if is_other(one, last[one.subject]))


def whole_due(
    archive: Archive, rules: Rules, stands: Mapping[str, str], batch: str, *, own: bool = False
) -> list[PayLine]:
    """Return the lines of a whole cycle that differ from what payroll was told, as its next batch.

    own: by the bases of this cycle alone.
    """
    served = served_less(rules.roster.values(), rules.cycle)
    with archive.reading() as connection:
        decided = finals.decided(connection, rules.cycle.id)
        return [*lines_due(connection, rules, stands, decided, served, batch, own=own)]


def bases_of(
    connection: Connection, rules: Rules, last: Mapping[str, PayLine], among: Among, *, own: bool = False
) -> dict[str, int]:
    """Return the base of each person for a cycle [coins]: the cycle's own, the one told, the usual one.

    own: without the usual one.
    """
    decimals = rules.scheme.settings.currency_decimals
    usual, special = (
        {
            one.key: coins_of(one.document["base"], decimals)
            for one in records(connection, BASE, name, among=among)
        }
        for name in (ALWAYS, rules.cycle.id)
    )
    told = {subject: one.base for subject, one in last.items() if one.base is not None}
    return ({} if own else usual) | told | special


def _due(
    rules: Rules,
    state: str,
    final: Final | None,
    last: PayLine | None,
    base: int | None,
    days: tuple[int, int],
) -> Due | None:
    if state in ASIDE:
        return last and Due(FINAL, None, None, last.base, last.days, last.of_days)
    if state not in SETTLED or final is None:
        return None
    coefficient = final.coefficient
    if coefficient is None:
        coefficient = coefficient_of(rules.scheme, final.grade)
    return Due(state_of(state), final.grade, coefficient, base, *days)
