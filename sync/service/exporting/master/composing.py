"""Which sheets a master workbook has, and which of them directors are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.archive.store import Archive
from sync.service.exporting.master.acknowledged import acknowledgements
from sync.service.exporting.master.departments import department_results, distribution, progress
from sync.service.exporting.master.gathering import Known, gather
from sync.service.exporting.master.glance import figures_for_board, figures_of, plots
from sync.service.exporting.master.health import health, indicator_health
from sync.service.exporting.master.history import audit_log
from sync.service.exporting.master.people import for_board, indicator_scores, results, roster
from sync.service.exporting.master.records import (
    adjustments,
    all_findings,
    appeals,
    opinions,
    rater_patterns,
    registers,
    submissions,
)
from sync.service.exporting.master.training import trained
from sync.settings import now
from templates.books.master import Filled, MasterContent, write_master
from templates.books.master.content import Figure, Kind

CHARTS: Mapping[Kind, Sequence[str]] = {
    "master": ("grades", "departments", "mix", "trend", "progress", "findings", "steps", "returns"),
    "board": ("grades", "departments", "mix", "trend", "progress"),
}


def master(archive: Archive, cycle: str) -> bytes:
    """Render everything that is known of a cycle as one workbook, for HR."""
    known = gather(archive, cycle)
    tables = [
        progress(known),
        roster(known),
        results(known),
        indicator_scores(known),
        distribution(known),
        department_results(known),
        adjustments(known),
        all_findings(known),
        rater_patterns(known),
        acknowledgements(known),
        trained(known),
        health(known),
        indicator_health(known),
        submissions(known),
        *registers(known),
        appeals(known),
        opinions(known),
        audit_log(known),
    ]
    return _written(known, "master", figures_of(known), tables)


def board(archive: Archive, cycle: str) -> bytes:
    """Render what directors decide on: grades against the guide, departments compared, everybody's result.

    Left out: what was found, sent in and written down, how managers rate, single lines and ratings, comments
    and all other registers (plans, interviews, appeals, opinions), adjustments with their reasons, and what
    quotas propose before a person has decided.
    """
    known = gather(archive, cycle)
    tables = [distribution(known), department_results(known), for_board(known)]
    return _written(known, "board", figures_for_board(known), tables)


def _written(known: Known, kind: Kind, figures: Mapping[str, Figure], tables: Sequence[Filled]) -> bytes:
    rules = known.rules
    return write_master(
        MasterContent(
            kind=kind,
            company=rules.scheme.settings.company,
            cycle=rules.cycle.id,
            starts=rules.cycle.starts,
            ends=rules.cycle.ends,
            scheme=rules.pinned.scheme,
            made_at=now(),
            decimals=rules.scheme.settings.decimals,
            figures=figures,
            plots=plots(known, CHARTS[kind]),
            tables=tables,
            percent=frozenset(one.id for one in rules.scheme.indicators.values() if one.percent),
            language=known.language,
        )
    )
