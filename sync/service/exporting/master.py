"""`export master`: everything that is known of a cycle, as one workbook for HR."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

from addin.scoring.grading import best_first
from addin.texts import say
from sync.archive.rows import LineRow, of_department
from sync.archive.store import Archive
from sync.findings import Finding, Waiver
from sync.process.outcomes import Evidence, points_of_line, rules_of
from sync.service.cycles import Rules, opened
from sync.service.looking import progress_of, standing, submission_document
from sync.service.outcomes import adjustments_of, evidence_of
from sync.service.results import results_of
from sync.service.standing import found_of, waived_in_words
from sync.settings import now
from templates.books.master import MasterContent, write_master

Row = dict[str, Any]


def master(archive: Archive, cycle: str) -> bytes:
    """Render the master workbook of a cycle from the archive."""
    rules = opened(archive, cycle)
    scheme = rules.scheme
    results = results_of(archive, cycle)["results"]
    titles = {unit.id: unit.name for unit in scheme.departments.values()}
    return write_master(
        MasterContent(
            company=scheme.settings.company,
            cycle=cycle,
            starts=rules.cycle.starts,
            ends=rules.cycle.ends,
            scheme=rules.pinned.scheme,
            made_at=now(),
            grades=[(grade.id, grade.name) for grade in best_first(scheme.grades)],
            tables={
                "results": _results(archive, cycle, results, titles),
                "indicator_scores": _indicator_scores(archive, rules, results, titles),
                "department_results": _departments(archive, cycle, rules, results),
                "adjustments": [asdict(one) for one in adjustments_of(archive, rules)],
                "all_findings": _findings(archive, rules, titles),
                "submissions": _submissions(archive, rules, titles),
            },
            percent=frozenset(one.id for one in scheme.indicators.values() if one.percent),
            language=archive.language,
        )
    )


def _results(archive: Archive, cycle: str, results: list[Row], titles: Mapping[str, str]) -> list[Row]:
    """Return a row per person, by department and rank, with the department whose workbook they stood in."""
    stood_in = {form.employee: form.department for form in archive.forms(cycle)}
    results = [row for row in results if row["employee"] is not None]
    rows = [
        {
            **row,
            "department": titles.get(row["department"]),
            "appraised_in": titles.get(stood_in[row["employee"]]),
            "version": row["version"] or None,
            **_proposed(row, archive.language),
        }
        for row in results
    ]
    return sorted(rows, key=lambda row: (row["department"] or "", row["rank"] or len(rows) + 1))


def _proposed(row: Row, language: str) -> Row:
    """Return why a grade is proposed, in words; a bonus or deduction of nothing is left blank."""
    because = row.get("proposed_because")
    told = say(f"ranking.reasons.{because}", language) if because else None
    return {"proposed_because": told} | {key: row.get(key) or None for key in ("bonus", "deduction")}


def _findings(archive: Archive, rules: Rules, titles: Mapping[str, str]) -> list[Row]:
    """Return a row per finding with how it stands: open ones first, the worst on top; mended ones last."""
    people = {person.id: person.name for person in rules.roster.values()}
    found = found_of(archive, rules.cycle.id)
    rows: list[tuple[Finding, str, Waiver | None]] = [
        (one, found.life.states[one.id], None) for one in found.open
    ]
    rows += [(one, "waived", waiver) for one, waiver in found.waived]
    rows += [(one, "mended", None) for one in found.life.mended]
    return [
        {
            **one.document(),
            "department": titles.get(one.department or ""),
            "name": people.get(one.employee or ""),
            "standing": standing,
            "waived": None if waiver is None else waived_in_words(waiver, archive.language),
        }
        for one, standing, waiver in rows
    ]


def _indicator_scores(
    archive: Archive, rules: Rules, results: list[Row], titles: Mapping[str, str]
) -> list[Row]:
    """Return a row per person and line, with the workbook and cell its value stood in."""
    files = {record.submission: record.name for record in archive.submissions(cycle=rules.cycle.id)}
    evidence = evidence_of(archive, rules)
    return [
        {
            **line,
            "points": _points(evidence, _subject(row), line),
            "department": titles.get(row["department"]),
            "employee": row["employee"],
            "name": row["name"],
            "indicator_name": rules.scheme.indicators[line["indicator"]].name,
            "workbook": files.get(evidence.results[_subject(row)].submission or 0),
        }
        for row in results
        for line in row["indicators"]
    ]


def _points(evidence: Evidence, subject: str, line: Row) -> float | None:
    """Return the points a line brings to the total: its score, or the neutral score where that counts."""
    rules = rules_of(evidence.scheme, evidence.roster, evidence.cycle, subject)
    return points_of_line(evidence, subject, LineRow(**line), rules)


def _departments(archive: Archive, cycle: str, rules: Rules, results: list[Row]) -> list[Row]:
    """Return a row per workbook: its progress, the scores of the people in it, and the department's own."""
    scores: dict[str, list[float]] = defaultdict(list)
    issued_in = {form.employee: form.department for form in archive.forms(cycle)}
    own = {row["department"]: row for row in results if row["employee"] is None}
    for row in results:
        if row["score"] is not None and row["employee"] is not None:
            scores[issued_in[row["employee"]]].append(row["score"])
    return [
        _department(row, scores[row["department"]], own.get(row["department"], {}))
        for row in progress_of(archive, rules)
    ]


def _subject(row: Row) -> str:
    """Return under which number a result is kept."""
    return of_department(row["department"]) if row["employee"] is None else row["employee"]


def _department(row: Row, scores: list[float], own: Row) -> Row:
    return {
        **row,
        **{key: own.get(key) for key in ("score", "grade", "rank")},
        "department": row["title"],
        "scored": len(scores),
        "mean": fmean(scores) if scores else None,
        "lowest": min(scores, default=None),
        "highest": max(scores, default=None),
        "due": datetime.fromisoformat(row["due"]).date(),
    }


def _submissions(archive: Archive, rules: Rules, titles: Mapping[str, str]) -> list[Row]:
    """Return a row per file received for the cycle, and per file that could not be told to belong to any."""
    zone = ZoneInfo(rules.scheme.settings.timezone)
    return [
        {
            **submission_document(record, archive.language),
            "state": standing(record),
            "department": titles.get(record.department or ""),
            "received_at": f"{datetime.fromisoformat(record.received_at).astimezone(zone):%Y-%m-%d %H:%M}",
            "sha256": record.sha256[:16],
        }
        for record in archive.submissions()
        if record.cycle in (rules.cycle.id, None)
    ]
