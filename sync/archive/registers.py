"""The rows of a register over all workbooks of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from sync.archive.rows import RegisterRow, SubmissionRecord
from sync.archive.store import Archive


def counting(archive: Archive, cycle: str) -> dict[str, SubmissionRecord]:
    """Return the submission that counts of each workbook of a cycle: the one accepted last."""
    read = sorted(archive.submissions(cycle, "read"), key=lambda record: record.event)
    return {str(record.workbook): record for record in read}


def registers_of(archive: Archive, cycle: str) -> Iterator[tuple[SubmissionRecord, RegisterRow]]:
    """Yield the rows of all registers of a cycle, each with the submission that counts and holds it.

    Workbook by workbook, then by register and number.
    """
    for _, record in sorted(counting(archive, cycle).items()):
        yield from ((record, row) for row in archive.registers(record.submission))
