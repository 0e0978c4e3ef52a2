"""The rows of the registers as sent: matched by their number, each cell understood as its column declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sync.checks.context import Context, once
from sync.checks.matching import plain, resolve
from sync.checks.staff import Staff, staff_of
from sync.reading.cells import ERROR, Cell
from sync.reading.numbers import folded, shown
from sync.reading.tables import ReadRow, TableReading
from sync.reading.typed import Unclear, typed, within
from sync.reading.words import as_text
from templates.tables import Column
from templates.tables.registers import NUMBER, REGISTERS, Register

UNKNOWN = "unknown_person"


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """One row of a register in which something stands: its key, its values, and what is unclear, by column.

    A value is a text, a number, the key of a choice, the number of a person, a date as 2026-11-05; what is
    unclear is kept as the text that was seen. Blank cells are left out.
    """

    register: Register
    key: str
    row: ReadRow
    values: Mapping[str, str | float]
    unclear: Mapping[str, Unclear]


@once
def register_rows(context: Context) -> Iterator[RegisterReading]:
    """Yield the rows of all registers of a workbook in which somebody typed, or something was carried on."""
    members = context.issued.tables.get("members")
    here = {row.text("employee"): row.text("name") for row in members.rows} if members else {}
    people = People(context.staff if context.staff.names else staff_of(here), here)
    for key, reading in context.submission.tables.items():
        if key in REGISTERS:
            yield from read_register(REGISTERS[key], reading, people, context.submission.date1904)


class People(NamedTuple):
    """Whom a register may name, and who stands in its workbook: their numbers may have lost their zeros."""

    staff: Staff
    here: Mapping[str, str]


def read_register(
    register: Register, reading: TableReading, people: People, date1904: bool = False
) -> Iterator[RegisterReading]:
    """Yield the rows of one register.

    A row is known by its number. One without, and a second one of the same number, get a key by their place
    among those: +1 and +2, or 7+1; so no row is lost, whatever stands in its first cell.
    """
    seen: Counter[str] = Counter()
    columns = [column for column in register.table.columns if column.kind != "formula"]
    for row in reading.rows:
        if not any(row.text(column) for column in register.table.typed):
            continue
        number = folded(row.text(NUMBER))
        seen[number] += 1
        before = seen[number] - bool(number)
        understood = {
            column.key: understand(column, cell, people, date1904)
            for column in columns
            if column.key != NUMBER and (cell := row.cell(column.key)) and row.text(column.key)
        }
        unclear = {key: value for key, value in understood.items() if isinstance(value, Unclear)}
        values = {
            key: as_text(row.cell(key), date1904) if isinstance(value, Unclear) else value
            for key, value in understood.items()
        }
        yield RegisterReading(register, f"{number}+{before}" if before else number, row, values, unclear)


def understand(column: Column, cell: Cell, people: People, date1904: bool = False) -> str | float | Unclear:
    """Understand a cell that is not blank by its column; without any people, anybody may stand there."""
    if cell.kind == ERROR:
        return Unclear("error_value", shown(cell))
    if column.refers == "members" and people.staff.names:
        return person_of(cell, people) or Unclear(UNKNOWN, as_text(cell, date1904))
    if column.kind in ("text", "id"):
        return as_text(cell, date1904)
    value = within(column, typed(column, cell, column.kind == "percent", date1904))
    if isinstance(value, date):
        return value.isoformat()
    assert isinstance(value, str | float | Unclear), value
    return value


def person_of(cell: Cell, people: People) -> str | None:
    """Return whom a cell names: by number and name as in the list, by number, or by a name only one has."""
    return people.staff.number(folded(plain(cell))) or resolve(cell, people.here)
