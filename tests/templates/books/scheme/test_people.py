"""Bringing people into a scheme workbook: only their rows are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest

from addin.scoring.scheme import Department, Person, Position
from sync.reading.scheme import SchemeReading, read_scheme
from templates.books.scheme import starter, write_scheme
from templates.books.scheme.people import Added, fill_people
from templates.patch import CannotPatch
from tests.scheme_edits import apply

ADA = Person("00012", "Ada =1+1", "sales", "MGR", None, date(2020, 2, 29), email="ada@example.com")
BO = Person("00013", "Bo Li", "sales", "SALES-REP", "00012", date(2021, 1, 1), date(2022, 1, 1))


@cache
def book() -> bytes:
    """Return the starter, written once."""
    return write_scheme(starter("en", date(2026, 11, 20)), "en")


def filled(data: bytes, *people: Person, **rest: object) -> tuple[bytes, SchemeReading]:
    """Bring people in and return the workbook with what is then read from it."""
    data = fill_people(data, Added(people, **rest), read_scheme(data).tables)  # type: ignore[arg-type]
    return data, read_scheme(data)


def test_people_come_as_they_are() -> None:
    """Numbers keep their zeros, dates are dates, and text that looks like a formula stays text."""
    _, reading = filled(book(), ADA, BO)
    assert dict(reading.roster) == {"00012": ADA, "00013": BO}
    assert reading.problems == ()


def test_nobody_twice() -> None:
    """Who is listed already is updated in the same row; others are added below."""
    data, _ = filled(book(), ADA, BO)
    moved = replace(BO, position="MGR")
    new = Person("00014", "Cy", "sales", "SALES-REP", "00012")
    _, reading = filled(data, moved, new)
    assert list(reading.roster.values()) == [ADA, moved, new]
    assert [row.number for row in reading.tables["people"].rows] == [5, 6, 7]


def test_a_blank_erases_only_what_the_source_knows() -> None:
    """A blank changes nothing, unless its column is one that the source knows."""
    data, _ = filled(book(), ADA, BO)
    bare = replace(BO, manager=None, hired=None)
    assert filled(data, bare)[1].roster["00013"] == BO
    assert filled(data, bare, fields=frozenset({"manager"}))[1].roster["00013"] == replace(BO, manager=None)


def test_new_departments_and_positions() -> None:
    """New departments and positions are added below those listed; their names are kept."""
    units, posts = (Department("west", "Sls - West"),), (Position("PILOT", "Pilot", None),)
    _, reading = filled(book(), replace(ADA, department="west"), departments=units, positions=posts)
    assert reading.scheme.departments["west"].name == "Sls - West"
    assert reading.scheme.positions["PILOT"] == posts[0]
    assert len(reading.scheme.positions) == 10


def test_columns_are_found_where_they_are() -> None:
    """Rows are written under the titles, wherever HR has moved them."""
    swapped = [
        {"do": "title", "sheet": "People", "cell": "B4", "value": "Position"},
        {"do": "title", "sheet": "People", "cell": "D4", "value": "Name"},
    ]
    _, reading = filled(apply(book(), swapped), ADA)
    assert reading.roster["00012"] == ADA
    assert reading.tables["people"].columns["name"] == 4


def test_the_rest_stays_byte_for_byte() -> None:
    """No part of the workbook but the sheet of people changes."""
    data, _ = filled(book(), ADA)
    before, after = (ZipFile(BytesIO(content)) for content in (book(), data))
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["xl/worksheets/sheet3.xml"]


def test_nothing_to_bring_changes_nothing() -> None:
    """Without people the workbook is the same bytes."""
    assert filled(book())[0] == book()


def test_a_workbook_without_people() -> None:
    """Where the sheet was deleted it is said, and nothing is lost silently."""
    data = apply(book(), [{"do": "delete_sheet", "sheet": "People"}])
    with pytest.raises(CannotPatch):
        filled(data, ADA)
