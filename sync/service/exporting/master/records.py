"""The sheets of what was found, sent in, typed beside the scores, and seen in how managers rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from addin.texts import listed, say
from sync.analysis.managers import FEWEST_RATINGS, Pattern, Rated, patterns
from sync.archive import telling
from sync.findings import Finding, Waiver
from sync.process.assignment import superior_of
from sync.process.outcomes import rules_of
from sync.service.exporting.master.gathering import Known, Row
from sync.service.looking import standing, submission_document
from sync.service.outcomes import adjustments_of
from sync.service.standing import waived_in_words
from templates.books.department.demands import scale
from templates.books.master import Filled
from templates.tables import TABLES, Column, Table


def adjustments(known: Known) -> Filled:
    """Return the bonuses, deductions and vetoes that hold in the cycle."""
    return Filled(TABLES["adjustments"], [asdict(one) for one in adjustments_of(known.archive, known.rules)])


def all_findings(known: Known) -> Filled:
    """Return a row per finding with how it stands: open ones first, the worst on top; mended ones last."""
    found = known.found
    rows: list[tuple[Finding, str, Waiver | None]] = [
        (one, found.life.states[one.id], None) for one in found.open
    ]
    rows += [(one, "waived", waiver) for one, waiver in found.waived]
    rows += [(one, "mended", None) for one in found.life.mended]
    return Filled(TABLES["all_findings"], [_finding(known, *row) for row in rows])


def _finding(known: Known, one: Finding, stands: str, waiver: Waiver | None) -> Row:
    person = known.rules.roster.get(one.employee or "")
    return {
        **one.document(),
        "department": known.titles.get(one.department or ""),
        "name": person.name if person else None,
        "standing": stands,
        "waived": None if waiver is None else waived_in_words(waiver, known.language),
    }


def submissions(known: Known) -> Filled:
    """Return a row per file received for the cycle, and per file that could not be told to belong to any."""
    rows = [
        {
            **submission_document(record, known.language),
            "state": standing(record),
            "department": known.titles.get(record.department or ""),
            "received_at": known.local(record.received_at),
            "sha256": record.sha256[:16],
        }
        for record in known.archive.submissions()
        if record.cycle in (known.rules.cycle.id, None)
    ]
    return Filled(TABLES["submissions"], rows)


def registers(known: Known) -> list[Filled]:
    """Return each register that holds anything, department by department; a new one shows up by itself."""
    with known.archive.reading() as connection:
        kinds = telling.kinds(connection, known.rules.cycle.id)
    return [register(known, TABLES[kind]) for kind in TABLES if kind in kinds]


def register(known: Known, declared: Table) -> Filled:
    """Return the rows of a register with the department and submission they came in.

    What only formulas fill is left out: it is computed anew on sheets of its own.
    """
    with known.archive.reading() as connection:
        found = list(telling.registers(connection, known.rules.cycle.id, declared.key))
    held = {key for one in found for key, value in one.row.values.items() if value not in (None, "")}
    named = "employee" in declared.keys or any(column.key == "employee" for column in declared.columns)
    kept = [
        column
        for column in declared.columns
        if column.key in held | ({"employee", "name"} if named else set())
    ]
    department = Column("from_department", "text", "service", width=30)
    submission = Column("from_submission", "integer", "service", width=11)
    headings = {
        "from_department": say("tables.submissions.columns.department", known.language),
        "from_submission": say("tables.results.columns.submission", known.language),
        **{column.key: declared.heading(column.key, known.language) for column in kept},
    }
    table = Table(declared.key, "master", (department, *kept, submission), declared.keys)
    return Filled(table, [_entry(known, one) for one in found], headings)


def _entry(known: Known, one: telling.Consolidated) -> Row:
    values = dict(one.row.values)
    employee = values.get("employee") or one.row.key.split(" / ")[0]
    person = known.rules.roster.get(str(employee))
    own = {"employee": person.id, "name": person.name} if person else {}
    return {
        **own,
        **values,
        "from_department": known.titles.get(one.department, one.department),
        "from_submission": one.submission,
    }


def rater_patterns(known: Known) -> Filled:
    """Return how each manager rates, for HR only: indications for a talk, never verdicts.

    A rating counts for the superior of the rated person. Source: scoring.md section 4.
    """
    with known.archive.reading() as connection:
        rated = list(_rated(known, telling.ratings(connection, known.rules.cycle.id)))
    rows = [_pattern(known, one) for one in patterns(rated)]
    hint = say("master.hints.rater_patterns", known.language, fewest=FEWEST_RATINGS)
    return Filled(
        TABLES["rater_patterns"], sorted(rows, key=lambda row: (row["department"], row["rater"])), hint=hint
    )


def _rated(known: Known, ratings: Iterator[telling.Rating]) -> Iterator[Rated]:
    """Yield the ratings of people on judged lines, each with who gave it."""
    rules = known.rules
    for one in ratings:
        person = rules.roster.get(one.employee)
        superior = superior_of(person, rules.roster) if person else None
        if superior is None:
            continue
        line = rules_of(rules.scheme, rules.roster, rules.cycle, one.employee).get(one.indicator)
        if line is not None and line.judged:
            yield Rated(superior.id, one.employee, one.indicator, one.rating, scale(line))


def _pattern(known: Known, one: Pattern) -> Row:
    person = known.rules.roster[one.rater]
    said: Sequence[str] = [say(f"raters.reasons.{code}", known.language) for code in one.codes]
    return {
        **one.figures,
        "department": known.titles.get(person.department, person.department),
        "rater": one.rater,
        "name": person.name,
        "people": one.people,
        "indication": listed(said, known.language) if said else None,
    }
