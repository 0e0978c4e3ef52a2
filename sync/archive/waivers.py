"""Accepted exceptions in the archive: which findings were waived, and what ended that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from sync.archive.schema import waiver, waiver_end
from sync.archive.writing import Writing, add
from sync.findings import Waiver

Why = Literal["mended", "changed", "expired", "replaced"]
"""Why a waiver ended: what it waived is gone or another thing, its day passed, another one took its place."""

Ended = tuple[int, Why]
"""The number of a waiver, and why it ended."""

EVERY: Select[tuple[object, ...]] = (
    select(*waiver.c, waiver_end.c.event.label("ended"), waiver_end.c.submission.label("ended_with"))
    .join_from(waiver, waiver_end, isouter=True)
    .order_by(waiver.c.id)
)
STANDING = EVERY.where(waiver.c.workbook == bindparam("workbook"), waiver_end.c.waiver.is_(None))


def standing(connection: Connection, workbook: str) -> tuple[Waiver, ...]:
    """Return the waivers of a workbook that nothing has ended."""
    return _waivers(connection, STANDING, workbook=workbook)


def across(cycle: str) -> tuple[ColumnElement[bool], ...]:
    """Say which waivers are of what was found across the workbooks of a cycle."""
    return waiver.c.cycle == cycle, waiver.c.workbook.is_(None)


def choose(connection: Connection, *where: ColumnElement[bool], ended: bool = True) -> tuple[Waiver, ...]:
    """Return waivers in the order they were given; those that ended only where they are asked for."""
    of = EVERY.where(*where)
    return _waivers(connection, of if ended else of.where(waiver_end.c.waiver.is_(None)))


def _waivers(connection: Connection, of: Select[tuple[object, ...]], **values: object) -> tuple[Waiver, ...]:
    return tuple(_waiver(tuple(row)) for row in connection.execute(of, values))


def _waiver(row: tuple[object, ...]) -> Waiver:
    """Make a waiver of a row, whose columns are its fields in their order."""
    return Waiver(*row)  # type: ignore[arg-type]


def give(writing: Writing, new: Waiver) -> None:
    """Write a waiver down, under the next number."""
    number = (writing.connection.scalar(select(func.max(waiver.c.id))) or 0) + 1
    told = (new.cycle, new.workbook, new.finding, new.code, new.mark, new.reason, new.by, new.until)
    add(writing, waiver, [(number, *told, writing.at, new.submission)])


def end(writing: Writing, ended: Iterable[Ended], submission: int | None) -> None:
    """Write down that waivers ended, and why, with the submission that counts from then on."""
    add(writing, waiver_end, [(number, why, submission) for number, why in ended])
