"""A workbook while its findings are being marked: its parts, what was read in it, and where links lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync.findings import Finding
from sync.reading.cells import Book
from sync.reading.tables import TableReading, find_table, find_tables
from templates.patch import Package
from templates.references import quoted
from templates.tables import TABLES
from templates.tables.packs import PACKS

_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_AREA = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?[A-Z]+\$?(\d+))?")


@dataclass(frozen=True, slots=True)
class Marking:
    """What the steps of marking share: the parts, the workbook as read, its language, people and sheets.

    `people` are names by employee number, `sheets` the places of the tabs by name, `listing` is the
    Findings table.
    """

    package: Package
    book: Book
    language: str
    people: Mapping[str, str]
    sheets: Mapping[str, int]
    listing: TableReading | None

    def whose(self, finding: Finding) -> str | None:
        """Return the name of the person a finding is about; the number where no name is known."""
        return self.people.get(finding.employee or "") or finding.employee or None

    def target(self, finding: Finding) -> str | None:
        """Return the place a finding's link leads to, None where the workbook does not have it."""
        cell = _CELL.match(finding.cell or "")
        return self.link(finding.sheet, cell[0] if cell else "A1")

    def link(self, sheet: str | None, cell: str) -> str | None:
        """Return a link to a cell of a sheet, None where the workbook has no such sheet."""
        return f"#{quoted(sheet)}!{cell}" if sheet in self.sheets and sheet else None

    def cells(self, name: str) -> tuple[str, list[str]] | None:
        """Return sheet and cells, one below the other, that the workbook calls by a name; None without it."""
        area = _AREA.fullmatch(self.package.defined_names().get(name, ""))
        if area is None:
            return None
        first, last = int(area[4]), int(area[5] or area[4])
        return (area[1] or area[2]).replace("''", "'"), [f"{area[3]}{n}" for n in range(first, last + 1)]


def marking(package: Package, book: Book, language: str) -> Marking:
    """Look at a workbook before its findings are marked."""
    found, _ = find_tables(book, [TABLES["members"], *PACKS.values()])
    named = next(iter(found.values()), None)
    return Marking(
        package,
        book,
        language,
        people={row.text("employee"): row.text("name") for row in named.rows} if named else {},
        sheets={name: number for number, name in enumerate(package.sheet_parts())},
        listing=find_table(book, TABLES["findings"]),
    )


def cell_of(finding: Finding) -> str | None:
    """Return the one cell a finding stands at, None where it concerns a sheet, a range or the workbook."""
    return finding.cell if _CELL.fullmatch(finding.cell or "") else None
