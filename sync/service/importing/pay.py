"""`import pay`: the bases performance pay is computed from, which never stand in a department workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from addin.scoring.exact import exact
from addin.scoring.scheme import Mapped, Scheme
from addin.texts import LANGUAGES, listed, say, words
from sync.archive.deciding import Decision, enact
from sync.archive.keeping import keep_file
from sync.archive.records import records
from sync.archive.rows import printable
from sync.process.pay import in_currency
from sync.reading.cells import TEXT, Cell
from sync.reading.numbers import as_number
from sync.service.cycles import opened
from sync.service.deciding import deciding
from sync.service.importing.mapping import (
    Needed,
    columns_of,
    lacking,
    read_bytes,
    read_table,
    refuse_twins,
    texts_of,
)
from sync.service.importing.meanings import Known
from sync.service.importing.report import LONGEST_SHOWN
from sync.service.looking import Document
from sync.service.opening import read_rules
from sync.service.paying import BASE
from sync.settings import Workspace, stop

SOURCE = "pay"
"""How Data sources calls the system that tells bases."""

NEEDED: Needed = (("employee",), ("base",))

LARGEST = 10**12
"""Nobody's base is as much; numbers of a spreadsheet are exact to the coin up to here."""


@dataclass(frozen=True, slots=True)
class Bases:
    """What a file of bases came to: how many people it names, how many bases are new, lines that were odd."""

    people: int
    noted: int
    odd: tuple[str, ...]

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read."""
        return {"people": self.people, "bases": self.noted, "notes": list(self.odd)}


@dataclass(frozen=True, slots=True)
class _Reading:
    """How lines are understood: who is known, in which coins, said in which language."""

    people: Known
    decimals: int
    language: str


def import_pay(workspace: Workspace, file: Path, cycle: str, by: str) -> Bases:
    """Take in the base of each person from a CSV or xlsx file, which is kept.

    cycle: only for this one; "" from now on, for every cycle of which payroll was not told yet. Raises
    CannotGoOn where the file is no table, lacks a column, or not one of its lines can be used.
    """
    content = read_bytes(file, workspace.language)
    with deciding(workspace) as archive:
        if cycle:
            rules = opened(archive, cycle)
            scheme, roster = rules.scheme, rules.roster
        else:
            today = read_rules(workspace).reading
            scheme, roster = today.scheme, today.roster
        reading = _Reading(Known(roster), scheme.settings.currency_decimals, archive.language)
        rows, odd = _read(content, file, scheme, reading)
        digest = keep_file(archive, cycle, content, file.name, by)
        with archive.reading() as connection:
            known = {one.key: one.document["base"] for one in records(connection, BASE, cycle)}
        new = [(who, base, line) for who, base, line in rows if known.get(who) != base]
        notes = tuple((BASE, who, {"base": base, "file": digest, "line": line}) for who, base, line in new)
        if notes:
            enact(archive, Decision(cycle, "bases_imported", by, notes=notes))
    return Bases(len(rows), len(new), tuple(odd))


def _read(
    content: bytes, file: Path, scheme: Scheme, reading: _Reading
) -> tuple[list[tuple[str, str, int]], list[str]]:
    """Return the bases of a file, of several of a person the last, and which lines could not be used."""
    language = reading.language
    table = read_table(content, file, partial(_lacks, scheme.sources), language)
    columns = columns_of(table.titles, SOURCE, scheme.sources, _titles())
    without = lacking(columns, NEEDED)
    if without:
        named = listed(
            (say(f"payroll.titles.{one}", language).partition("|")[0] for one in without), language
        )
        raise stop("no_bases", language, file=file, columns=named)
    refuse_twins(columns, table.titles, file, language)
    told = [_row(texts_of(one, columns), one.line, reading) for one in table.records]
    odd = [one for one in told if isinstance(one, str)]
    rows = {one[0]: one for one in told if not isinstance(one, str)}
    if not rows:
        raise stop("no_usable_line", language, file=file, lines=len(odd), first=odd[0] if odd else "")
    return list(rows.values()), odd


def _row(texts: dict[str, str], line: int, reading: _Reading) -> tuple[str, str, int] | str:
    """Understand a line, or say what is odd about it: no such person, no amount, no whole coins."""

    def odd(code: str, field: str) -> str:
        found = printable(texts.get(field, "")[:LONGEST_SHOWN])
        return say(f"payroll.odd.{code}", reading.language, line=line, found=found)

    employee = reading.people.meaning(texts["employee"])
    if employee is None:
        return odd("person", "employee")
    base = as_number(Cell(TEXT, texts["base"]), percent=False)
    if not isinstance(base, float) or not 0 <= base < LARGEST:
        return odd("base", "base")
    coins = exact(base) * 10**reading.decimals
    if coins.denominator != 1:
        return odd("coins", "base")
    return employee, in_currency(coins.numerator, reading.decimals), line


def _lacks(sources: Sequence[Mapped], titles: Sequence[str]) -> int:
    return len(lacking(columns_of(titles, SOURCE, sources, _titles()), NEEDED))


def _titles() -> dict[str, str]:
    """Return the field of each of our own titles, in any language."""
    return {
        title: field
        for language in LANGUAGES
        for field, titles in words("payroll", language)["titles"].items()
        for title in titles.split("|")
    }
