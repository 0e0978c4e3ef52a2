"""What the archive tells row by row for the master workbook, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from sync.archive.found import counting
from sync.archive.schema import entry, event, imported, past_result, result, submission

AT_ONCE = 1000
"""So many rows are fetched together."""

OF_RATERS = ("goals", "self", "rater", "data")
"""Editions in which no manager rates."""


class Said(msgspec.Struct, frozen=True):
    """What an event may say of itself beside the digests of the rows it wrote."""

    name: str | None = None
    code: str | None = None
    workbooks: list[list[Any]] = []


class Logged(msgspec.Struct, frozen=True):
    """A line of the audit log as people are told it."""

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    details: Said


class Rating(NamedTuple):
    """A rating a manager gave, in the submission that counts, and the person's own where it stands beside."""

    employee: str
    indicator: str
    rating: float
    own: float | None = None


class Past(NamedTuple):
    """The mean score of people in a period before this archive, and how many they are."""

    period: str
    people: int
    mean: float


def log(connection: Connection) -> Iterator[Logged]:
    """Yield the audit log from its beginning."""
    texts = select(event.c.text).order_by(event.c.seq).execution_options(yield_per=AT_ONCE)
    decoder = msgspec.json.Decoder(Logged)
    for text in connection.scalars(texts):
        yield decoder.decode(text)


def ratings(connection: Connection, cycle: str) -> Iterator[Rating]:
    """Yield what managers rated in the submissions of a cycle that count."""
    number = counting(submission.c.cycle == cycle, submission.c.edition.not_in(OF_RATERS))
    columns = (entry.c.employee, entry.c.indicator, entry.c.manager_rating, entry.c.self_rating)
    of = select(*columns).where(entry.c.submission.in_(number), entry.c.manager_rating.is_not(None))
    for row in connection.execute(of.order_by(entry.c.employee, entry.c.indicator)):
        yield Rating(*row)


def versions(connection: Connection, cycle: str) -> Mapping[str, int]:
    """Return how many versions each result of a cycle has."""
    of = select(result.c.employee, func.count()).where(result.c.cycle == cycle).group_by(result.c.employee)
    return {row[0]: row[1] for row in connection.execute(of)}


def past(connection: Connection) -> list[Past]:
    """Return the mean of every period that other systems know results of; the latest import counts."""
    of = select(past_result.c.employee, past_result.c.period, past_result.c.score).join_from(
        past_result, imported
    )
    rows = connection.execute(of.order_by(past_result.c.imported, past_result.c.line))
    latest = {(employee, period): score for employee, period, score in rows}
    scores: dict[str, list[float]] = {}
    for (_, period), score in sorted(latest.items()):
        if score is not None:
            scores.setdefault(period, []).append(score)
    return [Past(period, len(found), sum(found) / len(found)) for period, found in scores.items()]
