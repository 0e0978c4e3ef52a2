"""Which Sheet holds which workbook, and as of which revision: noted in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256

from sync.archive.deciding import Decision, enact
from sync.archive.records import records
from sync.archive.rows import IssuedRecord, SubmissionRecord
from sync.archive.store import PROGRAM, Archive

SHEET = "google_sheet"
"""The kind of record in which a Sheet is noted, under its workbook."""

PUSHED, RETURNED = "google_pushed", "google_returned"
"""How the audit log names what was done."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook in Google Sheets: the file's id and link, the name of the workbook, what stands in it.

    `revision` is the one that was pushed, or whose findings were written back; `answered` the submission
    whose findings it shows (0: of none).
    """

    workbook: str
    cycle: str
    file: str
    link: str
    name: str
    revision: int
    answered: int = 0


def sheets_of(archive: Archive, cycle: str | None = None) -> dict[str, Sheet]:
    """Return the Sheets of a cycle, or of all, by workbook."""
    with archive.reading() as connection:
        found = records(connection, SHEET, cycle)
    return {one.key: Sheet(**one.document) for one in found}


def note(archive: Archive, sheets: Iterable[Sheet], event: str, by: str = PROGRAM) -> None:
    """Note what stands in Sheets now."""
    for sheet in sheets:
        notes = ((SHEET, sheet.workbook, asdict(sheet)),)
        done = enact(archive, Decision(sheet.cycle, event, by, notes=notes, details={"name": sheet.name}))
        assert done, "no form is moved"


def counting(archive: Archive, cycle: str, workbook: str) -> SubmissionRecord | None:
    """Return the submission of a workbook that counts; None where none was read yet."""
    sent = [one for one in archive.submissions(cycle, "read") if one.workbook == workbook]
    return sent[-1] if sent else None


def properties(archive: Archive, record: IssuedRecord) -> dict[str, str]:
    """Return what a file says of itself, so that one made just before a crash is found again."""
    digest = sha256(f"{archive.id} {record.workbook}".encode()).hexdigest()[:32]
    return {"meritbook": digest, "revision": str(record.revision)}
