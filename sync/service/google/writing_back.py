"""Findings go back into the Sheet itself: what the returned copy changed, as one batch of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from addin.texts import listed
from sync.archive.rows import SubmissionRecord
from sync.archive.store import Archive
from sync.reading.cells import Book
from sync.reading.submission import read_stamp
from sync.reading.tables import find_table
from sync.reading.xlsx import read_book
from sync.reports.returned import returned_copy
from sync.service.cycles import is_closed
from sync.service.google.differences import Differences, differences
from sync.service.google.sheets import RETURNED, Sheet, counting, note, sheets_of
from sync.settings import CannotGoOn, stop
from sync.sources.google.client import Google, of_one_file
from sync.sources.google.drive import look_at
from sync.sources.google.fetching import SOURCE, mark_of, steady
from sync.sources.google.writing import arrange, write
from templates.tables import TABLES


def write_back(archive: Archive, google: Google) -> int:
    """Write into each Sheet what was found in it, unless it shows that already; return how many there were.

    It follows from the archive which those are, so that a run that broke off is finished by the next one.
    Raises CannotGoOn, once the others are written, where Sheets are protected, gone or shared away.
    """
    waiting, refused = list(_waiting(archive)), {}
    for sheet, sent in waiting:
        try:
            _answer(archive, google, sheet, sent)
        except CannotGoOn as refusal:
            if not of_one_file(refusal):
                raise
            refused[sheet.name] = refusal
    if refused:
        names = listed(refused, archive.language)
        raise stop("google_unanswered", archive.language, names=names) from next(iter(refused.values()))
    return len(waiting)


def _answer(archive: Archive, google: Google, sheet: Sheet, sent: SubmissionRecord) -> None:
    """Write the findings of a submission into its Sheet and note that they stand there."""
    content = archive.content(sent.sha256)
    copy, revision = _copy(archive, sheet, content)
    returned = read_book(copy)
    changed = differences(read_book(content), returned)
    _write(google, sheet, changed, returned)
    note(archive, [replace(sheet, revision=revision, answered=sent.submission)], RETURNED)
    if changed.values:
        _settle(archive, google, sheet, copy)


def _write(google: Google, sheet: Sheet, changed: Differences, copy: Book) -> None:
    """Write what a copy changed; the rows that list the findings grow with their texts."""
    write(google, sheet.file, changed.values)
    listing = find_table(copy, TABLES["findings"])
    grown = {name: cells for name, cells in changed.values.items() if listing and name == listing.sheet}
    arrange(google, sheet.file, changed.shown, grown)


def _settle(archive: Archive, google: Google, sheet: Sheet, copy: bytes) -> None:
    """Note the version that our own writing made, unless somebody typed meanwhile: that is still to come."""
    found = steady(google, look_at(google, sheet.file))
    if found and not differences(read_book(copy), read_book(found[1])).values:
        archive.note(mark_of(sheet.file, found[0]), found[1])


def _waiting(archive: Archive) -> Iterator[tuple[Sheet, SubmissionRecord]]:
    """Yield Sheets with the submission that counts, where they do not show its findings yet.

    Where a department sent its workbook another way, its copy goes back that way, and nothing is written.
    """
    for sheet in sheets_of(archive).values():
        last = counting(archive, sheet.cycle, sheet.workbook)
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
