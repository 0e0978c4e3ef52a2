"""`close`: a cycle ends; what was decided is filed, and from then on only an appeal changes a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from addin.texts import say
from sync.archive.deciding import enact_each
from sync.archive.steps import steps
from sync.archive.store import Archive
from sync.process.closing import APPEALED, ARCHIVED, CLOSED, DECIDED
from sync.service.cycles import is_closed, open_to_look, opened, without_people
from sync.service.deciding import deciding
from sync.service.looking import Document
from sync.service.steps.choosing import Left, Moved, named
from sync.service.steps.filing import NAMED, Part, decisions, filing_of, first_of
from sync.settings import Workspace


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing came to: how many forms went which way, those that stay open, and what is missing.

    `again` tells that the cycle was closed before; `events` are those in which everybody's moves are noted.
    """

    cycle: str
    again: bool
    moved: tuple[Moved, ...]
    left: tuple[Left, ...]
    said: str
    warnings: tuple[str, ...]
    batch: str | None
    events: range


def close(workspace: Workspace, cycle: str, by: str, reason: str = "") -> Closed:
    """Close a cycle: file every result, with its rank among all; tell payroll what is final now.

    Who has not answered by the last day is deemed to have read, no objection raised. A form under appeal, or
    whose appeal may still go to a second review, stays open, and is filed when the cycle is closed once more.
    Everybody is filed in one transaction, portion by portion, so that memory stays flat. Raises CannotGoOn
    with everything that is still missing, and how to mend it.
    """
    with deciding(workspace) as archive:
        again = is_closed(archive, cycle)
        filing = filing_of(archive, without_people(archive, cycle), by, reason, again=again)
        done: list[Part] = []
        events = enact_each(archive, lambda connection: decisions(connection, filing, done))
        moved, language = tuple(_moved(done)), archive.language
        left = tuple(_left(done, language))
        batch = next((part.batch for part in done if part.batch), None)
        filed = sum(one.number for one in moved if one.state == ARCHIVED)
        key = "closed" if not again else "more" if filed else "waits" if left else "again"
        said = say(f"payroll.close.{key}", language, cycle=cycle, number=filed)
        warnings = (*_untalked(archive, cycle, done), *_to_pay(archive, cycle, batch))
        return Closed(cycle, again, moved, left, said, warnings, batch, events)


def document(workspace: Workspace, done: Closed) -> Document:
    """Return what closing came to as the JSON object that scripts read: with everybody who was moved."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, done.cycle)
        with archive.reading() as connection:
            made = steps(connection, done.cycle, events=done.events)
    return {
        "cycle": done.cycle,
        "moved": [
            {**named(rules, one.subject), "was": one.was, "state": one.state, "reason": one.reason or None}
            for one in made
        ],
        "left": [{**named(rules, one.subject), "state": one.state, "why": one.why} for one in done.left],
        "state": CLOSED,
        "again": done.again,
        "batch": done.batch,
        "warnings": list(done.warnings),
    }


def _moved(done: Sequence[Part]) -> Iterator[Moved]:
    """Yield how many forms went each way, over all portions, and the first of them."""
    for way in dict.fromkeys(way for part in done for way in part.moved):
        own = [part.moved[way] for part in done if way in part.moved]
        yield Moved(*way, sum(number for number, _ in own), [name for _, names in own for name in names])


def _left(done: Sequence[Part], language: str) -> Iterator[Left]:
    """Yield the forms that stay open: under appeal, or answered, with the last of their days for all."""
    waiting = [one for part in done for one in part.waiting]
    last = max((day for _, day in waiting), default=date.max).isoformat()
    keys = (APPEALED, "reviewable")
    appealed, reviewable = (say(f"payroll.close.{key}", language, date=last) for key in keys)
    yield from (Left(subject, APPEALED, appealed) for part in done for subject in part.left)
    yield from (Left(subject, DECIDED, reviewable) for subject, _ in waiting)


def _untalked(archive: Archive, cycle: str, done: Sequence[Part]) -> Iterator[str]:
    """Yield a warning where talks that were to be held are not noted: no bar, but nobody should miss it."""
    number = sum(part.missing for part in done)
    if number:
        first = nsmallest(NAMED + 1, (one for part in done for one in part.first))
        names = first_of([one.subject for one in first], archive.language)
        yield say("payroll.close.untalked", archive.language, cycle=cycle, number=number, names=names)


def _to_pay(archive: Archive, cycle: str, batch: str | None) -> Iterator[str]:
    """Yield that there is something payroll has to receive now."""
    if batch is not None:
        yield say("payroll.close.to_pay", archive.language, cycle=cycle, batch=batch)
