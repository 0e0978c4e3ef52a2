"""The sheets about the process itself: time per step, returns by department, and how indicators fare."""

from __future__ import annotations

from collections import Counter

from addin.texts import say
from sync.analysis.health import Health, Rounds
from sync.findings import SEVERITIES
from sync.service.exporting.master.gathering import Known, Row
from sync.service.health import Process, indicated
from templates.books.master import Filled
from templates.tables import TABLES


def health(known: Known) -> Filled:
    """Return the time of each step that forms came to; below it each department's returns and findings."""
    found = known.process
    rows = [one._asdict() for one in found.paces]
    below = Filled(TABLES["health_departments"], [_department(known, found, one) for one in found.rounds])
    return Filled(TABLES["health"], rows, below=below, hint=say("master.hints.health", known.language))


def _department(known: Known, found: Process, one: Rounds) -> Row:
    severities = Counter[str]()
    for told in found.told:
        if told.department == one.department:
            severities[told.severity] += told.number
    return {
        **one._asdict(),
        "department": known.titles.get(one.department, one.department),
        "return_rate": one.return_rate,
        **{severity: severities[severity] for severity in SEVERITIES},
    }


def indicator_health(known: Known) -> Filled:
    """Return how well each indicator tells people apart, and what is to be looked at."""
    rows = [_indicator(known, one) for one in known.process.indicators]
    empty = [key for key in ("reviewed_on", "indication") if all(row[key] is None for row in rows)]
    return Filled(TABLES["indicator_health"], rows, without=empty)


def _indicator(known: Known, one: Health) -> Row:
    indicator = known.rules.scheme.indicators[one.indicator]
    return {
        **one._asdict(),
        "indicator_name": indicator.name,
        "reviewed_on": indicator.reviewed_on,
        "indication": indicated(one.codes, known.language),
    }
