"""The rows of a register over all workbooks of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from sync.archive.rows import RegisterRow, SubmissionRecord
from sync.archive.store import Archive


def registers_of(archive: Archive, cycle: str) -> Iterator[tuple[SubmissionRecord, RegisterRow]]:
    """Yield the rows of all registers of a cycle, each with the submission that counts and holds it.

    Workbook by workbook in the order they were issued, then by register and number.
    """
    for workbook in archive.workbooks(cycle):
        number = archive.accepted(workbook)
        if number is not None:
            record = archive.submission(number)
            yield from ((record, row) for row in archive.registers(number))
