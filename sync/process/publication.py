"""Results on their way down the reporting line: who sees whose, and until when they may answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from addin.scoring.calendar import OPINIONS, working_day_after
from addin.scoring.scheme import Department, Person, Roster, Scheme, Settings
from sync.process.assignment import superior_of


def above(person: Person, roster: Roster) -> Iterator[Person]:
    """Yield a person's superior, the superior's superior and so on, nobody twice and never the person."""
    met = {person.id}
    superior = superior_of(person, roster)
    while superior is not None and superior.id not in met:
        yield superior
        met.add(superior.id)
        superior = superior_of(superior, roster)


def teams(roster: Roster, told: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return, by manager, everybody below them whose result is told, whoever stands between.

    Nobody stands in what they receive themselves, and nobody receives a row of who is not below them.
    """
    found: dict[str, list[str]] = {}
    for employee in sorted(told):
        for manager in above(roster[employee], roster):
            found.setdefault(manager.id, []).append(employee)
    return {manager: tuple(people) for manager, people in sorted(found.items())}


def reader_of_unit(unit: Department, scheme: Scheme, roster: Roster) -> Person | None:
    """Return who receives the result of a department: its head, else the nearest head above; None without."""
    met: set[str] = set()
    found: Department | None = unit
    while found is not None and found.id not in met:
        head = roster.get(found.head or "")
        if head is not None:
            return head
        met.add(found.id)
        found = scheme.departments.get(found.parent or "")
    return None


def last_to_answer(published: date, due: date, settings: Settings) -> date:
    """Return the last day on which somebody may object to a result or appeal against it.

    That is so many working days after it was published (Settings: Appeal), and never before the day on which
    the window of the cycle ends: who is told late has not less time.
    """
    return _not_before(due, published, settings.appeal_days, settings)


def last_to_talk(published: date, due: date, settings: Settings) -> date:
    """Return the day by which a result is talked over: five working days after it was published.

    Never before the day on which the window of the cycle ends. Source: product.md, A cycle.
    """
    return _not_before(due, published, OPINIONS, settings)


def _not_before(due: date, published: date, days: int, settings: Settings) -> date:
    return max(due, working_day_after(published, days, settings.holidays, settings.make_up_days))
