"""G: the registers. They are voluntary: what is odd in them is told, and holds no form up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from addin.texts import say
from sync.checks.context import Context
from sync.checks.register_rows import UNKNOWN, RegisterReading, register_rows
from sync.checks.registry import check
from sync.checks.saying import department, heading, place, title
from sync.checks.unclear import allowed, reason
from sync.findings import Problem
from templates.tables.registers import NUMBER, REGISTERS, SINCE


def _at(context: Context, found: RegisterReading, column: str, **values: object) -> Problem:
    """Make the problem of a cell of a register; the row's key and its column tell it apart."""
    key = found.register.table.key
    sheet, cell = place(context, key, found.row, column)
    told = {"no": found.row.text(NUMBER) or "–", "row": found.row.number, "cell": cell}
    return Problem(
        sheet=sheet,
        cell=cell,
        table=key,
        column=f"{found.key} {column}",
        department=department(context),
        values={**told, **values},
    )


def _unclear(context: Context, found: RegisterReading, column: str) -> Problem:
    """Make the problem of a cell that was not understood: what it holds, and what it may hold."""
    declared, language, why = found.register.table.column(column), context.language, found.unclear[column]
    named = heading(found.register.table.key, column, language)
    expected = allowed(declared, why.code, language)
    values: dict[str, object] = {"heading": named}
    if why.code != UNKNOWN:
        values["reason"], values["mend"] = reason(why.code, why.found, named, expected, language)
    return replace(_at(context, found, column, **values), found=why.found, expected=expected)


def _of(context: Context, *, people: bool) -> Iterator[Problem]:
    """Yield the unclear cells: those that name people, or the others; not what was issued that way."""
    for row in register_rows(context):
        for column, why in row.unclear.items():
            if (why.code == UNKNOWN) == people and not _as_issued(context, row, column):
                yield _unclear(context, row, column)


def _as_issued(context: Context, found: RegisterReading, column: str) -> bool:
    """Tell whether a cell was carried on as it stands, such as the number of somebody who has left."""
    issued = context.issued.tables.get(found.register.table.key)
    text = found.row.text(column)
    return issued is not None and any(
        row.text(NUMBER) == found.key and row.text(column) == text for row in issued.rows
    )


@check("G001")
def unknown_person(context: Context) -> Iterator[Problem]:
    """Find names that stand for nobody of this workbook."""
    yield from _of(context, people=True)


@check("G002")
def not_understood(context: Context) -> Iterator[Problem]:
    """Find texts where a date or a number belongs, words that no list has, and numbers out of bounds."""
    yield from _of(context, people=False)


@check("G003")
def half_filled(context: Context) -> Iterator[Problem]:
    """Find rows that lack what a row of their register cannot do without, once a row."""
    for row in register_rows(context):
        table = row.register.table
        there = context.submission.tables[table.key].columns
        empty = [
            column.key
            for column in table.columns
            if column.required and column.key in there and column.key not in row.values
        ]
        if empty:
            named = [heading(table.key, column, context.language) for column in empty]
            told = say("checks.grouped.between", context.language).join(named)
            yield replace(_at(context, row, empty[0], columns=told), column=f"{row.key} empty")


@check("G004")
def without_number(context: Context) -> Iterator[Problem]:
    """Find rows without a number of their own, which are read all the same."""
    for row in register_rows(context):
        if row.key != row.row.text(NUMBER):
            state = "twice" if row.row.text(NUMBER) else "none"
            what = say(f"checks.G004.whats.{state}", context.language, no=row.row.text(NUMBER))
            yield replace(_at(context, row, NUMBER, what=what), found=row.row.text(NUMBER) or None)


@check("G005")
def carried_on_and_gone(context: Context) -> Iterator[Problem]:
    """Find rows that were carried on from an earlier cycle and are not there any more."""
    sent: dict[str, set[str]] = {}
    for row in register_rows(context):
        sent.setdefault(row.register.table.key, set()).add(row.key)
    for key in REGISTERS:
        issued = context.issued.tables.get(key)
        for before in issued.rows if issued and key in context.submission.tables else ():
            number, since = before.text(NUMBER), before.text(SINCE)
            if since and number not in sent.get(key, ()):
                yield Problem(
                    sheet=title(context, key),
                    table=key,
                    column=number,
                    department=department(context),
                    expected=number,
                    values={"no": number, "since": since},
                )
