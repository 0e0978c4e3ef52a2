"""What small workbooks gave: as it is kept with its submission, and what of it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, and_, distinct, func, literal, select

from sync.archive.handed import GivenRow
from sync.archive.schema import given, issued, submission
from templates.tables.packs import PACKS

BESIDE = ("goals", *PACKS)
"""Editions without forms, which are counted beside them."""

SELF_RATING = "self"
"""The edition in which people rate themselves."""

COLUMNS = tuple(given.c[name] for name in GivenRow._fields)


class Counted(NamedTuple):
    """Something given that counts: the row, the department and file it came from, when it was accepted.

    `scheme` and `roster` are the rules and people of the workbook that asked for it.
    """

    row: GivenRow
    department: str
    name: str
    event: int
    scheme: str
    roster: str


def rows_of(connection: Connection, number: int) -> tuple[GivenRow, ...]:
    """Return what a submission gave."""
    of = select(*COLUMNS).where(given.c.submission == number).order_by(given.c.subject, given.c.indicator)
    return tuple(GivenRow(*row) for row in connection.execute(of))


def counting(
    connection: Connection,
    cycle: str,
    people: Collection[str] | None = None,
    *,
    rated: bool,
    until: int | None = None,
) -> Iterator[Counted]:
    """Yield what counts in a cycle: of each workbook what the submission gave that was accepted last.

    people: the subjects asked for, None for all; rated: ratings, otherwise actuals; until: what counted right
    after that event.
    """
    read = and_(submission.c.cycle == cycle, submission.c.state == "read")
    if until is not None:
        read = and_(read, submission.c.event <= until)
    last = select(func.max(submission.c.event)).where(read).group_by(submission.c.workbook)
    own = (submission.c.department, submission.c.name, submission.c.event, issued.c.scheme, issued.c.roster)
    asked = and_(issued.c.workbook == submission.c.workbook, issued.c.revision == submission.c.base)
    of = (
        select(*COLUMNS, *own)
        .join_from(given, submission)
        .join(issued, asked)
        .where(given.c.cycle == cycle, read, submission.c.event.in_(last))
    )
    of = of.where(given.c.relation.is_not(None) if rated else given.c.relation.is_(None))
    of = of.where(literal(True) if people is None else given.c.subject.in_(people))
    for row in connection.execute(of.order_by(submission.c.event, given.c.subject, given.c.indicator)):
        yield Counted(GivenRow(*row[: len(COLUMNS)]), *row[len(COLUMNS) :])


class Pack(NamedTuple):
    """A small workbook as it was issued last: its file, in which language, and whether it came back."""

    workbook: str
    edition: str
    name: str
    department: str
    language: str
    back: bool

    def owner(self, cycle: str) -> str:
        """Return whose it is: an employee number, the code of a rater, or a department."""
        return self.workbook.removeprefix(f"{cycle}-").removesuffix(f"-{self.edition}")


def packs(connection: Connection, cycle: str) -> Iterator[Pack]:
    """Yield the small workbooks that were issued in a cycle, each as it was issued last."""
    read = select(submission.c.workbook).where(submission.c.cycle == cycle, submission.c.state == "read")
    back = set(connection.scalars(read))
    columns = (issued.c.workbook, issued.c.edition, issued.c.name, issued.c.department, issued.c.stamp)
    of = select(*columns).where(issued.c.cycle == cycle, issued.c.edition.in_(PACKS))
    rows = connection.execute(of.order_by(issued.c.workbook, issued.c.revision))
    for _, revisions in groupby(rows, key=lambda row: row.workbook):
        *_, row = revisions
        language = dict(msgspec.json.decode(row.stamp))["language"]
        yield Pack(*row[:4], language, row.workbook in back)


def issued_to(connection: Connection, cycle: str, edition: str) -> dict[str, bool]:
    """Return whom workbooks of an edition were issued to in a cycle, by number, and whether theirs counts."""
    start, end = f"{cycle}-", f"-{edition}"
    read = select(submission.c.workbook).where(submission.c.cycle == cycle, submission.c.state == "read")
    of = select(issued.c.workbook, issued.c.workbook.in_(read)).distinct()
    of = of.where(issued.c.cycle == cycle, issued.c.edition == edition).order_by(issued.c.workbook)
    return {row[0].removeprefix(start).removesuffix(end): bool(row[1]) for row in connection.execute(of)}


def issued_from(connection: Connection, cycle: str, edition: str) -> dict[str, str]:
    """Return the workbooks of an edition that were issued in a cycle, each with its department."""
    of = select(issued.c.workbook, issued.c.department).distinct()
    rows = connection.execute(of.where(issued.c.cycle == cycle, issued.c.edition == edition))
    return {row.workbook: row.department for row in rows}


def received(connection: Connection, cycle: str) -> list[tuple[str, int, int]]:
    """Return, for each edition of small workbooks, how many were issued in a cycle and how many came back."""
    read = select(submission.c.workbook).where(submission.c.cycle == cycle, submission.c.state == "read")
    back = func.count(distinct(issued.c.workbook)).filter(issued.c.workbook.in_(read))
    of = select(issued.c.edition, func.count(distinct(issued.c.workbook)), back)
    of = of.where(issued.c.cycle == cycle, issued.c.edition.in_(BESIDE)).group_by(issued.c.edition)
    found = {row[0]: tuple(row) for row in connection.execute(of)}
    return [found[edition] for edition in BESIDE if edition in found]
