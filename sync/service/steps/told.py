"""When results were published, and until when people may answer to theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sync.archive.rows import FormRecord
from sync.archive.steps import steps
from sync.archive.store import Archive
from sync.process.publication import last_to_answer
from sync.service.cycles import Rules
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
