"""The returned copy: the sender's own workbook with the findings marked, in which the manager goes on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import count

from addin.texts import say
from sync.findings import Finding, place, worst_first
from sync.reading.cells import TEXT, Book, Unreadable
from sync.reading.submission import stamp_sheet
from sync.reading.tables import TableReading, find_table
from sync.reading.xlsx import read_book
from templates.lists import word
from templates.patch import (
    CannotPatch,
    CellValue,
    Package,
    edit_cells,
    edit_links,
    edit_sheet_comments,
    open_package,
    show,
)
from templates.references import column_number, quoted, reference
from templates.stamp import Stamp, lines
from templates.tables import TABLES

COVER_NAME = "cover_findings"
"""The workbook's name for the cells of the Cover that list the first points."""
STATUS_NAME = "cover_status"
"""The workbook's name for the cell of the Cover that says what is left."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?[A-Z]+\$?(\d+))?")
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


def returned_copy(
    data: bytes, findings: Sequence[Finding], stamp: Stamp, language: str, book: Book | None = None
) -> bytes:
    """Return the sender's workbook with its findings: comments, Findings sheet, Cover list, new stamp.

    Everything else stays the same bytes. Whatever the file lacks or cannot take without harm is left
    out, the rest is done; a file that cannot be opened as a package comes back as it is. `book` is the
    workbook as read, where the caller has it; `stamp` carries the new revision and is signed.
    """
    try:
        package = open_package(data)
        package.workbook()
    except CannotPatch:
        return data
    book = book or legible(data)
    ordered = worst_first(findings)
    steps: list[Callable[[], None]] = [
        lambda: _stamp(package, book, stamp),
        lambda: _findings_sheet(package, book, ordered, language),
        lambda: _cover(package, book, ordered, language),
        lambda: _status(package, book, ordered, language),
    ]
    for step in (*steps, *_comments(package, ordered, language)):
        _attempt(package, step)
    return package.save()


def legible(data: bytes, without: Container[str] = ()) -> Book:
    """Read a workbook, but for the cells of some sheets; a refused one counts as one without tables."""
    try:
        return read_book(data, without=without)
    except Unreadable:
        return Book(())


def _attempt(package: Package, step: Callable[[], None]) -> None:
    """Do a step whole or not at all."""
    changed, removed = dict(package.changed), set(package.removed)
    try:
        step()
    except CannotPatch:
        package.changed, package.removed = changed, removed


def _stamp(package: Package, book: Book, stamp: Stamp) -> None:
    """Write the stamp's rows where the old ones stand; rows it no longer has are emptied."""
    sheet = stamp_sheet(book)
    if sheet is None:
        return
    names = {str(cells[1].value): row for row, cells in sheet.rows if 1 in cells and cells[1].kind == TEXT}
    free = count(max((row.number for row in sheet.rows), default=0) + 1)
    changes: dict[str, CellValue] = {}
    for name, value in lines(stamp):
        row = names.pop(name, None) or next(free)
        changes |= {f"A{row}": name, f"B{row}": value}
    for name, row in names.items():
        if name.startswith("columns."):
            changes |= {f"A{row}": None, f"B{row}": None}
    edit_cells(package, {sheet.name: changes})


def _findings_sheet(package: Package, book: Book, findings: Sequence[Finding], language: str) -> None:
    """Fill the Findings sheet below its header, found by its titles; what stood there before goes."""
    table = find_table(book, TABLES["findings"])
    if table is None:
        return
    people, sheets = _names(book), package.sheet_parts()
    changes: dict[str, CellValue] = {}
    links: dict[str, str | None] = {}
    for row in table.rows:
        changes |= {reference(row.number, column): None for column in table.columns.values()}
        links[reference(row.number, table.columns["place"])] = None
    for number, finding in zip(_free_rows(table), findings, strict=False):
        record = _record(finding, people, language)
        changes |= {reference(number, column): record[key] for key, column in table.columns.items()}
        links[reference(number, table.columns["place"])] = _target(sheets, finding)
    if not findings:
        nothing = min(table.columns.values())
        changes[reference(table.header_row + 1, nothing)] = say("department.findings.nothing", language)
    edit_cells(package, {table.sheet: changes})
    edit_links(package, table.sheet, links)
    if table.hidden and findings:
        show(package, table.sheet, True)


def _free_rows(table: TableReading) -> Iterator[int]:
    """Yield the rows below a header that nobody has hidden."""
    return (number for number in count(table.header_row + 1) if number not in table.hidden_rows)


def _names(book: Book) -> dict[str, str]:
    """Return the name of each person by employee number."""
    members = find_table(book, TABLES["members"])
    return {row.text("employee"): row.text("name") for row in members.rows} if members else {}


def _record(finding: Finding, people: Mapping[str, str], language: str) -> dict[str, str | None]:
    """Return a finding as a row of the Findings table."""
    employee = finding.employee or ""
    return {
        "severity": word("severity", finding.severity, language),
        "code": finding.code,
        "place": place(finding.sheet, finding.cell),
        "name": people.get(employee, employee) or None,
        "found": finding.found,
        "expected": finding.expected,
        "message": finding.message,
        "fix": finding.fix,
    }


def _target(sheets: Container[str], finding: Finding) -> str | None:
    """Return the place a finding's link leads to, None where the workbook does not have it."""
    cell = _CELL.match(finding.cell or "")
    if finding.sheet is None or finding.sheet not in sheets:
        return None
    return f"#{quoted(finding.sheet)}!{cell[0] if cell else 'A1'}"


def _cover(package: Package, book: Book, findings: Sequence[Finding], language: str) -> None:
    """List the first points on the Cover, in the cells that the workbook names for it."""
    area = _AREA.fullmatch(package.defined_names().get(COVER_NAME, "").removeprefix("="))
    if area is None:
        return
    sheet = (area[1] or area[2]).replace("''", "'")
    first, last = int(area[4]), int(area[5] or area[4])
    sheets = package.sheet_parts()
    people = _names(book)
    texts = [_point(finding, people, language) for finding in findings]
    texts = texts or [say("department.cover.mend_empty", language)]
    targets = [_target(sheets, finding) for finding in findings]
    cells = [f"{area[3]}{row}" for row in range(first, last + 1)]
    blank = [None] * len(cells)
    edit_cells(package, {sheet: dict(zip(cells, (*texts, *blank), strict=False))})
    edit_links(package, sheet, dict(zip(cells, (*targets, *blank), strict=False)))


def _point(finding: Finding, people: Mapping[str, str], language: str) -> str:
    """Tell a finding in one short line; the Findings sheet and the comment say the rest."""
    title = say(f"checks.{finding.code}.title", language)
    whose = people.get(finding.employee or "") or finding.sheet
    parts = {"cell": finding.cell or finding.sheet, "whose": whose, "title": title}
    return say("returned.cover", language, **parts) if finding.sheet else title


def _status(package: Package, book: Book, findings: Sequence[Finding], language: str) -> None:
    """Let the Cover's first line show what its formula now gives: not done while points are to be mended."""
    area = _AREA.fullmatch(package.defined_names().get(STATUS_NAME, "").removeprefix("="))
    if area is None or not findings:
        return
    name = (area[1] or area[2]).replace("''", "'")
    cell_at = f"{area[3]}{area[4]}"
    column, number = column_number(area[3]), int(area[4])
    rows = (row for sheet in book.sheets if sheet.name == name for row in sheet.rows if row.number == number)
    shown = next((str(row.cells[column].value) for row in rows if column in row.cells), "")
    due = _DAY.search(shown)
    if due and shown == say("department.cover.complete", language, date=due[0]):
        mended = say("department.cover.mended", language, date=due[0])
        edit_cells(package, {}, {name: {cell_at: mended}})


def _comments(package: Package, findings: Sequence[Finding], language: str) -> list[Callable[[], None]]:
    """Return a step for each sheet: one comment a cell, several findings joined, the worst first."""
    notes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.sheet and _CELL.fullmatch(finding.cell or ""):
            notes[finding.sheet][finding.cell or ""].append(_note(finding, language))
    return [_comment_step(package, sheet, notes.get(sheet, {})) for sheet in package.sheet_parts()]


def _comment_step(package: Package, sheet: str, notes: Mapping[str, Sequence[str]]) -> Callable[[], None]:
    joined = {cell: "\n\n".join(texts) for cell, texts in notes.items()}
    return lambda: edit_sheet_comments(package, sheet, joined)


def _note(finding: Finding, language: str) -> str:
    severity = word("severity", finding.severity, language)
    said = say(
        "returned.comment",
        language,
        severity=severity,
        code=finding.code,
        message=finding.message,
        fix=finding.fix,
    )
    return said.rstrip()
