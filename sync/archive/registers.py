"""The rows of a register over all workbooks of a cycle, and who confirmed to have read the standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, and_, select

from sync.archive import found
from sync.archive.rows import RegisterRow, SubmissionRecord
from sync.archive.schema import issued, register, submission
from sync.archive.store import Archive
from templates.tables.packs import ASKED_TO_READ, READ


class Asked(NamedTuple):
    """A small workbook that asks to confirm: which submission of it counts, and whether it says so."""

    workbook: str
    edition: str
    name: str
    submission: int | None
    received_at: str | None
    confirmed: bool


def acknowledged(connection: Connection, cycle: str) -> Iterator[Asked]:
    """Yield every small workbook of a cycle that asks for it, whether it came back or not."""
    back = select(submission).where(submission.c.id.in_(found.counting(submission.c.cycle == cycle)))
    counts = back.subquery()
    said = and_(
        register.c.submission == counts.c.id, register.c.kind == counts.c.edition, register.c.key == READ
    )
    packs = select(issued.c.workbook, issued.c.edition, issued.c.name).distinct()
    packs = packs.where(issued.c.cycle == cycle, issued.c.edition.in_(ASKED_TO_READ))
    out = packs.subquery()
    of = select(out, counts.c.id, counts.c.received_at, register.c.document).select_from(
        out.outerjoin(counts, counts.c.workbook == out.c.workbook).outerjoin(register, said)
    )
    rows = connection.execute(of.order_by(out.c.edition, out.c.workbook))
    for workbook, edition, name, number, received_at, document in rows:
        yes = document is not None and bool(msgspec.json.decode(document).get("manager_rating"))
        yield Asked(workbook, edition, name, number, received_at, yes)


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
