"""`export rules`: the appraisal rules as a Word document, from a cycle's pinned scheme or today's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from addin.scoring.scheme import Cycle
from sync.archive.documents import digest
from sync.archive.store import Archive
from sync.reading.scheme import SchemeReading, read_scheme
from sync.reading.typed import typed
from sync.service.cycles import opened
from sync.service.exporting.explained import meanings_of
from sync.service.opening import cycle_of, sound_rules
from sync.settings import Workspace
from templates.books.rules import RulesContent, write_rules
from templates.books.rules.content import Noted
from templates.tables import TABLES


def rules(archive: Archive, cycle: str) -> bytes:
    """Write the rules that an issued cycle was pinned to."""
    pinned = opened(archive, cycle)
    reading = read_scheme(archive.scheme_file(pinned.pinned.scheme))
    return _written(reading, pinned.cycle, archive.language)


def rules_of_today(workspace: Workspace, cycle: str | None) -> bytes:
    """Write the rules of today's scheme.xlsx, for a cycle that is not issued yet or for all of them.

    Raises CannotGoOn where the scheme has errors, and for a cycle it does not know.
    """
    reading = sound_rules(workspace).reading
    period = None if cycle is None else cycle_of(reading.scheme, cycle, workspace.language)
    return _written(reading, period, workspace.language)


def _written(reading: SchemeReading, cycle: Cycle | None, language: str) -> bytes:
    changelog = sorted(_noted(reading), key=lambda one: one.changed_on or date.min, reverse=True)
    version, meanings = digest(reading.scheme), meanings_of(reading)
    return write_rules(RulesContent(reading.scheme, version, cycle, meanings, changelog, language))


def _noted(reading: SchemeReading) -> Iterator[Noted]:
    """Yield what HR noted in the Changelog."""
    table = reading.tables.get("changelog")
    for row in table.rows if table else ():
        cell = row.cell("changed_on")
        day = cell and typed(TABLES["changelog"].column("changed_on"), cell, False, False)
        yield Noted(day if isinstance(day, date) else None, row.text("what"), row.text("why"))
