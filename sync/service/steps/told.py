"""When results were published, until when people may answer to theirs, and what was before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sync.archive.rows import FormRecord
from sync.archive.steps import steps
from sync.archive.store import Archive
from sync.process.publication import last_to_answer
from sync.service.cycles import Rules, opened
from sync.service.outcomes import last_before, outcomes_of
from sync.service.steps.extend import windows


def published_on(archive: Archive, rules: Rules) -> dict[str, date]:
    """Return the day each result of a cycle was published, where the company is."""
    zone = ZoneInfo(rules.scheme.settings.timezone)
    with archive.reading() as connection:
        made = [one for one in steps(connection, rules.cycle.id) if one.state == "published"]
    return {one.subject: datetime.fromisoformat(one.at).astimezone(zone).date() for one in made}


def answers_due(archive: Archive, rules: Rules, forms: Collection[FormRecord]) -> dict[str, date]:
    """Return, by subject, the last day to answer to a result; until it is published, that of the window."""
    published = published_on(archive, rules)
    ends = {unit: windows(archive, rules, unit)["appeals"] for unit in {one.department for one in forms}}
    settings, found = rules.scheme.settings, {}
    for form in forms:
        day, end = published.get(form.employee), ends[form.department]
        found[form.employee] = end if day is None else last_to_answer(day, end, settings)
    return found


def results_before(archive: Archive, rules: Rules) -> Mapping[str, tuple[float, str | None]]:
    """Return everybody's score and grade of the cycle of the same kind before, as it counts."""
    name = last_before(archive, rules.scheme, rules.cycle)
    if name is None:
        return {}
    finishes = {who: one.finish for who, one in outcomes_of(archive, opened(archive, name)).items()}
    return {who: (one.score, one.grade) for who, one in finishes.items() if one.score is not None}
