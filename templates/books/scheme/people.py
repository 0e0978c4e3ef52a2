"""Bringing people into a scheme workbook that HR already works in: only the rows concerned are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from addin.scoring.scheme import Department, Person, Position
from templates.books.scheme.content import Record, department_record, person_record, position_record
from templates.patch import CannotPatch, CellValue, set_cells
from templates.references import reference
from templates.tables import TABLES


class RowFound(Protocol):
    """A row of a table as it was found in a workbook."""

    @property
    def number(self) -> int:
        """Its number in the sheet."""

    def text(self, column: str) -> str:
        """Return what stands in a column as text."""


class TableFound(Protocol):
    """A table as it was found in a workbook: its sheet, header, columns [from 1] and rows."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""

    @property
    def header_row(self) -> int:
        """The number of its header row."""

    @property
    def columns(self) -> Mapping[str, int]:
        """Where each column stands."""

    @property
    def rows(self) -> Sequence[RowFound]:
        """The rows that hold something."""


@dataclass(frozen=True, slots=True)
class Added:
    """What is brought in: people, and the departments and positions that are new.

    `fields` are the columns of People that the source knows: a blank there empties the cell of somebody who
    is listed already. Elsewhere a blank changes nothing.
    """

    people: Sequence[Person]
    departments: Sequence[Department] = ()
    positions: Sequence[Position] = ()
    fields: frozenset[str] = frozenset()


def fill_people(data: bytes, added: Added, tables: Mapping[str, TableFound]) -> bytes:
    """Return a scheme workbook with people brought in; whoever is listed is updated, everything else is kept.

    tables: where People, Departments and Positions stand, as the reader found them. Raises CannotPatch where
    the workbook cannot be changed safely or has no table for what is to be written.
    """
    news: Mapping[str, Sequence[Record]] = {
        "people": [person_record(person) for person in added.people],
        "departments": [department_record(unit) for unit in added.departments],
        "positions": [position_record(post) for post in added.positions],
    }
    changes: dict[str, dict[str, CellValue]] = {}
    for table, records in news.items():
        if records and table not in tables:
            raise CannotPatch("no_sheet", sheet=table)
        if records:
            erased = added.fields if table == "people" else frozenset()
            changes[tables[table].sheet] = _cells(table, tables[table], records, erased)
    return set_cells(data, changes) if changes else data


def _cells(
    table: str, found: TableFound, records: Iterable[Record], erased: frozenset[str]
) -> dict[str, CellValue]:
    """Return the cells of records: in their own rows, or in the first free ones."""
    key = TABLES[table].keys[0]
    rows = {row.text(key): row.number for row in reversed(found.rows)}
    free = max([found.header_row, *(row.number for row in found.rows)]) + 1
    cells: dict[str, CellValue] = {}
    for record in records:
        name = str(record[key])
        if name not in rows:
            rows[name], free = free, free + 1
        for column, place in found.columns.items():
            value = record.get(column)
            if value not in (None, "") or column in erased:
                cells[reference(rows[name], place)] = value or None
    return cells
