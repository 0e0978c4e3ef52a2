"""Result slips that came back with their receipt filled in: whose it is, what they answer, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from addin.texts import say
from sync.archive.rows import printable
from sync.archive.store import Archive
from sync.reading.cells import Book, Unreadable
from sync.reading.rows import is_book
from sync.reading.submission import read_stamp
from sync.reading.tables import ReadRow, TableReading, find_table, normal
from sync.reading.words import as_text
from sync.reading.xlsx import read_book
from sync.service.cycles import Rules
from sync.service.exporting.slips import SLIP
from sync.service.importing.report import LONGEST_SHOWN
from sync.service.judging import foreign
from sync.service.steps.choosing import name_of
from sync.service.steps.receipts import Receipt, Receipts, understood
from sync.service.steps.told import reader_of
from templates.stamp import Stamp
from templates.tables.slips import RECEIPT

LOWEST = 5000
"""The receipt closes a letter; so far down it is looked for [rows]."""

QUESTIONS = {"answer": "answer", "day": "dated_on", "name": "name", "remark": "remark"}
"""Which question of a slip asks for what of a receipt."""

NEEDED = ("answer", "name")


@dataclass(frozen=True, slots=True)
class Slip:
    """A workbook of ours that came back, under the name people know it by."""

    file: str
    book: Book
    stamp: Stamp

    @property
    def employee(self) -> str:
        """Whose result it tells, if it is a slip."""
        return self.stamp.workbook.removeprefix(f"{self.stamp.cycle}-{SLIP}-")


def stamped(content: bytes, file: str) -> Slip | None:
    """Return a workbook that bears a stamp; None of any other file, which may be a list of receipts."""
    if not is_book(content):
        return None
    try:
        book = read_book(content)
    except Unreadable:
        return None
    stamp = read_stamp(book)
    return None if stamp is None else Slip(file, book, stamp)


def read_slip(slip: Slip, archive: Archive, rules: Rules, known: Collection[str], day: date) -> Receipts:
    """Read the receipt of a slip; known: who has a form; day: today, which no receipt is after.

    What cannot be used is told in words, with its cell. A slip signed by another name counts, and that is
    told, too: the same name may be written in several ways.
    """
    language = archive.language
    found = _strange(slip, archive, rules, known) or _read(slip, day, language)
    if isinstance(found, str):
        return Receipts((), (say("publication.slip.odd", language, file=slip.file, reason=found),))
    reader, signed = reader_of(rules, slip.employee), str(found.where["name"])
    name = reader.name if reader else name_of(rules, slip.employee)
    if normal(name) == normal(signed):
        return Receipts((found,), ())
    values = {"file": slip.file, "name": name, "found": printable(signed[:LONGEST_SHOWN])}
    return Receipts((found,), (say("publication.slip.by_another", language, **values),))


def _strange(slip: Slip, archive: Archive, rules: Rules, known: Collection[str]) -> str:
    """Say why a workbook is no slip of this cycle that this archive handed out; "" where it is."""
    strange, language = foreign(slip.stamp, archive), archive.language
    if strange is not None:
        return say(f"service.reasons.{strange.reason}", language).format(**strange.values)
    if slip.stamp.edition != SLIP:
        return say("publication.slip.no_slip", language)
    if slip.stamp.cycle != rules.cycle.id:
        return say("publication.slip.other_cycle", language, cycle=slip.stamp.cycle)
    written = slip.stamp.workbook
    return "" if slip.employee in known else say("service.reasons.never_issued", language, workbook=written)


def _read(slip: Slip, day: date, language: str) -> Receipt | str:
    """Understand the receipt of a slip, or say in words, with the cell, why not."""
    table = find_table(slip.book, RECEIPT, LOWEST)
    if table is None:
        return say("publication.slip.no_receipt", language, employee=slip.employee)
    rows = {row.text("key"): row for row in table.rows}
    asked = {one: rows[question] for one, question in QUESTIONS.items() if question in rows}
    texts = {one: as_text(row.cell("answer"), slip.book.date1904) for one, row in asked.items()}
    open_ = next((one for one in NEEDED if not texts.get(one)), None)
    if open_ is not None:
        return say("publication.slip.open", language, cell=_cell(table, asked, open_))
    answered = understood(texts, day)
    if isinstance(answered, str):
        told = {"cell": _cell(table, asked, answered), "found": printable(texts[answered][:LONGEST_SHOWN])}
        return say(f"publication.slip.{answered}", language, **told)
    said = {one: texts[one] for one in ("name", "remark") if texts.get(one)}
    return Receipt(slip.employee, *answered, {"cell": _cell(table, asked, "answer"), **said})


def _cell(table: TableReading, asked: Mapping[str, ReadRow], question: str) -> str:
    return (table.place(asked[question], "answer") if question in asked else None) or "–"
