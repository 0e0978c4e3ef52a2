"""A scheme workbook of an earlier version, written anew with the sheets and settings that it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from addin.scoring.scheme import Roster, Scheme
from addin.texts import LANGUAGES, say
from sync.reading.cells import BLANK, ERROR, Sheet
from sync.reading.scheme import SCHEME_TABLES, SchemeReading, complete, key_of, read_scheme
from sync.reading.tables import ReadRow, TableReading
from sync.reading.xlsx import read_book
from sync.service.opening import RulesFile
from sync.settings import now
from templates.books.scheme import SchemeContent, starter, write_scheme
from templates.books.scheme.content import PLAIN
from templates.patch import CellValue, set_cells
from templates.references import reference
from templates.tables import TABLES, Table
from templates.tables.settings import Setting
from templates.tables.settings import rows as settings

SETTINGS = "settings"


class Renewed(NamedTuple):
    """The workbook to go on with, the sheets that were added, and what of the company's own forbids it."""

    file: RulesFile
    added: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def renewed(file: RulesFile) -> Renewed:
    """Return a scheme workbook with all the sheets and settings there are today, and everything typed.

    Sheets cannot be put into a workbook that is there, so it is written anew, and what was typed goes into
    its cells as it stood. It stays as it is where it lacks nothing, and where it holds sheets or columns of
    the company's own, or anything that would be read otherwise: those are named.
    """
    reading = file.reading
    lacks = [table for table in SCHEME_TABLES if table.key not in reading.tables]
    if not lacks and reading.guide and not _lacks_settings(reading):
        return Renewed(file)
    own = tuple(_own(file))
    language = _language(reading)
    if own or language is None:
        return Renewed(file, own=own or (TABLES[SETTINGS].title("en"),))
    content = _content(reading, lacks, language)
    data = _with_typed(write_scheme(content, language), reading)
    fresh = read_scheme(data)
    changed = tuple(_changed(reading, fresh, lacks))
    if changed:
        return Renewed(file, own=changed)
    titles = [table.title(language) for table in lacks]
    guide = [] if reading.guide else [say("guide.title", language)]
    return Renewed(RulesFile(fresh, data), (*titles, *guide))


def _lacks_settings(reading: SchemeReading) -> bool:
    return any(isinstance(one, Setting) and (SETTINGS, one.key) not in reading.index for one in settings())


def _own(file: RulesFile) -> Iterator[str]:
    """Yield sheets, columns and cells beside the tables that are the company's own."""
    tables = {table.sheet: table for table in file.reading.tables.values()}
    titles = {say(key, language) for key in ("scheme.start.title", "guide.title") for language in LANGUAGES}
    for sheet in read_book(file.content).sheets:
        table = tables.get(sheet.name)
        if table is not None:
            yield from (f"{sheet.name} › {found}" for found in table.unknown or _beside(table, sheet))
        elif sheet.name not in titles and not sheet.name.startswith("_"):
            yield sheet.name


def _beside(table: TableReading, sheet: Sheet) -> list[str]:
    """Return the first cell below the header that holds something and belongs to no column."""
    places = set(table.columns.values())
    found = (
        reference(number, at)
        for number, cells in sheet.rows
        for at, cell in cells.items()
        if number > table.header_row and at not in places and cell.kind != BLANK and cell.formula is None
    )
    return list(islice(found, 1))


def _language(reading: SchemeReading) -> str | None:
    """Return the language a workbook was written in, by the title of its settings."""
    found = reading.tables.get(SETTINGS)
    titles = {TABLES[SETTINGS].title(language): language for language in LANGUAGES}
    return titles.get(found.sheet) if found else None


def _content(reading: SchemeReading, lacks: list[Table], language: str) -> SchemeContent:
    """Return what the workbook says; a new sheet begins with the rows of the starter that fit into it."""
    scheme, first = reading.scheme, starter(language, now().date()).scheme
    known = _known(scheme, reading.roster)
    rows: dict[str, Any] = {
        table.key: tuple(row for row in getattr(first, table.key) if _fits(row, table, known))
        for table in lacks
        if table.key in PLAIN
    }
    return SchemeContent(replace(scheme, **rows), reading.roster)


def _known(scheme: Scheme, roster: Roster) -> Mapping[str, Any]:
    grades = {grade.id for grade in scheme.grades}
    named = {"grades": grades, "people": roster}
    return named | {
        key: getattr(scheme, key) for key in ("departments", "positions", "indicators", "templates", "cycles")
    }


def _fits(row: object, table: Table, known: Mapping[str, Any]) -> bool:
    """Tell whether all that a row of the starter names is there."""
    named = ((column.refers, getattr(row, column.key, None)) for column in table.columns if column.refers)
    return all(value in known.get(refers, ()) for refers, value in named if value)


def _with_typed(data: bytes, old: SchemeReading) -> bytes:
    """Return a newly written workbook in whose cells everything stands as it was typed in the old one."""
    new = read_scheme(data)
    changes = {
        new.tables[key].sheet: dict(_cells(TABLES[key], found, new))
        for key, found in old.tables.items()
        if key in new.tables
    }
    return set_cells(data, {sheet: cells for sheet, cells in changes.items() if cells})


def _cells(table: Table, old: TableReading, new: SchemeReading) -> Iterator[tuple[str, CellValue]]:
    """Yield the cells of a table that say something else; rows without a place of their own go below."""
    there, taken = new.tables[table.key], set[int]()
    below = max([there.header_row, *(row.number for row in there.rows)]) + 1
    for row in old.rows:
        key = key_of(table, row)
        found = new.index.get((table.key, *key)) if complete(table, key) else None
        if found is None or found.number in taken:
            if table.key == SETTINGS:
                continue
            found, below = ReadRow(below, {}), below + 1
        taken.add(found.number)
        for column in _typed_columns(table):
            cell, now_ = row.cell(column), found.cell(column)
            if cell is not None and cell.kind != ERROR and (now_ is None or now_.value != cell.value):
                yield reference(found.number, there.columns[column]), cell.value


def _typed_columns(table: Table) -> list[str]:
    return [column.key for column in table.columns if column.filled_by != "service"]


def _changed(old: SchemeReading, new: SchemeReading, lacks: list[Table]) -> Iterator[str]:
    """Yield the sheets that would say something else than before; nobody's rules change by a new sheet."""
    bare: dict[str, Any] = {table.key: () for table in lacks if table.key in PLAIN}
    same = replace(new.scheme, **bare) == old.scheme and dict(new.roster) == dict(old.roster)
    lost = Counter(_texts(old)) - Counter(_texts(new))
    sheets = {old.tables[key].sheet for key, _, _ in lost}
    yield from sorted(sheets or (() if same else {old.tables[SETTINGS].sheet}))


def _texts(reading: SchemeReading) -> Iterator[tuple[str, str, str]]:
    """Yield what stands typed in all tables but Settings, whose rows are not the company's."""
    for key, table in reading.tables.items():
        for row in table.rows if key != SETTINGS else ():
            for column in _typed_columns(TABLES[key]):
                if text := row.text(column):
                    yield key, column, text
