"""Filing the results of a cycle, workbook by workbook: what is decided of each portion of forms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection

from addin.texts import listed, say
from sync.archive import closing, finals, pay
from sync.archive.closing import Standing
from sync.archive.deciding import Decision
from sync.archive.records import records
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.process.assignment import days_of, days_served
from sync.process.closing import (
    APPEALED,
    ARCHIVED,
    CLOSED,
    CONFIRMED,
    UNANSWERED,
    Places,
    closed_finals,
    ways,
)
from sync.service.cycles import CYCLE, STATE, Rules, with_some
from sync.service.excused import excused
from sync.service.paying import lines_due
from sync.service.steps.choosing import today
from sync.service.steps.confirm import RECEIPT
from sync.service.steps.receipts import OBJECTION, SILENT
from sync.service.steps.reviewable import reviewable
from sync.service.steps.told import last_to_say
from sync.service.steps.untalked import Missing, Talks, talks_of
from sync.settings import stop
from sync.states import SETTLED

NAMED = 5
"""So many people are named who keep a cycle open, or with whom nobody has talked."""

SHOWN = 11
"""So many of those who went the same way are remembered by name: one more than are shown."""

Note = tuple[str, str, Mapping[str, object]]


class Part(NamedTuple):
    """What became of a portion of forms: how many went which way and the first of them, and who stays.

    left: who is under appeal; waiting: whose appeal may go on, and until when.
    """

    moved: Mapping[tuple[str, str], tuple[int, tuple[str, ...]]]
    left: tuple[str, ...]
    waiting: tuple[tuple[str, date], ...]
    missing: int
    first: tuple[Missing, ...]
    batch: str | None


@dataclass(frozen=True, slots=True)
class Filing:
    """What it takes to file results: the rules, by whom, who served less, with whom is to be talked."""

    archive: Archive
    rules: Rules
    by: str
    reason: str
    again: bool
    served: Mapping[str, int]
    talks: Talks
    last: Callable[[str, str | None], date]

    @property
    def language(self) -> str:
        """The language in which reasons are given."""
        return self.archive.language


def filing_of(archive: Archive, rules: Rules, by: str, reason: str, *, again: bool) -> Filing:
    """Read what holds for everybody; of the people only those are kept who need it."""
    served, alone, whole = {}, set(), days_of(rules.cycle)
    for person in archive.people(rules.pinned.roster):
        days = days_served(person, rules.cycle)
        if days != whole:
            served[person.id] = days
        if not person.manager:
            alone.add(person.id)
    talks, last = talks_of(archive, rules, alone), last_to_say(archive, rules)
    return Filing(archive, rules, by, reason, again, served, talks, last)


def decisions(connection: Connection, filing: Filing, done: list[Part]) -> Iterator[Decision]:
    """Yield what is decided of each portion of the forms of a cycle, and note in `done` what became of it.

    Raises CannotGoOn with everything that is still missing, before anything is decided.
    """
    cycle = filing.rules.cycle.id
    refuse_early(connection, filing)
    places, batch = Places(*closing.scores(connection, cycle)), pay.next_batch(connection)
    books = [*closing.workbooks(connection, cycle)] or [[]]
    waiting, open_ = reviewable(filing.archive, filing.rules), list[str]()
    for at, portion in enumerate(books, 1):
        decision, part = _portion(connection, filing, places, batch, portion, waiting)
        done.append(part)
        open_ += (*part.left, *(subject for subject, _ in part.waiting))
        if at == len(books) and not filing.again:
            state = {"state": CLOSED, "open": open_, "reason": filing.reason}
            decision = replace(decision, notes=(*decision.notes, (CYCLE, STATE, state)))
        if decision.moves or decision.finals or decision.notes or decision.pay:
            yield decision


def _portion(
    connection: Connection,
    filing: Filing,
    places: Places,
    batch: str,
    books: Sequence[str],
    waiting: Mapping[str, date],
) -> tuple[Decision, Part]:
    cycle = filing.rules.cycle.id
    forms = closing.standing(connection, books)
    stands = {one.subject: one.state for one in forms}
    among = closing.subjects(books)
    decided = finals.decided(connection, cycle, among)
    missing = [] if filing.again else filing.talks.missing(connection, forms, decided, books)
    said = records(connection, RECEIPT, cycle, among=among)
    objecting = {one.key for one in said if one.document["answer"] == OBJECTION}
    silent, objects = (say(f"payroll.close.{key}", filing.language) for key in ("silent", "objects"))
    moves = tuple(ways(stands, silent, objects, objecting, waiting))
    filed = [one.subject for one in moves if one.state == ARCHIVED]
    after = stands | dict.fromkeys(filed, ARCHIVED)
    results = {who: one.final for who, one in decided.items()}
    lines = tuple(lines_due(connection, filing.rules, after, decided, filing.served, batch, among))
    decision = Decision(
        cycle,
        CLOSED,
        filing.by,
        moves,
        tuple(closed_finals(results, filed, places)),
        tuple(_silent(filing.rules, stands, objecting)),
        lines,
        {"reason": filing.reason} if filing.reason else {},
    )
    return decision, _part(forms, moves, missing, batch if lines else None, waiting)


def _part(
    forms: Sequence[Standing],
    moves: Sequence[Move],
    missing: Sequence[Missing],
    batch: str | None,
    waiting: Mapping[str, date],
) -> Part:
    went: dict[tuple[str, str], list[str]] = {}
    for one in moves:
        went.setdefault((one.was, one.state), []).append(one.subject)
    moved = {way: (len(names), tuple(names[:SHOWN])) for way, names in went.items()}
    left = tuple(one.subject for one in forms if one.state == APPEALED)
    own = tuple((one.subject, waiting[one.subject]) for one in forms if one.subject in waiting)
    return Part(moved, left, own, len(missing), tuple(nsmallest(NAMED + 1, missing)), batch)


def _silent(rules: Rules, stands: Mapping[str, str], objecting: Collection[str]) -> Iterator[Note]:
    """Yield what is noted of those who kept silent."""
    said = {"answer": SILENT, "day": today(rules).isoformat()}
    for subject, state in stands.items():
        if state in UNANSWERED and subject not in objecting:
            yield RECEIPT, subject, said


def refuse_early(connection: Connection, filing: Filing) -> None:
    """Refuse to close a cycle with everything that is missing: results to publish, time to appeal in."""
    missing, language, cycle = [], filing.language, filing.rules.cycle.id
    early = _unpublished(connection, filing)
    if early:
        values = {"number": len(early), "names": first_of(early, language), "cycle": cycle}
        missing.append(say("payroll.close.unpublished", language, **values))
    waiting = sorted(_within_time(connection, filing))
    if waiting:
        names = first_of([subject for _, subject, _ in waiting], language)
        values = {"number": len(waiting), "names": names, "date": max(day for *_, day in waiting).isoformat()}
        missing.append(say("payroll.close.within_time", language, **values))
    if missing:
        numbered = " ".join(f"({at}) {text}" for at, text in enumerate(missing, 1))
        raise stop("not_to_close", language, cycle=cycle, missing=numbered)


def _unpublished(connection: Connection, filing: Filing) -> list[str]:
    """Return whose results are not published yet, although they take part."""
    untold = closing.untold(connection, filing.rules.cycle.id)
    waiting = frozenset(one.subject for one in untold if one.state not in SETTLED)
    out = excused(with_some(filing.archive, filing.rules, waiting), waiting) if waiting else frozenset()
    return [one.subject for one in untold if one.subject not in out]


def _within_time(connection: Connection, filing: Filing) -> Iterator[tuple[str, str, date]]:
    """Yield who may still answer to their result or appeal against it: department, whose, until when."""
    day, cycle = today(filing.rules), filing.rules.cycle.id
    for subject, department, at in closing.published(connection, cycle, (*UNANSWERED, CONFIRMED)):
        last = filing.last(department, at)
        if last >= day:
            yield department, subject, last


def first_of(subjects: Sequence[str], language: str) -> str:
    """Name the first of some people."""
    return listed(islice(subjects, NAMED), language) + (" …" if len(subjects) > NAMED else "")
