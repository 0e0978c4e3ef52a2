"""Taking in opinion forms: of one without a name nothing is kept but what it says."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from addin.texts import say
from sync.archive.deciding import Decision, enact
from sync.archive.keeping import keep_file
from sync.archive.records import records
from sync.archive.store import Archive
from sync.reading.cells import Unreadable
from sync.reading.gate.package import Package, admit
from sync.reading.numbers import as_yes_no
from sync.reading.opinion_form import EDITION
from sync.reading.reasons import reason
from sync.reading.submission import read_stamp
from sync.reading.tables import TableReading, find_table
from sync.reading.typed import chosen
from sync.reading.words import as_text
from sync.reading.xlsx import open_package
from sync.service.cycles import Rules, refuse_closed, still_open
from sync.service.deciding import deciding
from sync.service.importing.mapping import bytes_of
from sync.service.importing.meanings import Known
from sync.service.judging import foreign
from sync.service.looking import Document
from sync.settings import Workspace, stop
from templates.tables.slips import OPINION

KIND, OTHER = EDITION, "other"
CLOSED = "opinions_closed"
SAID = ("theme", "opinion", "proposal")
"""The questions of which at least one is answered."""

PROPERTIES = re.compile(rb"<(?:\w+:)?(?:creator|lastModifiedBy|manager)>([^<]*)<", re.IGNORECASE)
OURS = b"Meritbook"


@dataclass(frozen=True, slots=True)
class Opinions:
    """What came of opinion forms: how many were noted, how many of them without a name, what is odd."""

    cycle: str
    noted: int
    anonymous: int
    signed: int
    odd: tuple[str, ...] = ()

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read; `authored`: anonymous files that tell who saved them."""
        counts = {"opinions": self.noted, "anonymous": self.anonymous, "authored": self.signed}
        return {"cycle": self.cycle, **counts, "notes": list(self.odd)}


@dataclass(frozen=True, slots=True)
class Form:
    """An opinion form as read; `authored` tells that the program noted who saved it."""

    answers: Mapping[str, str | None]
    content: bytes
    authored: bool

    @property
    def anonymous(self) -> bool:
        """Whether it bears no name."""
        return not self.answers["name"]


def take_in(workspace: Workspace, cycle: str, files: Sequence[Path], by: str) -> Opinions:
    """Take in opinion forms; the same form again counts once.

    A form with a name is kept byte for byte. One without is read and forgotten: neither its bytes nor its
    file name, neither its date nor the order of the files is kept, and the key by which it is known again
    cannot be worked out without the archive's own. Raises CannotGoOn where no file can be used, or the cycle
    is closed: then nothing is read.
    """
    with deciding(workspace) as archive:
        refuse_closed(archive, cycle, CLOSED)
        given = [(file.name, bytes_of(file, archive.language)) for file in files]
        done, read = note(archive, cycle, given, by)
        odd = tuple(
            say("publication.opinion.odd", archive.language, number=at, reason=found)
            for at, found in enumerate(read, start=1)
            if isinstance(found, str)
        )
        if len(odd) == len(read):
            raise stop("no_opinion_read", archive.language, first=odd[0])
        return replace(done, odd=odd)


def note(
    archive: Archive, cycle: str, given: Sequence[tuple[str, bytes]], by: str
) -> tuple[Opinions, list[Form | str]]:
    """Note the opinions of files, each a name and bytes, in one transaction.

    Returns what came of them, and each form as read, or in words why it is none. Raises CannotGoOn where the
    cycle was not opened, or is closed.
    """
    rules = still_open(archive, cycle, CLOSED)
    read = [_read(archive, rules, content) for _, content in given]
    forms = [(name, found) for (name, _), found in zip(given, read, strict=True) if isinstance(found, Form)]
    new = _new(archive, cycle, forms)
    notes = tuple((KIND, key, _document(archive, cycle, *new[key], by)) for key in sorted(new))
    if notes:
        enact(archive, Decision(cycle, "opinions", by, notes=notes))
    anonymous = sum(form.anonymous for _, form in new.values())
    signed = sum(form.anonymous and form.authored for _, form in forms)
    return Opinions(cycle, len(new), anonymous, signed), read


def _new(archive: Archive, cycle: str, forms: Sequence[tuple[str, Form]]) -> dict[str, tuple[str, Form]]:
    """Return the forms that were not taken in before, by the key that only this archive can work out."""
    with archive.reading() as connection:
        known = {one.key for one in records(connection, KIND, cycle)}
    keyed = {
        hmac.new(archive.key, form.content, sha256).hexdigest()[:16]: (name, form) for name, form in forms
    }
    return {key: found for key, found in keyed.items() if key not in known}


def _read(archive: Archive, rules: Rules, content: bytes) -> Form | str:
    """Return the answers of a form, or in words why it is none."""
    language = archive.language
    try:
        package = admit(content)
        book = open_package(package)
    except Unreadable as error:
        return reason(error, language)
    stamp, table = read_stamp(book), find_table(book, OPINION)
    strange = foreign(stamp, archive)
    if strange is not None:
        return say(f"service.reasons.{strange.reason}", language).format(**strange.values)
    if stamp is None or stamp.edition != KIND or table is None:
        return say("publication.opinion.no_opinion", language)
    if stamp.cycle != rules.cycle.id:
        return say("publication.opinion.other_cycle", language, cycle=stamp.cycle)
    answers = _answers(table, book.date1904, rules)
    if not any(answers[key] for key in SAID):
        return say("publication.opinion.empty", language)
    return Form(answers, content, _authored(package))


def _answers(table: TableReading, date1904: bool, rules: Rules) -> dict[str, str | None]:
    """Return the answers by question: a theme, yes or no, a department as ids, the rest as it was typed."""
    cells = {row.text("key"): row.cell("answer") for row in table.rows}
    found = {key: as_text(cell, date1904) or None for key, cell in cells.items()}
    answers = {key: found.get(key) for key in (*SAID, "department", "name", "dated_on")}
    theme, wish = cells.get("theme"), cells.get("answer")
    known = chosen(theme, "theme") if theme else None
    units = Known(rules.scheme.departments, rules.scheme.departments)
    return answers | {
        "theme": known if isinstance(known, str) else OTHER if answers["theme"] else None,
        "answer": "yes" if as_yes_no(wish) is True else None,
        "department": units.meaning(answers["department"]) if answers["department"] else None,
    }


def _document(archive: Archive, cycle: str, name: str, form: Form, by: str) -> Mapping[str, Any]:
    """Return what is noted of a form; the file is kept where somebody put a name under it."""
    said = {key: form.answers[key] for key in (*SAID, "department")}
    said["theme"] = said["theme"] or OTHER
    if form.anonymous:
        return {**said, "name": None, "answer": None, "dated_on": None, "file": None}
    digest = keep_file(archive, cycle, form.content, name, by)
    rest = {key: form.answers[key] for key in ("name", "answer", "dated_on")}
    return {**said, **rest, "file": digest}


def _authored(package: Package) -> bool:
    """Tell whether the program that saved the file wrote down who did."""
    texts = (package.parts.get(f"docprops/{name}.xml", b"") for name in ("core", "app"))
    named = (one.strip() for text in texts for one in PROPERTIES.findall(text))
    return any(one and one != OURS for one in named)
