"""The sheets of what was found, sent in, typed beside the scores, and seen in how managers rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from addin.texts import listed, say
from sync.analysis.raters import FEWEST_RATINGS, FIGURES
from sync.archive.records import records
from sync.archive.registers import registers_of
from sync.archive.rows import RegisterRow
from sync.findings import Finding, Waiver
from sync.service.appealing.listing import listed_appeals
from sync.service.exporting.master.gathering import Known, Row
from sync.service.looking import standing, submission_document
from sync.service.outcomes import adjustments_of
from sync.service.patterns import Seen, given_of, seen_of, sentences
from sync.service.standing import waived_in_words
from sync.service.steps.opinions import opinions_of
from sync.service.steps.talking import INTERVIEW
from sync.service.steps.talking import REGISTER as INTERVIEWS
from templates.books.department.register_rows import as_day
from templates.books.master import Filled
from templates.tables import TABLES, Column, Table
from templates.tables.packs import PACKS

ALWAYS = ("ratings", "mean", "shift", "z")
"""Figures of raters that are shown even where nobody has them yet."""


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
    """Return each register that holds anything, department by department; a new one shows up by itself.

    Whether somebody confirmed to have read the standards is kept like a register, but is no row of one.
    """
    found: dict[str, list[Row]] = {}
    for record, row in registers_of(known.archive, known.rules.cycle.id):
        if row.kind in TABLES and row.kind not in PACKS:
            entry = _entry(known, TABLES[row.kind], row)
            own = {"department": known.titles.get(record.department or ""), "submission": record.submission}
            found.setdefault(row.kind, []).append(entry | own)
    for talk in _talks(known):
        found.setdefault(INTERVIEWS, []).append(talk)
    return [_register(known, TABLES[kind], found[kind]) for kind in TABLES if kind in found]


def appeals(known: Known) -> Filled:
    """Return the appeals of the cycle, those still open first, with what was decided."""
    rows = [
        {
            **one,
            **{key: (one["decision"] or {}).get(key) for key in ("outcome", "reason")},
            **{f"old_{key}": _decided(one, "before", key) for key in ("score", "grade")},
            **{key: _decided(one, "after", key) for key in ("score", "grade")},
            "department": known.titles.get(one["department"] or ""),
        }
        for one in listed_appeals(known.archive, known.rules)
    ]
    return Filled(TABLES["appeals"], rows)


def _decided(one: Row, when: str, key: str) -> object:
    decision = one["decision"]
    return decision[when][key] if decision and decision[when] else None


def opinions(known: Known) -> Filled:
    """Return what people think of the cycle, theme by theme."""
    rows = opinions_of(known.archive, known.rules)["opinions"]
    return Filled(
        TABLES["opinions"], [one | {"department": known.titles.get(one["department"] or "")} for one in rows]
    )


def _talks(known: Known) -> Iterator[Row]:
    """Yield the talks that outlines brought; those that stand in department workbooks are told there."""
    with known.archive.reading() as connection:
        noted = records(connection, INTERVIEW, known.rules.cycle.id)
    for one in noted:
        if "file" in one.document:
            row = RegisterRow(INTERVIEWS, one.document["no"], one.document["values"], None, {})
            unit = known.rules.roster[one.key].department
            yield _entry(known, TABLES[INTERVIEWS], row) | {"department": known.titles.get(unit)}


def _register(known: Known, declared: Table, rows: list[Row]) -> Filled:
    """Return a register as a sheet: the columns in which somebody typed something, who, and where from."""
    held = {key for row in rows for key, value in row.items() if value not in (None, "")}
    kept = [column for column in declared.columns if column.key in held]
    about = next((place for place, column in enumerate(kept) if column.key == "employee"), None)
    if about is not None and "name" not in declared.headings().values():
        kept.insert(about + 1, TABLES["summary"].column("name"))
    columns = (TABLES["results"].column("department"), *kept, TABLES["results"].column("submission"))
    headings = {column.key: _heading(known, declared, column) for column in columns}
    table = Table(declared.key, "master", columns, declared.keys)
    ordered: list[Row] = sorted(rows, key=_in_order)
    return Filled(table, ordered, headings)


def _heading(known: Known, declared: Table, column: Column) -> str:
    own = column in declared.columns
    return (declared if own else TABLES["results"]).heading(column.key, known.language)


def _in_order(row: Row) -> tuple[str, int, str]:
    """Order rows by department, then by the number they have there, then by person."""
    number = str(row.get("no") or "")
    return row["department"] or "", int(number) if number.isdecimal() else 0, str(row.get("employee") or "")


def _entry(known: Known, declared: Table, found: RegisterRow) -> Row:
    """Return a row with its key, its days as days, and the name of the person it is about."""
    own = declared.column(declared.keys[0])
    counted = own.kind == "integer" and found.key.isdecimal()
    values: Row = {own.key: int(found.key) if counted else found.key}
    columns = {column.key: column for column in declared.columns}
    values |= {key: _seen(columns.get(key), value) for key, value in found.values.items()}
    person = known.rules.roster.get(str(values.get("employee")))
    return {"name": person.name if person else None} | values


def _seen(column: Column | None, value: object) -> object:
    """Return what stands in a register as people see it: a day as a date."""
    return as_day(value) if column and column.kind == "date" and isinstance(value, str) else value


def rater_patterns(known: Known) -> Filled:
    """Return how managers and colleagues rate, for HR only: indications for a talk, never verdicts.

    Source: scoring.md section 4.
    """
    found = seen_of(known.rules, given_of(known.archive, known.rules))
    rows = [_seen_in(known, one) for one in found]
    alone = ("role",) if all(one.role == "manager" for one in found) else ()
    empty = [key for key in FIGURES if key not in ALWAYS and all(row.get(key) is None for row in rows)]
    hint = say("master.hints.rater_patterns", known.language, fewest=FEWEST_RATINGS)
    return Filled(TABLES["rater_patterns"], rows, without=(*alone, *empty), hint=hint)


def _seen_in(known: Known, one: Seen) -> Row:
    language, pattern = known.language, one.pattern
    enough = "too_few" not in pattern.codes
    said: Sequence[str] = [say(f"raters.reasons.{code}", language) for code in pattern.codes]
    return {
        **pattern.figures,
        "role": say(f"patterns.roles.{one.role}", language),
        "department": known.titles.get(one.department or "", one.department),
        "rater": pattern.rater,
        "name": one.name,
        "people": pattern.people,
        "indication": listed(said, language) if said else None,
        "meaning": ("\n".join(sentences(pattern, language)) or None) if enough else None,
    }
