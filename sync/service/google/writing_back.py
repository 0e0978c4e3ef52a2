"""Findings go back into the Sheet itself: what the returned copy changed, as one batch of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sync.archive.rows import SubmissionRecord
from sync.archive.store import Archive
from sync.reading.cells import Book
from sync.reading.cells import Sheet as ReadSheet
from sync.reading.submission import read_stamp
from sync.reading.xlsx import read_book
from sync.reports.returned import returned_copy
from sync.service.cycles import is_closed
from sync.service.google.sheets import RETURNED, Sheet, note, sheets_of
from sync.sources.google.client import Google
from sync.sources.google.fetching import SOURCE
from sync.sources.google.writing import Places, Value, unhide, write


class Answer(NamedTuple):
    """What a returned copy says that the submission did not: values by sheet, and sheets it shows."""

    changes: dict[str, Places]
    shown: frozenset[str]


def write_back(archive: Archive, google: Google) -> int:
    """Write into each Sheet what was found in it, unless it shows that already; return how many there were.

    It follows from the archive which those are, so that a run that broke off is finished by the next one.
    """
    waiting = list(_waiting(archive))
    for sheet, sent in waiting:
        content = archive.content(sent.sha256)
        copy, revision = _copy(archive, sheet, content)
        answer = answer_of(read_book(content), read_book(copy))
        unhide(google, sheet.file, answer.shown)
        write(google, sheet.file, answer.changes)
        note(archive, [replace(sheet, revision=revision, answered=sent.submission)], RETURNED)
    return len(waiting)


def _waiting(archive: Archive) -> Iterator[tuple[Sheet, SubmissionRecord]]:
    """Yield Sheets with the submission that counts, where they do not show its findings yet.

    Where a department sent its workbook another way, its copy goes back that way, and nothing is written.
    """
    for sheet in sheets_of(archive).values():
        sent = [one for one in archive.submissions(sheet.cycle, "read") if one.workbook == sheet.workbook]
        last = sent[-1] if sent else None
        fresh = last is not None and last.source == SOURCE and last.submission > sheet.answered
        if last and fresh and not is_closed(archive, sheet.cycle):
            yield sheet, last


def _copy(archive: Archive, sheet: Sheet, content: bytes) -> tuple[bytes, int]:
    """Return the returned copy and its revision; where nothing was to be returned, a copy that says so.

    A file goes back only with findings. A Sheet is one and the same all the time, and must not go on telling
    of what was mended.
    """
    record = archive.issued(sheet.workbook)
    if record is not None and record.kind == "returned" and record.revision > sheet.revision:
        return archive.content(record.sha256), record.revision
    stamp = read_stamp(read_book(content))
    assert stamp is not None, sheet
    return returned_copy(content, (), stamp, stamp.language), sheet.revision


def answer_of(sent: Book, returned: Book) -> Answer:
    """Compare a returned copy with what was sent: only cells without formulas, for those are calculated."""
    before = {sheet.name: sheet for sheet in sent.sheets}
    changes: dict[str, Places] = {}
    for sheet in returned.sheets:
        old, new = _values(before[sheet.name]), _values(sheet)
        changed = {
            place: new.get(place) for place in sorted({*old, *new}) if old.get(place) != new.get(place)
        }
        if changed:
            changes[sheet.name] = changed
    shown = {one.name for one in returned.sheets if one.state == "visible" != before[one.name].state}
    return Answer(changes, frozenset(shown))


def _values(sheet: ReadSheet) -> dict[tuple[int, int], Value]:
    """Return what stands in the cells of a sheet that hold no formula; a blank one is none."""
    found = (cell for cell in sheet.cells if cell.formula is None)
    return {(cell.row, cell.column): cell.value for cell in found if cell.value not in (None, "")}
