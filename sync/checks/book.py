"""B: the workbook itself, once it is known to be ours: all its parts, and nothing odd besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from addin.texts import say
from sync.checks.context import Context
from sync.checks.registry import BOTH, EVERY, check
from sync.checks.saying import department, heading, title
from sync.findings import Problem
from sync.reading.numbers import folded
from sync.reading.reasons import noted
from sync.reading.tables import TableReading, normal
from templates.books.department.plan import GOALS, RATING
from templates.references import letters
from templates.stamp import LAYOUT
from templates.tables import TABLES
from templates.tables.packs import PACKS
from templates.tables.registers import REGISTERS

VALUES = ("actual", "manager_rating")
NEEDED = {RATING: VALUES, GOALS: ("target",), **dict.fromkeys(PACKS, VALUES)}
"""Columns of a table of lines without which nothing can be scored, or agreed."""

NAMED = {RATING: "summary", GOALS: "members"}
"""The table that asks something for each person."""

SECOND = "second_table "

COPY = re.compile(r"^copy of |的副本$|(?: ?- ?(?:copy|副本)| ?\([0-9]+\))+$", re.IGNORECASE)
"""What systems write around the name of a copy: `(1)`, ` - Copy`, ` - 副本`, ` - Copy (2)`, `Copy of `."""

DASH, DIGIT = re.compile("-"), re.compile("[0-9]")


def _whole(context: Context, apart: str, **values: object) -> Problem:
    """Make a problem of the workbook; `apart` tells problems of the same check apart."""
    return Problem(department=department(context), column=apart, values=values)


@check("B004", whole=True, editions=EVERY)
def needed_part_missing(context: Context) -> Iterator[Problem]:
    """Find that the Appraisal or Department table, or a column that is typed into, cannot be found."""
    for table in context.matchings:
        reading = context.submission.tables.get(table)
        if reading is None:
            yield _part(context, table, None, None)
            continue
        for column in NEEDED[context.edition]:
            if column in reading.missing:
                yield _part(context, table, column, reading.sheet)


@check("B008", whole=True, editions=EVERY)
def printed_part_missing(context: Context) -> Iterator[Problem]:
    """Find that the Summary sheet, a register, or a column not needed for the score was removed."""
    for key, issued in context.issued.tables.items():
        reading = context.submission.tables.get(key)
        if reading is None:
            if key == NAMED.get(context.edition) or key in REGISTERS:
                yield _part(context, key, None, None)
            continue
        for column in _gone(reading, issued):
            if not (key in context.matchings and column in NEEDED[context.edition]):
                yield _part(context, key, column, reading.sheet)


def _gone(reading: TableReading, issued: TableReading) -> list[str]:
    return [column for column in reading.missing if column in issued.columns]


def _part(context: Context, table: str, column: str | None, sheet: str | None) -> Problem:
    """Make the problem of a sheet or column that is gone."""
    language = context.language
    if column is None:
        part = say("checks.parts.sheet", language, title=title(context, table))
    else:
        name = heading(table, column, language)
        part = say("checks.parts.column", language, title=name, table=sheet or title(context, table))
    return Problem(
        sheet=sheet,
        table=table,
        column=column,
        department=department(context),
        expected=TABLES[table].heading(column, language) if column else title(context, table),
        values={"part": part},
    )


@check("B005", whole=True, editions=BOTH)
def named_like_another(context: Context) -> Iterator[Problem]:
    """Find a file that is called exactly as the workbook of another department or cycle would be."""
    stamp = context.issued.stamp
    name = COPY.sub("", folded(PurePath(context.name).stem))
    ours = f"{stamp.cycle}-{stamp.department}" if stamp else name
    if (
        stamp
        and name != ours
        and any(_names_one(context, name, dash.start()) for dash in DASH.finditer(name))
    ):
        yield replace(_whole(context, "name"), found=name, expected=ours)


def _names_one(context: Context, name: str, at: int) -> bool:
    """Tell whether a name, cut at a dash, is a cycle and a department: a known cycle, or one of its kind."""
    cycle, unit, cycles = name[:at], name[at + 1 :], context.scheme.cycles
    alike = DIGIT.sub("0", cycle) == DIGIT.sub("0", context.cycle.id)
    return unit in context.scheme.departments and (alike or cycle in cycles)


@check("B006", whole=True, editions=EVERY)
def column_added(context: Context) -> Iterator[Problem]:
    """Find columns that were not issued."""
    for key, reading in context.submission.tables.items():
        for name in _added(context, key, reading):
            if _repeated(reading, name) is None:
                yield _column(context, reading, name)


@check("B012", whole=True, editions=EVERY)
def column_twice(context: Context) -> Iterator[Problem]:
    """Find titles of ours that stand over two columns, of which only the first can be read."""
    for key, reading in context.submission.tables.items():
        for name in dict.fromkeys(_added(context, key, reading)):
            first = _repeated(reading, name)
            if first is not None:
                yield replace(_column(context, reading, name), values={"letters": letters(first)})


def _repeated(reading: TableReading, name: str) -> int | None:
    """Return the column that was read under the title a further column bears; None where none was."""
    titles = {normal(title): key for title, key in TABLES[reading.key].headings().items()}
    return reading.columns.get(titles.get(normal(name), ""))


def _added(context: Context, key: str, reading: TableReading) -> list[str]:
    issued = context.issued.tables.get(key)
    return [name for name in reading.unknown if issued is None or name not in issued.unknown]


def _column(context: Context, reading: TableReading, name: str) -> Problem:
    """Make the problem of a column that was added."""
    return Problem(
        sheet=reading.sheet,
        table=reading.key,
        column=name,
        found=name,
        department=department(context),
    )


@check("B007", whole=True, editions=EVERY)
def newer_layout(context: Context) -> Iterator[Problem]:
    """Find a workbook written by a newer version of the program."""
    stamp = context.submission.stamp
    if stamp is not None and stamp.layout > LAYOUT:
        yield Problem(column="layout", found=stamp.layout, expected=LAYOUT, department=stamp.department)


@check("B010", whole=True, editions=EVERY)
def sheet_twice(context: Context) -> Iterator[Problem]:
    """Find copies of a sheet, of which only one can be read."""
    for note in context.submission.notes:
        if note.startswith(SECOND):
            name = note.removeprefix(SECOND)
            yield Problem(sheet=name, table=name, found=name, department=department(context))


@check("B011", whole=True, editions=EVERY)
def unusual(context: Context) -> Iterator[Problem]:
    """Find what the reader noted about the file, such as links to other files."""
    for note in context.submission.notes:
        if not note.startswith(SECOND) and note not in context.issued.notes:
            yield _whole(context, note, what=noted(note, context.language))
