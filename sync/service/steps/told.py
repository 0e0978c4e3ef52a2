"""Who results are told to, when they were, until when one may answer, and what was before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import cache, partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from addin.scoring.calendar import deadlines
from addin.scoring.scheme import Person
from sync.archive import finals, queries
from sync.archive.rows import FormRecord, department_of
from sync.archive.steps import moments
from sync.archive.store import Archive
from sync.archive.windows import extended, extensions
from sync.process.publication import last_to_answer, reader_of_unit
from sync.service.cycles import Rules, is_closed, opened
from sync.service.outcomes import last_before, outcomes_of
from sync.states import DECIDED


def reader_of(rules: Rules, subject: str) -> Person | None:
    """Return who receives a result: its person, for a department its head or who is above; None without."""
    unit = rules.scheme.departments.get(department_of(subject) or "")
    return reader_of_unit(unit, rules.scheme, rules.roster) if unit else rules.roster.get(subject)


def published_on(archive: Archive, rules: Rules, among: Collection[str] | None = None) -> dict[str, date]:
    """Return the day each result of a cycle, or of some people, was published, where the company is."""
    day = local_day(rules)
    with archive.reading() as connection:
        made = moments(connection, rules.cycle.id, "published", among)
    return {subject: day(at) for subject, at in made}


def local_day(rules: Rules) -> Callable[[str], date]:
    """Return what tells the day of a moment [UTC, ISO] where the company is; moments are few."""
    zone = ZoneInfo(rules.scheme.settings.timezone)
    return cache(lambda at: datetime.fromisoformat(at).astimezone(zone).date())


def answers_due(archive: Archive, rules: Rules, forms: Collection[FormRecord]) -> dict[str, date]:
    """Return, by subject, the last day to answer to a result; until it is published, that of the window."""
    with archive.reading() as connection:
        made = dict(moments(connection, rules.cycle.id, "published", [one.employee for one in forms]))
    last = last_to_say(archive, rules)
    return {form.employee: last(form.department, made.get(form.employee)) for form in forms}


def last_to_say(archive: Archive, rules: Rules) -> Callable[[str, str | None], date]:
    """Return what tells the last day to answer: by department, and when the result was published [UTC]."""
    with archive.reading() as connection:
        given = extensions(connection, rules.cycle.id)
    ends, day, settings = (
        deadlines(rules.cycle, rules.scheme.settings),
        local_day(rules),
        rules.scheme.settings,
    )

    longer = {one.department for one in given}

    @cache
    def last(department: str | None, at: str | None) -> date:
        end = extended(ends, given, department)["appeals"]
        return end if at is None else last_to_answer(day(at), end, settings)

    return lambda department, at: last(department if department in longer else None, at)


def results_before(archive: Archive, rules: Rules) -> Mapping[str, tuple[float, str | None]]:
    """Return everybody's score and grade of the cycle of the same kind before, as it counts."""
    name = last_before(archive, rules.scheme, rules.cycle)
    if name is None:
        return {}
    finishes = {who: one.finish for who, one in outcomes_of(archive, opened(archive, name)).items()}
    return {who: (one.score, one.grade) for who, one in finishes.items() if one.score is not None}


Grades = Mapping[str, str | None]


def grades_before(archive: Archive, rules: Rules) -> Callable[[Connection, Collection[str]], Grades]:
    """Return what tells the grades of some people in the cycle of the same kind before, as they count.

    In a closed cycle these are the decided ones; only while it is open everybody's have to be worked out.
    """
    name = last_before(archive, rules.scheme, rules.cycle)
    if name is None:
        return lambda _connection, _people: {}
    if is_closed(archive, name):
        return partial(_decided_grades, name)
    known = {who: grade for who, (_, grade) in results_before(archive, rules).items()}
    return lambda _connection, _people: known


def _decided_grades(cycle: str, connection: Connection, people: Collection[str]) -> Grades:
    held = queries.standing(connection, cycle, DECIDED, people)
    found = finals.decided(connection, cycle, held)
    return {who: one.final.grade for who, one in found.items() if one.final.score is not None}
