"""`export`: reports written from the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

from addin.scoring.combine import points_of, score_lines
from addin.scoring.form import Entry
from addin.scoring.grading import best_first
from addin.texts import listed
from sync.archive.rows import of_department
from sync.archive.store import Archive
from sync.findings import worst_first
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.looking import progress_of, results_of, standing, submission_document
from sync.service.opening import write_whole
from sync.settings import Workspace, now, stop
from templates.books.master import MasterContent, write_master

Row = dict[str, Any]


def export(workspace: Workspace, kind: str, cycle: str | None, to: Path | None = None) -> Path:
    """Write a report of a cycle to a file (the reports folder by default) and return where it is.

    Raises CannotGoOn for an unknown report or cycle, or where the file cannot be written.
    """
    if kind not in REPORTS:
        raise stop("unknown_report", workspace.language, kind=kind, known=listed(REPORTS, workspace.language))
    if cycle is None:
        raise stop("no_cycle_given", workspace.language, kind=kind)
    file = to or workspace.reports(cycle) / f"{kind}.xlsx"
    own = [workspace.folder / name for name in ("inbox", "outbox", "returned")]
    touched = any(folder.resolve() in file.resolve().parents for folder in own)
    if file.suffix.lower() != ".xlsx" or touched or file.resolve() == workspace.scheme.resolve():
        raise stop("not_xlsx", workspace.language, file=file)
    with open_to_look(workspace) as archive:
        content = REPORTS[kind](archive, cycle)
    write_whole(file, content, workspace.language)
    return file


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
                "all_findings": _findings(archive, rules, titles),
                "submissions": _submissions(archive, rules, titles),
            },
            percent=frozenset(one.id for one in scheme.indicators.values() if one.percent),
            language=archive.language,
        )
    )


REPORTS: Mapping[str, Callable[[Archive, str], bytes]] = {"master": master}
"""Each report by name; adding one is one function and its line here."""


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
        }
        for row in results
    ]
    return sorted(rows, key=lambda row: (row["department"] or "", row["rank"] or len(rows) + 1))


def _findings(archive: Archive, rules: Rules, titles: Mapping[str, str]) -> list[Row]:
    """Return a row per finding, the worst first, with the names of department and person."""
    people = {person.id: person.name for person in rules.roster.values()}
    return [
        {
            **found.document(),
            "department": titles.get(found.department or ""),
            "name": people.get(found.employee or ""),
        }
        for found in worst_first(archive.findings(rules.cycle.id))
    ]


def _indicator_scores(
    archive: Archive, rules: Rules, results: list[Row], titles: Mapping[str, str]
) -> list[Row]:
    """Return a row per person and line, with the workbook and cell its value stood in."""
    files = {record.submission: record.name for record in archive.submissions(cycle=rules.cycle.id)}
    came = {result.employee: result.submission for result in archive.results(rules.cycle.id)}
    entries = _entries(archive, came.values())
    return [
        {
            **line,
            "points": _points(rules, row, line, entries),
            "department": titles.get(row["department"]),
            "employee": row["employee"],
            "name": row["name"],
            "indicator_name": rules.scheme.indicators[line["indicator"]].name,
            "workbook": files.get(came[_subject(row)] or 0),
        }
        for row in results
        for line in row["indicators"]
    ]


def _entries(archive: Archive, submissions: Iterable[int | None]) -> dict[tuple[str, str], Entry]:
    """Return what was typed in some submissions, by subject and indicator."""
    return {
        (row.employee, row.indicator): Entry(
            row.indicator, row.actual, row.self_rating, row.manager_rating, row.applicable
        )
        for number in sorted({number for number in submissions if number is not None})
        for row in archive.entries(number)
    }


def _points(rules: Rules, row: Row, line: Row, entries: Mapping[tuple[str, str], Entry]) -> float | None:
    """Return the points a line brings to the total: its score, or the neutral score where that counts."""
    scheme, kind = rules.scheme, rules.cycle.kind
    if line["score"] is not None:
        return float(line["score"])
    lines = (
        scheme.lines_of_department(row["department"], kind)
        if row["employee"] is None
        else scheme.lines_of(rules.roster[row["employee"]].position, kind)
    )
    rule = next((one for one in lines if one.indicator == line["indicator"]), None)
    entry = entries.get((_subject(row), line["indicator"]))
    if rule is None or entry is None or rule.missing != "neutral":
        return None
    rule = replace(rule, target=line["target"], weight=line["weight"])
    (scored,) = score_lines([rule], {rule.indicator: entry}, scheme.settings)
    return points_of(scored, scheme.settings) if scored.counts else None


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
