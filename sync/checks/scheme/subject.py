"""What the scheme checks look at, and how they name a place: sheet and cell by table, record and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from addin.scoring.scheme import Line, Scheme
from addin.texts import knows, listed, say
from sync.findings import Problem
from sync.reading.scheme import SchemeReading, key_of
from sync.reading.tables import ReadRow, TableReading
from templates.tables import TABLES, Column, Table


@dataclass(frozen=True, slots=True)
class SchemeSubject:
    """A scheme workbook as read, and the language in which findings are told."""

    reading: SchemeReading
    language: str

    @property
    def scheme(self) -> Scheme:
        """The rules."""
        return self.reading.scheme

    def tables(self) -> Iterator[tuple[Table, TableReading]]:
        """Yield the tables whose rows count: those found, without modules that are off."""
        for key, reading in self.reading.tables.items():
            table = TABLES[key]
            if table.module is None or table.module in self.scheme.settings.modules:
                yield table, reading

    def heading(self, table: str, column: str) -> str:
        """Return the title of a column."""
        return TABLES[table].heading(column, self.language)

    def headings(self, table: str, columns: Iterable[str]) -> str:
        """Return the titles of columns, one after the other."""
        return listed((self.heading(table, column) for column in columns), self.language)

    def title(self, table: str) -> str:
        """Return the name of a table's sheet as it is in the workbook."""
        found = self.reading.tables.get(table)
        return found.sheet if found else TABLES[table].title(self.language)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of all templates."""
        for lines in self.scheme.templates.values():
            yield from lines

    def at(
        self,
        table: str,
        column: str,
        *key: str,
        found: object = None,
        expected: object = None,
        row: ReadRow | None = None,
        **values: object,
    ) -> Problem:
        """Make the problem of one record's cell; `row` names the row where the key alone is not enough."""
        reading = self.reading.tables.get(table)
        where = row or self.reading.index.get((table, *key))
        place = reading.place(where, column) if reading and where else None
        return Problem(
            sheet=self.title(table),
            cell=place,
            found=found,
            expected=expected,
            table=table,
            column="/".join((column, *key)) if where is None or all(key) else f"{column}/{where.number}",
            employee=key[0] if table == "people" and key else None,
            indicator=self._indicator(table, key),
            department=key[0] if table == "departments" and key else None,
            values={
                "heading": self.heading(table, column),
                "record": named(self._words(table, key), where),
                **values,
            },
        )

    def _words(self, table: str, key: tuple[str, ...]) -> tuple[str, ...]:
        """Return a key as people read it: choices in words."""
        columns = (TABLES[table].column(name) for name in TABLES[table].keys)
        return tuple(self._word(column, part) for column, part in zip(columns, key, strict=False))

    def _word(self, column: Column, part: str) -> str:
        known = f"choices.{column.choices}.{part}"
        return say(known, self.language) if column.choices and part and knows(known) else part

    @staticmethod
    def _indicator(table: str, key: tuple[str, ...]) -> str | None:
        if table == "indicators" and key:
            return key[0]
        return key[-1] if table in ("templates", "goals") and len(key) > 1 else None


def named(key: tuple[str, ...], row: ReadRow | None) -> str:
    """Return how a message calls a record: its key, or its row where it has none."""
    return " ".join(part for part in key if part) or (str(row.number) if row else "")


def keys_of(table: Table, reading: TableReading) -> Iterator[tuple[tuple[str, ...], ReadRow]]:
    """Yield every row of a table with its key."""
    for row in reading.rows:
        yield key_of(table, row), row
