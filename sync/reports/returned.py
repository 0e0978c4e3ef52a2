"""The returned copy: the sender's own workbook with the findings marked, in which the manager goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import count

from addin.texts import say
from sync.findings import UNKNOWN, Finding, Life, worst_first
from sync.reading.cells import TEXT, Book, Unreadable
from sync.reading.submission import stamp_sheet
from sync.reading.xlsx import read_book
from sync.reports.cover import list_points, say_progress, tell_status
from sync.reports.listing import list_findings
from sync.reports.marking import cell_of, marking
from templates.lists import word
from templates.patch import CannotPatch, CellValue, Package, edit_cells, edit_sheet_comments, open_package
from templates.stamp import Stamp, lines


def returned_copy(
    data: bytes,
    findings: Sequence[Finding],
    stamp: Stamp,
    language: str,
    book: Book | None = None,
    life: Life = UNKNOWN,
) -> bytes:
    """Return the sender's workbook with its findings: comments, Findings sheet, Cover list, new stamp.

    Everything else stays the same bytes. Whatever the file lacks or cannot take without harm is left
    out, the rest is done; a file that cannot be opened as a package comes back as it is. `book` is the
    workbook as read, where the caller has it; `stamp` carries the new revision and is signed; `life` says
    what became of the findings of before.
    """
    try:
        package = open_package(data)
        package.sheet_parts()
    except CannotPatch:
        return data
    book = book or legible(data)
    marked, ordered = marking(package, book, language), worst_first(findings)
    steps: list[Callable[[], None]] = [
        lambda: _stamp(package, book, stamp),
        lambda: list_findings(marked, ordered, life),
        lambda: list_points(marked, ordered),
        lambda: say_progress(marked, ordered, life),
        lambda: tell_status(marked, ordered),
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


def _comments(package: Package, findings: Sequence[Finding], language: str) -> list[Callable[[], None]]:
    """Return a step for each sheet: one comment a cell, several findings joined, the worst first."""
    notes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        cell = cell_of(finding)
        if finding.sheet and cell:
            notes[finding.sheet][cell].append(_note(finding, language))
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
