"""What raters said, in another system or in workbooks: how it goes in, and how it comes out, by group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, literal, select

from sync.archive.given import counting
from sync.archive.handed import Actual
from sync.archive.schema import imported, imported_rating

if TYPE_CHECKING:
    from sync.archive.store import Archive

SELF = "self"


Given = tuple[str, str, str, str | None]
"""A rating by person, indicator, who gave it, and what they are to the person."""


class RatingRow(NamedTuple):
    """What one rater said of a person by an indicator in a cycle, and the file's line.

    `relation` is what the rater is to the person: self, manager, peers, reports or customers. `rater` is any
    code and never leaves the archive.
    """

    line: int
    cycle: str
    subject: str
    indicator: str
    rater: str
    relation: str
    value: float


class Heard(NamedTuple):
    """What one group of raters says of a person: how many they are, their ratings by indicator; never who.

    The ratings of an indicator are in ascending order, so that their order tells nothing either.
    """

    subject: str
    relation: str
    raters: int
    ratings: Mapping[str, tuple[float, ...]]


def single_ratings(
    connection: Connection, cycle: str, people: Collection[str] | None = None
) -> dict[tuple[str, str, str, str], Actual]:
    """Return each imported rating of a cycle by subject, indicator, rater and relation; the latest counts.

    people: those who were rated; None for all.
    """
    rated = imported_rating.c
    wanted = literal(True) if people is None else rated.subject.in_(people)
    of = select(
        rated.subject,
        rated.indicator,
        rated.rater,
        rated.relation,
        rated.rating,
        imported.c.source,
        imported.c.name,
        rated.line,
        rated.event,
    ).join_from(imported_rating, imported)
    found = of.where(rated.cycle == cycle, wanted).order_by(rated.imported, rated.line)
    return {tuple(row[:4]): Actual(*row[4:]) for row in connection.execute(found)}


def ratings(
    connection: Connection,
    cycle: str,
    people: Collection[str] | None = None,
    unfit: Collection[Given] = (),
) -> Iterator[Heard]:
    """Yield what each group of raters says of each person of a cycle (or of some), in order; never who.

    unfit: ratings of small workbooks that count no more.
    """
    known = _all_ratings(connection, cycle, people, unfit)
    found = sorted(
        (subject, relation, rater, indicator, value)
        for (subject, indicator, rater, relation), (value, _) in known.items()
    )
    for (subject, relation), of in groupby(found, key=lambda one: one[:2]):
        said: dict[str, list[float]] = {}
        raters = set()
        for _, _, rater, indicator, value in of:
            said.setdefault(indicator, []).append(value)
            raters.add(rater)
        by_indicator = {indicator: tuple(sorted(values)) for indicator, values in sorted(said.items())}
        yield Heard(subject, relation, len(raters), by_indicator)


def _all_ratings(
    connection: Connection, cycle: str, people: Collection[str] | None, unfit: Collection[Given]
) -> dict[tuple[str, str, str, str], tuple[float, int]]:
    """Return each rating, imported or from a workbook, with its event; of those of one person the latest."""
    known = {
        (subject, indicator, subject if relation == SELF else rater, relation): (one.value, one.event)
        for (subject, indicator, rater, relation), one in single_ratings(connection, cycle, people).items()
    }
    for one in counting(connection, cycle, people, rated=True):
        row = one.row
        key = row.subject, row.indicator, row.giver, str(row.relation)
        if row[:4] not in unfit and (key not in known or known[key][1] < one.event):
            known[key] = row.value, one.event
    return known


def self_ratings(archive: Archive, cycle: str, unfit: Collection[Given] = ()) -> dict[tuple[str, str], float]:
    """Return what people of a cycle say of themselves, by person and indicator."""
    with archive.reading() as connection:
        known = _all_ratings(connection, cycle, None, unfit)
    return {key[:2]: value for key, (value, _) in sorted(known.items()) if key[3] == SELF}


def heard(archive: Archive, cycle: str, unfit: Collection[Given] = ()) -> list[Heard]:
    """Return what each group of raters says of each person of a cycle; never who."""
    with archive.reading() as connection:
        return list(ratings(connection, cycle, None, unfit))
