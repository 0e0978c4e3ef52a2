"""Receipts, and lists of them that another system gathered: who has read the result, when, any objection."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from addin.scoring.scheme import Mapped
from addin.texts import LANGUAGES, listed, say, words
from sync.archive.rows import printable
from sync.reading.cells import TEXT, Cell
from sync.reading.numbers import as_date
from sync.reading.typed import chosen as choice
from sync.service.cycles import Rules
from sync.service.importing.mapping import (
    Needed,
    columns_of,
    lacking,
    read_table,
    refuse_twins,
    texts_of,
)
from sync.service.importing.meanings import Known
from sync.service.importing.report import LONGEST_SHOWN
from sync.settings import stop

SOURCE = "receipts"
"""How Data sources calls the system that gathers receipts."""

NEEDED: Needed = (("employee",), ("answer",))
READ, OBJECTION, SILENT = "read", "objection", "silent"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Somebody's answer to their result: read, or read with an objection.

    `where` is what else is kept of it: the file, its line, or the cell with the name and remark beside it.
    """

    employee: str
    answer: str
    day: str
    where: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a file of receipts says; `odd` tells in words what could not be used, or is to be looked at."""

    rows: tuple[Receipt, ...]
    odd: tuple[str, ...]


def read_receipts(
    content: bytes, file: Path, rules: Rules, known: Collection[str], day: date, language: str
) -> Receipts:
    """Read a CSV or xlsx file of receipts; known: who has a form; day: today, which no receipt is after.

    Raises CannotGoOn where the file is no table, lacks a column, or not one of its lines can be used.
    """
    sources = rules.scheme.sources
    table = read_table(content, file, partial(_lacks, sources), language)
    columns = columns_of(table.titles, SOURCE, sources, _titles())
    without = lacking(columns, NEEDED)
    if without:
        named = listed((_title(one, language) for one in without), language)
        raise stop("no_receipts", language, file=file, columns=named)
    refuse_twins(columns, table.titles, file, language)
    people = Known(known)
    told = [_row(texts_of(one, columns), one.line, people, day, language) for one in table.records]
    rows = tuple(one for one in told if isinstance(one, Receipt))
    odd = tuple(one for one in told if isinstance(one, str))
    if not rows:
        first = odd[0] if odd else ""
        raise stop("no_usable_line", language, file=file, lines=len(odd), first=first)
    return Receipts(rows, odd)


def _lacks(sources: Sequence[Mapped], titles: Sequence[str]) -> int:
    return len(lacking(columns_of(titles, SOURCE, sources, _titles()), NEEDED))


def _titles() -> dict[str, str]:
    """Return the field of each of our own titles, in any language."""
    return dict(_spelled())


def _spelled() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for key, text in words("publication", language)["titles"].items():
            yield from ((one, key) for one in text.split("|"))


def _title(field: str, language: str) -> str:
    return say(f"publication.titles.{field}", language).partition("|")[0]


def _row(texts: dict[str, str], line: int, people: Known, day: date, language: str) -> Receipt | str:
    """Understand a line, or say what is odd about it."""

    def odd(code: str, field: str) -> str:
        found = printable(texts.get(field, "")[:LONGEST_SHOWN])
        return say(f"publication.odd.{code}", language, line=line, found=found)

    employee = people.meaning(texts["employee"])
    if employee is None:
        return odd("person", "employee")
    answered = understood(texts, day)
    if isinstance(answered, str):
        return odd(answered, answered)
    return Receipt(employee, *answered, {"line": line})


def understood(texts: Mapping[str, str], day: date) -> tuple[str, str] | str:
    """Return an answer and its day, or which of the two cannot be understood.

    day: today; it is the day of an answer that tells none, and no answer is after it.
    """
    answer = choice(Cell(TEXT, texts["answer"]), "receipt")
    read_on = as_date(Cell(TEXT, texts["day"])) if texts.get("day") else day
    if answer not in (READ, OBJECTION):
        return "answer"
    return (str(answer), read_on.isoformat()) if isinstance(read_on, date) and read_on <= day else "day"
