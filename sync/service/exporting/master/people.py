"""The sheets about people: who is appraised, every version of their results, and each line of their forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from addin.scoring.scheme import Person
from addin.texts import say, words
from sync.archive import telling
from sync.archive.rows import LineRow, of_department
from sync.process.assignment import assign, superior_of
from sync.process.outcomes import Evidence, points_of_line, rules_of
from sync.service.exporting.master.gathering import Known, Row
from sync.service.outcomes import evidence_of
from templates.books.master import Filled
from templates.tables import TABLES

OPTIONAL = ("provisional", "bonus", "deduction", "veto", "proposed_grade", "proposed_because", "standing")
"""Columns of Results that are left out where nobody has anything in them."""

DAYS = ("hired", "in_post_since", "left_on")
"""Columns of People that are left out where no such day is known of anybody."""

OF_HR = ("appraised_in", "provisional", "bonus", "deduction", "veto", "proposed_grade", "proposed_because")
OF_THE_RECORD = ("version", "standing", "recorded_at", "submission", "lines", "findings")
"""What directors are not shown: adjustments and proposals before a decision, and where it is recorded."""


def roster(known: Known) -> Filled:
    """Return everybody of the cycle: in whose workbook, at which step, or why exempt."""
    with known.archive.reading() as connection:
        versions = telling.versions(connection, known.rules.cycle.id)
    assigned = assign(known.rules.roster, known.rules.cycle, known.rules.scheme)
    exempt = {
        employee: assigned.because.get(employee) or say(f"master.exempt.{reason}", known.language)
        for employee, reason in assigned.exempt.items()
    }
    people = sorted(known.rules.roster.values(), key=lambda one: (_title(known, one.department), one.id))
    rows = [_person(known, person, exempt.get(person.id), versions.get(person.id)) for person in people]
    return Filled(TABLES["roster"], rows, without=_empty(rows, DAYS))


def _person(known: Known, person: Person, exempt: str | None, versions: int | None) -> Row:
    form, superior = known.forms.get(person.id), superior_of(person, known.rules.roster)
    position = known.rules.scheme.positions.get(person.position)
    return {
        "department": _title(known, person.department),
        "employee": person.id,
        "name": person.name,
        "position": position.name if position else None,
        "manager": person.manager,
        "manager_name": superior.name if superior else None,
        **{key: getattr(person, key) for key in DAYS},
        "appraised_in": _title(known, form.department) if form else None,
        "state": form.state if form else "exempt" if exempt else None,
        "exempt": exempt,
        "versions": versions,
    }


def _title(known: Known, department: str) -> str:
    return known.titles.get(department, department)


def results(known: Known) -> Filled:
    """Return each version of each person's result, by department and rank, the one that counts first."""
    table = TABLES["results"]
    rows = [_result(known, row, "current") for row in known.people]
    rows += [_result(known, row, "earlier") for row in known.earlier]
    if not known.earlier:
        rows = [row | {"standing": None} for row in rows]
    hint = say(
        "master.hints.results",
        known.language,
        column=table.heading("standing", known.language),
        current=say("choices.version.current", known.language),
    )
    return Filled(
        table, _ordered(known, rows), without=_empty(rows, OPTIONAL), hint=hint if known.earlier else ""
    )


def for_board(known: Known) -> Filled:
    """Return each person's result as it counts, without what HR only knows or where it is recorded."""
    rows = [_result(known, row, "current") for row in known.people]
    return Filled(TABLES["results"], _ordered(known, rows), without=(*OF_HR, *OF_THE_RECORD))


def _ordered(known: Known, rows: list[Row]) -> list[Row]:
    last = len(rows) + 1
    ranks = {row["employee"]: row["rank"] or last for row in known.people}

    def place(row: Row) -> tuple[str, int, str, int]:
        rank = ranks.get(row["employee"], last)
        return row["department"], rank, row["employee"], -(row["version"] or 0)

    return sorted(rows, key=place)


def _empty(rows: list[Row], optional: Collection[str]) -> Collection[str]:
    """Return the optional columns in which nobody has anything."""
    return [key for key in optional if all(row.get(key) is None for row in rows)]


def _result(known: Known, row: Row, standing: str) -> Row:
    """Return a version as a row; a bonus or deduction of nothing is left blank."""
    because, current = row.get("proposed_because"), standing == "current"
    return {
        **row,
        "department": _title(known, row["department"]),
        "appraised_in": _title(known, known.forms[row["employee"]].department),
        "version": row["version"] or None,
        "proposed_because": words("ranking", known.language)["reasons"].get(because, because),
        "bonus": row.get("bonus") or None,
        "deduction": row.get("deduction") or None,
        "standing": standing,
        "recorded_at": known.local(row.get("recorded_at")),
        "lines": len(row["indicators"]) if current else None,
        "findings": known.errors_of.get(row["employee"], 0) if current else None,
    }


def indicator_scores(known: Known) -> Filled:
    """Return each line of each result that counts, with the workbook and cell its value stood in."""
    return Filled(TABLES["indicator_scores"], _lines(known))


def _lines(known: Known) -> Iterator[Row]:
    """Yield the lines one by one; there may be tens of thousands."""
    files = {one.submission: one.name for one in known.archive.submissions(cycle=known.rules.cycle.id)}
    indicators, neutral = known.rules.scheme.indicators, _neutral(known)
    for row in sorted(
        known.current, key=lambda one: (_title(known, one["department"]), one["employee"] or "")
    ):
        own = {
            "department": _title(known, row["department"]),
            "employee": row["employee"],
            "name": row["name"],
            "workbook": files.get(row.get("submission") or 0),
        }
        for line in row["indicators"]:
            name, score = indicators[line["indicator"]].name, line["score"]
            points = neutral.get((subject_of(row), line["indicator"])) if score is None else score
            yield {**line, **own, "indicator_name": name, "points": points}


def subject_of(row: Row) -> str:
    """Return under which number a result is kept."""
    return of_department(row["department"]) if row["employee"] is None else str(row["employee"])


def _neutral(known: Known) -> dict[tuple[str, str], float | None]:
    """Return the points of lines without a score: the neutral ones where those count, else none."""
    bare = [
        (subject_of(row), line)
        for row in known.current
        for line in row["indicators"]
        if line["score"] is None
    ]
    if not bare:
        return {}
    evidence = evidence_of(known.archive, known.rules)
    return {(subject, line["indicator"]): _points(evidence, subject, line) for subject, line in bare}


def _points(evidence: Evidence, subject: str, line: Row) -> float | None:
    rules = rules_of(evidence.scheme, evidence.roster, evidence.cycle, subject)
    return points_of_line(evidence, subject, LineRow(**line), rules)
