"""`import people`: from an HR system's file into the People sheet, by the mapping in Data sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from addin.scoring.scheme import Department, Mapped, Person, Position
from addin.texts import listed, say
from sync.reading.cells import TEXT, Cell
from sync.reading.numbers import as_date
from sync.reading.rows import Record
from sync.reading.scheme import read_scheme
from sync.service.importing.leftovers import left_over, nothing_usable
from sync.service.importing.mapping import (
    Columns,
    columns_of,
    lacking,
    read_bytes,
    read_table,
    refuse_twins,
    texts_of,
)
from sync.service.importing.new_ids import Ids
from sync.service.opening import RulesFile, not_open_elsewhere, read_rules, write_safely
from sync.settings import Workspace, stop
from templates.books.scheme.people import Added, fill_people
from templates.books.scheme.refresh import refresh_cached
from templates.patch import CannotPatch
from templates.tables import TABLES
from templates.tables.model import ID

SOURCE = "people"
NEEDED = (("employee",), ("name",), ("department",), ("position",))
DATES = ("hired", "in_post_since", "left_on")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought: people in the file, new ones, all there are now; what is odd."""

    people: int
    new: int
    total: int
    departments: tuple[Department, ...]
    positions: tuple[Position, ...]
    notes: tuple[str, ...]
    previous: Path


def import_people(workspace: Workspace, file: Path) -> Imported:
    """Bring people into the scheme workbook; who is there already is updated, nobody is removed.

    Departments and positions not known yet are added (positions without a template, which
    `scheme check` then names). The previous scheme workbook is kept beside it.
    Raises CannotGoOn where the file is no table or a needed column is not mapped.
    """
    not_open_elsewhere(workspace)
    rules = read_rules(workspace)
    reading = rules.reading
    language = workspace.language
    table = read_table(read_bytes(file, language), file, partial(_lacks, reading.scheme.sources), language)
    columns = _mapping(table.titles, reading.scheme.sources, file, language)
    units, posts = Ids(reading.scheme.departments), Ids(reading.scheme.positions)
    people, notes = _people(table.records, columns, units, posts, language)
    if not people:
        raise nothing_usable(table, notes, file, language)
    departments = tuple(Department(made, name) for made, name in units.new.items())
    positions = tuple(Position(made, name, None) for made, name in posts.new.items())
    added = Added(tuple(people.values()), departments, positions, frozenset(columns))
    data = _filled(workspace, added, rules)
    previous = write_safely(workspace.scheme, data, language)
    new = sum(person not in reading.roster for person in people)
    total = new + len(reading.roster)
    aside = (
        say(f"service.imports.notes.{note.code}", language, line=note.line, **note.values)
        for note in left_over(table, columns)
    )
    return Imported(len(people), new, total, departments, positions, (*aside, *notes), previous)


def _lacks(sources: Sequence[Mapped], titles: Sequence[str]) -> int:
    """Return how many needed columns a row of titles lacks."""
    return len(lacking(columns_of(titles, SOURCE, sources, TABLES["people"].headings()), NEEDED))


def _filled(workspace: Workspace, added: Added, rules: RulesFile) -> bytes:
    try:
        data = fill_people(rules.content, added, rules.reading.tables)
        filled = read_scheme(data)
        return refresh_cached(data, filled.scheme, filled.roster)
    except CannotPatch as error:
        raise stop("cannot_change", workspace.language, file=workspace.scheme, error=error) from error


def _mapping(titles: Sequence[str], sources: Sequence[Mapped], file: Path, language: str) -> Columns:
    """Return the columns of each field; raises CannotGoOn naming the fields that have none."""
    table = TABLES["people"]
    found = columns_of(titles, SOURCE, sources, table.headings())
    without = [table.heading(field, language) for field in lacking(found, NEEDED)]
    if without:
        raise stop(
            "not_mapped",
            language,
            file=file,
            source=SOURCE,
            fields=listed(without, language),
            columns=listed(titles, language),
        )
    refuse_twins(found, titles, file, language)
    return found


def _people(
    records: Sequence[Record], columns: Columns, units: Ids, posts: Ids, language: str
) -> tuple[dict[str, Person], list[str]]:
    """Return the people of a file by number, and in words what was odd about its rows."""
    people: dict[str, Person] = {}
    notes: list[str] = []
    for record in records:
        texts = texts_of(record, columns)
        if not ID.fullmatch(texts["employee"]):
            notes.append(say("service.people.bad_id", language, line=record.line, found=texts["employee"]))
            continue
        notes += _bad_dates(record, texts, language)
        person = _person(texts, units, posts)
        placed = _placed(person, people)
        values = {"line": record.line, "employee": person.id}
        if placed is None:
            notes.append(say("service.people.twice", language, **values))
            continue
        if placed is not person:
            notes.append(say("service.people.second_post", language, made=placed.id, **values))
        people[placed.id] = placed
    return people, notes


def _person(texts: Mapping[str, str], units: Ids, posts: Ids) -> Person:
    return Person(
        id=texts["employee"],
        name=texts["name"],
        department=units.of(texts["department"]),
        position=posts.of(texts["position"]),
        manager=texts.get("manager") or None,
        hired=_date(texts.get("hired", "")),
        in_post_since=_date(texts.get("in_post_since", "")),
        left_on=_date(texts.get("left_on", "")),
        email=texts.get("email", ""),
    )


def _placed(person: Person, people: Mapping[str, Person]) -> Person | None:
    """Return the person, or their second post under a number of its own; None where a row repeats a post."""
    number, made = 1, person
    while (known := people.get(made.id)) is not None:
        if (known.department, known.position, known.manager) == (
            person.department,
            person.position,
            person.manager,
        ):
            return None
        number += 1
        made = replace(person, id=f"{person.id}-{number}")
    return made


def _date(text: str) -> date | None:
    found = as_date(Cell(TEXT, text))
    return found if isinstance(found, date) else None


def _bad_dates(record: Record, texts: Mapping[str, str], language: str) -> list[str]:
    return [
        say("service.people.bad_date", language, line=record.line, found=texts[field])
        for field in DATES
        if texts.get(field) and _date(texts[field]) is None
    ]
