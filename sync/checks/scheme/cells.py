"""Checks of single cells: sheets and columns there, content understood, ids sound, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject, keys_of
from sync.checks.unclear import allowed, reason
from sync.findings import Problem
from sync.reading.cells import NUMBER, Cell
from sync.reading.numbers import folded
from sync.reading.scheme import complete, key_of
from sync.reading.tables import ReadRow, TableReading, written
from sync.reading.typed import CellProblem
from templates.tables import TABLES, Column
from templates.tables.model import ID, ID_LENGTH
from templates.tables.settings import SETTING_ROWS, Setting

SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
EXACT = 1e15
"""From here on a spreadsheet's numbers have lost their last digits."""
DEPARTMENTS = "departments"
OPTIONAL = ("changelog", "sources")
NAMING = {"departments": ("department",), "people": ("employee", "department"), "cycles": ("cycle",)}
"""Columns whose ids become names of files."""

LATER = {
    ("departments", "template"),
    ("indicators", "provider"),
    ("templates", "good"),
    ("templates", "within"),
}
"""Columns that schemes written before them do not have."""


@check("S001", "scheme")
def missing_part(subject: SchemeSubject) -> Iterator[Problem]:
    """Find sheets and columns that are needed and not there."""
    modules = subject.scheme.settings.modules
    for table in TABLES.values():
        needed = table.workbook == "scheme" and table.key not in OPTIONAL
        if not needed or table.module not in (None, *modules):
            continue
        reading = subject.reading.tables.get(table.key)
        if reading is None:
            part = say("checks.S001.parts.sheet", subject.language, title=table.title(subject.language))
            yield Problem(table=table.key, values={"part": part})
            continue
        for column in reading.missing:
            if table.column(column).filled_by == "hr" and (table.key, column) not in LATER:
                title = subject.heading(table.key, column)
                part = say("checks.S001.parts.column", subject.language, title=title)
                yield Problem(sheet=reading.sheet, table=table.key, column=column, values={"part": part})


@check("S002", "scheme")
def not_understood(subject: SchemeSubject) -> Iterator[Problem]:
    """Find cells whose content is not what their column asks for."""
    for problem in subject.reading.problems:
        row = next(row for row in subject.reading.tables[problem.table].rows if row.number == problem.row)
        expected = allowed(_declared(problem), problem.code, subject.language)
        heading = subject.heading(problem.table, problem.column)
        why, mend = reason(problem.code, problem.found, heading, expected, subject.language)
        if problem.table == "settings":
            heading = say(f"scheme.settings.{problem.key[0]}.label", subject.language)
        yield subject.at(
            problem.table,
            problem.column,
            *problem.key,
            found=problem.found,
            expected=expected,
            row=row,
            heading=heading,
            reason=why,
            mend=mend,
        )


def _declared(problem: CellProblem) -> Column | Setting:
    """Return the column of a cell, or the setting of a row of Settings."""
    if problem.table == "settings":
        return next(setting for setting in SETTING_ROWS if setting.key == problem.key[0])
    return TABLES[problem.table].column(problem.column)


@check("S003", "scheme")
def empty(subject: SchemeSubject) -> Iterator[Problem]:
    """Find rows that lack what no row can do without."""
    for table, reading in subject.tables():
        unclear = {(p.row, p.column) for p in subject.reading.problems if p.table == table.key}
        for key, row in keys_of(table, reading):
            for column in table.columns:
                there = row.text(column.key) or (row.number, column.key) in unclear
                there = there or ((table.key, column.key) == ("templates", "method") and _heads(reading, row))
                if column.required and not there and column.key in reading.columns:
                    yield subject.at(table.key, column.key, *key, row=row)


def _heads(reading: TableReading, row: ReadRow) -> bool:
    """Tell whether a row of Templates is a heading: other rows are part of it, so it needs no method."""
    template, indicator = row.text("template"), row.text("indicator")
    return any(one.text("within") == indicator and one.text("template") == template for one in reading.rows)


@check("S004", "scheme")
def duplicate(subject: SchemeSubject) -> Iterator[Problem]:
    """Find rows that have the same key as an earlier one; only the first counts."""
    for table, reading in subject.tables():
        if table.key in ("changelog", "goals", "adjustments"):
            continue
        first: dict[tuple[str, ...], ReadRow] = {}
        told: set[tuple[str, ...]] = set()
        for key, row in keys_of(table, reading):
            earlier = first.setdefault(key, row)
            if earlier is not row and complete(table, key) and key not in told:
                told.add(key)
                yield subject.at(
                    table.key,
                    table.keys[-1],
                    *key,
                    found=" ".join(filter(None, key)),
                    row=row,
                    other=earlier.number,
                )


@check("S012", "scheme")
def malformed_id(subject: SchemeSubject) -> Iterator[Problem]:
    """Find ids with signs that do not belong there, too long ones, and those turned into 1.23E+15."""
    for table, column, row, cell in _own_ids(subject):
        text = row.text(column)
        code = _malformed(cell, text)
        if code is not None:
            reason = say(f"checks.S012.reasons.{code}", subject.language)
            yield subject.at(table, column, text, found=text, row=row, reason=reason)
    for table, column, row, other in _told_apart_by_case(subject):
        text = row.text(column)
        reason = say("checks.S012.reasons.case", subject.language, other=other)
        yield subject.at(table, column, *key_of(TABLES[table], row), found=text, row=row, reason=reason)


def _told_apart_by_case(subject: SchemeSubject) -> Iterator[tuple[str, str, ReadRow, str]]:
    """Yield ids that name files and differ from an earlier one in capital letters only, and that one.

    Windows and macOS take ops.xlsx and Ops.xlsx for the same file. Where departments are listed, what People
    names beside the list is found as an unknown reference.
    """
    listed = DEPARTMENTS in subject.scheme.settings.modules
    first: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    for table, reading in subject.tables():
        for column in NAMING.get(table.key, ()):
            for row in () if listed and (table.key, column) == ("people", "department") else reading.rows:
                text = folded(row.text(column))
                earlier = first.setdefault((column, text.casefold()), text)
                if text != earlier and (column, text) not in told:
                    told.add((column, text))
                    yield table.key, column, row, earlier


def _own_ids(subject: SchemeSubject) -> Iterator[tuple[str, str, ReadRow, Cell]]:
    """Yield the cells in which a table gives its records their ids."""
    for table, reading in subject.tables():
        for column in table.columns:
            if column.kind == "id" and column.refers is None and column.filled_by == "hr":
                for row in reading.rows:
                    cell = row.cell(column.key)
                    if cell is not None and row.text(column.key):
                        yield table.key, column.key, row, cell


def _malformed(cell: Cell, text: str) -> str | None:
    """Return what is wrong with an id: scientific, too_long or signs; None where it is sound."""
    if SCIENTIFIC.fullmatch(text) or (isinstance(cell.value, float) and abs(cell.value) >= EXACT):
        return "scientific"
    if len(text) > ID_LENGTH:
        return "too_long"
    return None if ID.fullmatch(text) else "signs"


@check("S013", "scheme")
def lost_zeros(subject: SchemeSubject) -> Iterator[Problem]:
    """Find ids that lost their leading zeros: a number where its neighbours are texts with zeros."""
    padded = _padded(subject)
    for table, column, row, cell in _own_ids(subject):
        length = padded.get((table, column))
        text = written(cell)
        if cell.kind == NUMBER and length and text.isdigit() and len(text) < length:
            whole = text.zfill(length)
            yield subject.at(table, column, text, found=text, expected=whole, row=row)


def _padded(subject: SchemeSubject) -> dict[tuple[str, str], int]:
    """Return, for columns whose ids begin with zeros and are all of one length, that length."""
    lengths: dict[tuple[str, str], set[int]] = {}
    for table, column, _, cell in _own_ids(subject):
        text = written(cell)
        if cell.kind != NUMBER and text.isdigit() and text.startswith("0"):
            lengths.setdefault((table, column), set()).add(len(text))
    return {place: found.pop() for place, found in lengths.items() if len(found) == 1}


@check("S014", "scheme")
def numeric_id(subject: SchemeSubject) -> Iterator[Problem]:
    """Find ids that are stored as numbers, which lose their zeros and long digits sooner or later."""
    padded = _padded(subject)
    for table, column, row, cell in _own_ids(subject):
        text = written(cell)
        lost = len(text) < padded.get((table, column), 0)
        if cell.kind == NUMBER and not lost and _malformed(cell, text) is None:
            yield subject.at(table, column, text, found=text, row=row)


@check("S019", "scheme")
def unknown_column(subject: SchemeSubject) -> Iterator[Problem]:
    """Find columns that are not ours; they are kept and not read."""
    for table, reading in subject.tables():
        for title in reading.unknown:
            yield Problem(sheet=reading.sheet, found=title, table=table.key, column=f"unknown/{title}")


@check("S020", "scheme")
def sheet_twice(subject: SchemeSubject) -> Iterator[Problem]:
    """Find sheets that repeat a table; only one of them is read."""
    for sheet in subject.reading.twice:
        yield Problem(sheet=sheet, found=sheet, column=f"twice/{sheet}")
