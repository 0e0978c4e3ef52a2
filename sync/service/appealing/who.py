"""Who may act on an appeal: nobody with a part in the result, or under its person; and who has the role."""

from __future__ import annotations

from sync.archive.rows import department_of
from sync.archive.store import Archive
from sync.process import appeals
from sync.process.appeals import Appeal
from sync.process.assignment import receiver, superior_of
from sync.process.deciders import HR, called
from sync.process.publication import above
from sync.process.rating import assigned
from sync.service.cycles import Rules
from sync.service.steps.choosing import name_of, refuse_without_role
from sync.settings import stop

COMMITTEE = "committee"
LOOKING = (*HR, COMMITTEE)
DECIDING = (COMMITTEE,)


def refuse_barred(archive: Archive, rules: Rules, appeal: Appeal, by: str, roles: tuple[str, ...]) -> None:
    """Refuse somebody who may not act on an appeal, since they are not free to, or others have the role."""
    part, under = involved(rules, appeal.subject), beneath(rules, appeal.subject)
    why = appeals.barred(appeal, by, part, under, rules.roster)
    if why is not None:
        values = {"by": by, "number": appeal.id, "name": name_of(rules, appeal.subject)}
        raise stop(f"appeal_barred_{why}", archive.language, **values)
    refuse_without_role(archive, rules, by, roles, (_home(rules, appeal.subject),))


def refuse_stranger(archive: Archive, rules: Rules, subject: str, by: str | None) -> None:
    """Refuse somebody who may not speak for whose result it is: the person, the head of a department, HR."""
    if by is not None and not called(by, rules.roster) & _voices(rules, subject):
        refuse_without_role(archive, rules, by, HR, (_home(rules, subject),))


def involved(rules: Rules, subject: str, *, raters: bool = True) -> frozenset[str]:
    """Return who had a part in a result: who rated, reviewed the ratings, or heads what is judged.

    raters: also those who rated beside the manager, whose names nobody is told.
    """
    unit, roster, scheme = department_of(subject), rules.roster, rules.scheme
    if unit is not None:
        return _voices(rules, subject)
    person = roster.get(subject)
    superior = superior_of(person, roster) if person else None
    rated = assigned(scheme, roster, rules.cycle) if raters else {}
    found = {who for who, people in rated.items() if subject in people}
    if superior is None:
        return frozenset(found)
    unit = superior.department
    head = receiver(unit, scheme.departments[unit].head, (), roster) if unit in scheme.departments else None
    return frozenset(found | {superior.id} | ({head.id} if head else set())) - {subject}


def beneath(rules: Rules, subject: str) -> frozenset[str]:
    """Return who depends on whose result it is: all below a person, all who belong to a department.

    They are not free to decide, and their own pay may follow from what they decide.
    """
    unit, people = department_of(subject), rules.roster.values()
    over = _voices(rules, subject)
    below = {one.id for one in people if any(boss.id in over for boss in above(one, rules.roster))}
    return frozenset(below | {one.id for one in people if unit is not None and one.department == unit}) - over


def _voices(rules: Rules, subject: str) -> frozenset[str]:
    """Return who speaks for a result: its person, or the head of the department."""
    unit = department_of(subject)
    if unit is None:
        return frozenset({subject})
    known = rules.scheme.departments.get(unit)
    return frozenset({known.head} if known and known.head else ())


def _home(rules: Rules, subject: str) -> str | None:
    person = rules.roster.get(subject)
    return person.department if person else department_of(subject)
