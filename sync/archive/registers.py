"""The rows of the registers over all workbooks of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from sync.archive.rows import RegisterRow, SubmissionRecord
from sync.archive.store import Archive
from templates.tables.registers import REGISTERS


def counting(archive: Archive, cycle: str, edition: str = "rating") -> dict[str, SubmissionRecord]:
    """Return the submission that counts of each workbook of a cycle and edition, by the workbook's id."""
    read = (one for one in archive.submissions(cycle, "read") if one.edition == edition)
    return {str(one.workbook): one for one in sorted(read, key=lambda one: one.event)}


def registers_of(archive: Archive, cycle: str) -> Iterator[tuple[SubmissionRecord, RegisterRow]]:
    """Yield the rows of all registers of a cycle, each with the submission that counts and holds it.

    Workbook by workbook, then by register and number.
    """
    for _, record in sorted(counting(archive, cycle).items()):
        rows = archive.registers(record.submission)
        yield from ((record, row) for row in rows if row.kind in REGISTERS)
