"""The sheet of who confirmed to have read the standards, for HR only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.scoring.scheme import Person
from sync.archive.registers import Asked, acknowledged
from sync.process.rating import code_of, pack_id
from sync.service.exporting.master.gathering import Known, Row
from templates.books.master import Filled
from templates.tables import TABLES


def acknowledgements(known: Known) -> Filled:
    """Return a row per workbook in which somebody is asked to confirm; who is missing comes first.

    Of a rater's workbook the file is left out where the sheet names the rater: other sheets tell what stood
    in that file.
    """
    with known.archive.reading() as connection:
        asked = list(acknowledged(connection, known.rules.cycle.id))
    people = dict(_people(known, {one.edition for one in asked}))
    names = {one.rater: one.name for one in known.rules.scheme.assignments}
    rows: list[Row] = [_row(known, one, people.get(one.workbook), names) for one in asked]
    rows.sort(key=_in_order)
    return Filled(TABLES["acknowledgements"], rows)


def _people(known: Known, editions: set[str]) -> Iterator[tuple[str, str]]:
    """Yield whose each workbook is: nobody can work out from a rater's code who it stands for."""
    cycle, roster, key = known.rules.cycle.id, known.rules.roster, known.archive.key
    if "self" in editions:
        yield from ((pack_id(cycle, person, "self"), person) for person in roster)
    if "rater" in editions:
        outside = (one.rater for one in known.rules.scheme.assignments)
        raters = dict.fromkeys((*roster, *outside))
        yield from ((pack_id(cycle, code_of(rater, cycle, key), "rater"), rater) for rater in raters)


def _row(known: Known, one: Asked, who: str | None, names: Mapping[str, str]) -> Row:
    person: Person | None = known.rules.roster.get(who or "")
    came = one.submission is not None
    return {
        "department": known.titles.get(person.department, person.department) if person else None,
        "employee": who,
        "name": person.name if person else names.get(who or ""),
        "edition": one.edition,
        "state": "confirmed" if one.confirmed else "unconfirmed" if came else "missing",
        "received_at": known.local(one.received_at),
        "workbook": one.name if who is None or one.edition == "self" else None,
    }


def _in_order(row: Row) -> tuple[bool, str, str, str]:
    return row["state"] == "confirmed", row["department"] or "", row["employee"] or "", row["edition"]
