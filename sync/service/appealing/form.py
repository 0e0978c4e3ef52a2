"""Reading an appeal form that was given back: kept first, then its words with the cells they stood in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from addin.texts import LANGUAGES, say
from sync.archive.keeping import keep_file
from sync.archive.store import Archive
from sync.reading.cells import Unreadable
from sync.reading.gate.package import admit
from sync.reading.reasons import reason
from sync.reading.submission import read_stamp
from sync.reading.tables import TableReading, find_table
from sync.reading.typed import chosen
from sync.reading.words import as_text
from sync.reading.xlsx import open_package
from sync.service.cycles import Rules
from sync.service.importing.mapping import read_bytes
from sync.settings import stop
from templates.stamp import Stamp, genuine
from templates.tables.slips import APPEAL

EDITION = "appeal"
ASKED = ("indicator", "ground", "evidence", "wish", "contact")
"""What a form should say besides what happened; it counts without."""

WHOLE = tuple(say("slip.appeal.whole", language) for language in LANGUAGES)
"""How the form's list calls the whole result."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled appeal form: whose it is, its words by question, what it leaves open, and where it lies.

    `where` tells the kept file by its hash, the name people know it by, and the cell of each answer.
    """

    subject: str
    words: Mapping[str, str]
    missing: tuple[str, ...]
    where: Mapping[str, object]


def read_form(archive: Archive, rules: Rules, file: Path, by: str) -> Filled:
    """Keep an appeal form and return what it says.

    Raises CannotGoOn where it is no appeal form of the cycle that this archive handed out, or does not tell
    what happened.
    """
    language, cycle = archive.language, rules.cycle.id
    content = read_bytes(file, language)
    digest = keep_file(archive, cycle, content, file.name, by)
    try:
        book = open_package(admit(content))
    except Unreadable as error:
        raise stop("appeal_unreadable", language, file=file.name, reason=reason(error, language)) from error
    stamp, table = read_stamp(book), find_table(book, APPEAL)
    wrong = _strange(archive, stamp, table, cycle)
    if wrong or stamp is None or table is None:
        raise stop(f"appeal_form_{wrong}", language, file=file.name, cycle=stamp.cycle if stamp else "")
    words, cells = _answers(table, book.date1904), _cells(table)
    if not words.get("facts"):
        raise stop("appeal_empty", language, file=file.name, cell=cells.get("facts", ""))
    subject = stamp.workbook.removeprefix(f"{stamp.cycle}-{EDITION}-")
    where = {"sha256": digest, "name": file.name, "sheet": table.sheet, "cells": cells}
    return Filled(subject, words, tuple(_missing(words, cells, language)), where)


def _strange(archive: Archive, stamp: Stamp | None, table: TableReading | None, cycle: str) -> str:
    """Return why a workbook is not an appeal form of this cycle; "" where it is."""
    if stamp is None or stamp.archive != archive.id or not genuine(stamp, archive.key):
        return "foreign"
    if stamp.edition != EDITION or table is None:
        return "other"
    return "" if stamp.cycle == cycle else "cycle"


def _answers(table: TableReading, date1904: bool) -> dict[str, str]:
    """Return the answers by question; a ground as its id, and no line where the whole result is meant."""
    cells = {row.text("key"): row.cell("answer") for row in table.rows}
    words = {key: text for key, cell in cells.items() if (text := as_text(cell, date1904).strip())}
    if "ground" in words:
        ground = cells["ground"]
        known = chosen(ground, "ground") if ground else None
        words["ground"] = known if isinstance(known, str) else "other"
    if words.get("indicator") in WHOLE:
        del words["indicator"]
        words["whole"] = "yes"
    return words


def _cells(table: TableReading) -> dict[str, str]:
    places = ((row.text("key"), table.place(row, "answer")) for row in table.rows)
    return {key: place for key, place in places if key and place}


def _missing(words: Mapping[str, str], cells: Mapping[str, str], language: str) -> list[str]:
    """Say, cell by cell, what a form leaves open."""
    open_ = [key for key in ASKED if not words.get(key) and not (key == "indicator" and "whole" in words)]
    return [
        say(
            "appeals.missing",
            language,
            cell=cells.get(key, "–"),
            question=say(f"slip.appeal.questions.{key}", language),
        )
        for key in open_
    ]
