"""`health`: is the process itself good: time per step, returns and findings by department, indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from addin.scoring.calendar import working_days_between
from addin.scoring.methods import METHODS
from addin.scoring.parameters import told as told_number
from addin.texts import listed, say
from sync.analysis.health import Health, Pace, Passed, Rounds, Scored, indicators, paces, rounds
from sync.archive.passages import Told, passages, scores, told
from sync.archive.store import Archive
from sync.checks.scheme.rules import REVIEWED_WITHIN
from sync.process.outcomes import rules_of
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.steps.choosing import today
from sync.service.steps.extend import windows
from sync.settings import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection

Document = dict[str, Any]

ENDS = {
    "submitted": "submission",
    "checked": "resubmission",
    "reviewed_by_hr": "review",
    "calibrated": "approval",
    "approved": "approval",
    "published": "publication",
    "archived": "close",
}
"""By which deadline a form is to have come to a step."""


@dataclass(frozen=True, slots=True)
class Process:
    """How a cycle went: the pace of its steps, its departments, what was found, its indicators."""

    paces: list[Pace]
    rounds: list[Rounds]
    told: list[Told]
    indicators: list[Health]


def health_in(workspace: Workspace, cycle: str) -> Document:
    """Return how a cycle went as a JSON document: steps, departments, findings, indicators."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        found = process_of(archive, rules)
    units = rules.scheme.departments
    return {
        "steps": [one._asdict() | {"due": one.due.isoformat() if one.due else None} for one in found.paces],
        "departments": [
            one._asdict()
            | {
                "title": units[one.department].name if one.department in units else one.department,
                "return_rate": one.return_rate,
            }
            for one in found.rounds
        ],
        "findings": [one._asdict() for one in found.told],
        "indicators": [
            one._asdict() | {"name": rules.scheme.indicators[one.indicator].name, "codes": list(one.codes)}
            for one in found.indicators
        ],
    }


def process_of(archive: Archive, rules: Rules) -> Process:
    """Gather how a cycle went from what was written down of it."""
    settings = rules.scheme.settings
    with archive.reading() as connection:
        passed = list(_passed(connection, rules))
        found = told(connection, rules.cycle.id)
        lines = indicators(_scored(connection, rules), _stale(rules))

    @cache
    def due(department: str) -> dict[str, date]:
        ends = windows(archive, rules, department or None)
        return {step: ends[end] for step, end in ENDS.items()}

    @cache
    def days(first: date, last: date) -> int:
        return working_days_between(first, last, settings.holidays, settings.make_up_days)

    return Process(
        paces(passed, days, due),
        rounds(passed, due, today(rules)),
        found,
        lines,
    )


def _passed(connection: Connection, rules: Rules) -> Iterator[Passed]:
    zone = ZoneInfo(rules.scheme.settings.timezone)

    @cache
    def day(moment: str) -> date:
        return datetime.fromisoformat(moment).astimezone(zone).date()

    for one in passages(connection, rules.cycle.id):
        yield Passed(one.subject, one.department, one.step, day(one.at))


def _scored(connection: Connection, rules: Rules) -> Iterator[Scored]:
    """Yield each line of each form that counts, with the best score its rule can give."""
    known, full = rules.scheme.indicators, rules.scheme.settings.full_score

    @cache
    def best(subject: str) -> dict[str, float]:
        lines = rules_of(rules.scheme, rules.roster, rules.cycle, subject)
        return {key: METHODS[line.method].best(line.parameters, full) for key, line in lines.items()}

    for subject, indicator, score in scores(connection, rules.cycle.id):
        if indicator in known:
            yield Scored(indicator, score, best(subject).get(indicator, inf))


def _stale(rules: Rules) -> set[str]:
    """Return the indicators not reviewed for too long, where HR notes the days of review at all."""
    known = rules.scheme.indicators
    if not any(one.reviewed_on for one in known.values()):
        return set()
    oldest = rules.cycle.ends - REVIEWED_WITHIN
    return {key for key, one in known.items() if one.reviewed_on is None or one.reviewed_on < oldest}


def shown(found: Document, language: str) -> dict[str, list[Document]]:
    """Return the parts that have anything to show, in words; of the indicators those to be looked at."""
    families = {family: say(f"checks.families.{family}", language) for family in _families(found)}
    titles = {one["department"]: one["title"] for one in found["departments"]}
    parts = {
        "steps": [one | {"step": say(f"choices.state.{one['step']}", language)} for one in found["steps"]],
        "departments": [one | {"return_rate": _percent(one["return_rate"])} for one in found["departments"]],
        "findings": [
            one
            | {
                "department": titles.get(one["department"], one["department"]),
                "family": families[one["family"]],
                "severity": say(f"choices.severity.{one['severity']}", language),
            }
            for one in found["findings"]
        ],
        "indicators": [
            one | {"missing": _percent(one["missing"]), "indication": said}
            for one in found["indicators"]
            if (said := indicated(one["codes"], language))
        ],
    }
    return {part: rows for part, rows in parts.items() if rows}


def _families(found: Document) -> list[str]:
    return sorted({one["family"] for one in found["findings"]})


def _percent(share: float | None) -> str | None:
    return None if share is None else told_number(share, percent=True, decimals=2)


def indicated(codes: Iterable[str], language: str) -> str | None:
    """Say what is to be looked at in an indicator; None where nothing is."""
    said = [say(f"patterns.indicators.{code}", language) for code in codes]
    return listed(said, language) if said else None
