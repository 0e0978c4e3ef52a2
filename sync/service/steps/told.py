"""When results were published, until when people may answer to theirs, and what was before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sync.archive.rows import FormRecord
from sync.archive.steps import moments
from sync.archive.store import Archive
from sync.process.publication import last_to_answer
from sync.service.cycles import Rules, opened
from sync.service.outcomes import last_before, outcomes_of
from sync.service.steps.extend import windows_of


def published_on(archive: Archive, rules: Rules) -> dict[str, date]:
    """Return the day each result of a cycle was published, where the company is."""
    zone = ZoneInfo(rules.scheme.settings.timezone)
    with archive.reading() as connection:
        made = moments(connection, rules.cycle.id, "published")

    @cache
    def day(at: str) -> date:
        return datetime.fromisoformat(at).astimezone(zone).date()

    return {subject: day(at) for subject, at in made}


def answers_due(archive: Archive, rules: Rules, forms: Collection[FormRecord]) -> dict[str, date]:
    """Return, by subject, the last day to answer to a result; until it is published, that of the window."""
    published = published_on(archive, rules)
    ends = windows_of(archive, rules, {one.department for one in forms})

    @cache
    def last(day: date | None, end: date) -> date:
        return end if day is None else last_to_answer(day, end, rules.scheme.settings)

    return {
        form.employee: last(published.get(form.employee), ends[form.department]["appeals"]) for form in forms
    }


def results_before(archive: Archive, rules: Rules) -> Mapping[str, tuple[float, str | None]]:
    """Return everybody's score and grade of the cycle of the same kind before, as it counts."""
    name = last_before(archive, rules.scheme, rules.cycle)
    if name is None:
        return {}
    finishes = {who: one.finish for who, one in outcomes_of(archive, opened(archive, name)).items()}
    return {who: (one.score, one.grade) for who, one in finishes.items() if one.score is not None}
