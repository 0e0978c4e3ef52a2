"""Writing what people decide about the forms of a cycle: a whole decision with its event, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from sync.archive import finals, pay, records, steps
from sync.archive.finals import Final
from sync.archive.pay import PayLine
from sync.archive.steps import Move, Overtaken
from sync.archive.store import Archive
from sync.archive.writing import Writing, begin, finish


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a cycle: where forms go, what results become, what is noted and
    what payroll is told.

    `kind` names the event in the audit log; `notes` are (process, key, document); `details` say more of the
    decision as a whole. Where it rests on everything a process had noted, such as the numbers given so far,
    `seen` names the process and the event of its last note.
    """

    cycle: str
    kind: str
    by: str
    moves: tuple[Move, ...] = ()
    finals: tuple[Final, ...] = ()
    notes: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    pay: tuple[PayLine, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    seen: tuple[str, int] | None = None


def enact(archive: Archive, decision: Decision) -> bool:
    """Write a decision as one transaction; False, and nothing written, where others were quicker.

    A form moved on meanwhile, or the process that the decision rests on has noted something since.
    """
    try:
        with archive.writing() as writing:
            if decision.seen and records.last_event(writing.connection, decision.seen[0]) != decision.seen[1]:
                raise Overtaken
            if pay.is_told(writing.connection, decision.pay):
                raise Overtaken
            _write(writing, decision)
    except Overtaken:
        return False
    return True


def enact_each(archive: Archive, worked_out: Callable[[Connection], Iterable[Decision]]) -> range:
    """Write decisions, each with its event, but all of them as one transaction.

    They are worked out one by one while nobody else writes, so that none is overtaken, and memory stays flat
    however many there are. Returns the events.
    """
    with archive.writing() as first:
        following = first.seq
        for decision in worked_out(first.connection):
            _write(begin(first.connection), decision)
            following += 1
    return range(first.seq, following)


def _write(writing: Writing, decision: Decision) -> None:
    steps.move(writing, decision.cycle, decision.moves, decision.by)
    finals.decide(writing, decision.cycle, decision.finals, decision.by)
    pay.tell(writing, decision.pay)
    for kind in dict.fromkeys(kind for kind, _, _ in decision.notes):
        own = [(key, document) for name, key, document in decision.notes if name == kind]
        records.note(writing, kind, decision.cycle, own, decision.by)
    finish(writing, decision.by, decision.kind, decision.cycle, decision.details)
