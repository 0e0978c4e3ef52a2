"""`close`: a cycle ends; what was decided is filed, and from then on only an appeal changes a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.texts import listed, say
from sync.archive import finals, pay
from sync.archive.deciding import Decision
from sync.archive.rows import FormRecord
from sync.archive.store import Archive
from sync.process.closing import (
    APPEALED,
    ARCHIVED,
    CLOSED,
    UNANSWERED,
    closed_finals,
    unpublished,
    ways,
    within_time,
)
from sync.service.cycles import CYCLE, STATE, Rules, is_closed, opened
from sync.service.deciding import deciding
from sync.service.excused import forms_of
from sync.service.looking import Document
from sync.service.paying import lines_due
from sync.service.steps.choosing import Choice, Left, Stepped, taken, today
from sync.service.steps.confirm import RECEIPT, answers
from sync.service.steps.receipts import OBJECTION, SILENT
from sync.service.steps.reviewable import reviewable
from sync.service.steps.talking import due_talks, held_talks
from sync.service.steps.told import answers_due
from sync.settings import Workspace, stop
from sync.states import ASIDE

NAMED = 5
"""So many people are named who keep a cycle open, or with whom nobody has talked."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing came to: the forms that were filed, those that stay open, in words, and what is missing.

    `again` tells that the cycle was closed before.
    """

    stepped: Stepped
    again: bool
    said: str
    warnings: tuple[str, ...]
    batch: str | None

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read."""
        told = {"again": self.again, "batch": self.batch, "warnings": list(self.warnings)}
        return {**self.stepped.document, "state": CLOSED, **told}


def close(workspace: Workspace, cycle: str, by: str, reason: str = "") -> Closed:
    """Close a cycle: file every result, with its rank among all; tell payroll what is final now.

    Who has not answered by the last day is deemed to have read, no objection raised. A form under appeal, or
    whose appeal may still go to a second review, stays open, and is filed when the cycle is closed once more.
    Raises CannotGoOn with everything that is still missing, and how to mend it.
    """
    with deciding(workspace) as archive:
        rules = opened(archive, cycle)
        again = is_closed(archive, cycle)
        late = () if again else tuple(_untalked(archive, rules))
        batches: list[str] = []

        def worked_out() -> tuple[Decision, Stepped]:
            decision, stepped = _closed(archive, rules, by, reason, again=again)
            batches[:] = [one.batch for one in decision.pay[:1]]
            return decision, stepped

        done = taken(archive, worked_out)
        batch = batches[0] if batches else None
        return Closed(
            done, again, _said(archive, done, again=again), (*late, *_to_pay(archive, cycle, batch)), batch
        )


def _closed(archive: Archive, rules: Rules, by: str, reason: str, *, again: bool) -> tuple[Decision, Stepped]:
    forms = [form for form in forms_of(archive, rules) if form.state not in ASIDE]
    stands = {form.employee: form.state for form in forms}
    said = answers(archive, rules.cycle.id)
    _refuse_early(archive, rules, forms, stands)
    objecting = {who for who, one in said.items() if one["answer"] == OBJECTION}
    why = {key: say(f"payroll.close.{key}", archive.language) for key in ("silent", "objects")}
    open_ = reviewable(archive, rules, forms)
    moves = tuple(ways(stands, why["silent"], why["objects"], objecting, open_))
    filed = [one.subject for one in moves if one.state == ARCHIVED]
    with archive.reading() as connection:
        decided = {who: one.final for who, one in finals.decided(connection, rules.cycle.id).items()}
        batch = pay.next_batch(connection)
    after = stands | dict.fromkeys(filed, ARCHIVED)
    left = tuple(_left(forms, open_, archive.language))
    decision = Decision(
        rules.cycle.id,
        CLOSED,
        by,
        moves,
        tuple(closed_finals({who: decided[who] for who in stands if who in decided}, filed)),
        tuple(_notes(rules, stands, objecting, reason, left, again=again)),
        tuple(lines_due(archive, rules, after.items(), batch)),
        {"reason": reason} if reason else {},
    )
    return decision, Stepped(rules, moves, left)


def _refuse_early(archive: Archive, rules: Rules, forms: list[FormRecord], stands: Mapping[str, str]) -> None:
    """Refuse to close a cycle with everything that is missing: results to publish, time to appeal in."""
    missing, language = [], archive.language
    early = unpublished(stands)
    if early:
        values = {"number": len(early), "names": _named(early, language), "cycle": rules.cycle.id}
        missing.append(say("payroll.close.unpublished", language, **values))
    due = answers_due(archive, rules, forms)
    waiting = within_time(stands, due, today(rules))
    if waiting:
        last = max(due[one] for one in waiting).isoformat()
        values = {"number": len(waiting), "names": _named(waiting, language), "date": last}
        missing.append(say("payroll.close.within_time", language, **values))
    if missing:
        numbered = " ".join(f"({at}) {text}" for at, text in enumerate(missing, 1))
        raise stop("not_to_close", language, cycle=rules.cycle.id, missing=numbered)


def _notes(
    rules: Rules,
    stands: Mapping[str, str],
    objecting: set[str],
    reason: str,
    left: Sequence[Left],
    *,
    again: bool,
) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield what is noted: who kept silent, and that the cycle is closed, with the forms that stay open."""
    said = {"answer": SILENT, "day": today(rules).isoformat()}
    for subject, state in stands.items():
        if state in UNANSWERED and subject not in objecting:
            yield RECEIPT, subject, said
    if not again:
        yield CYCLE, STATE, {"state": CLOSED, "open": [one.subject for one in left], "reason": reason}


def _left(forms: Sequence[FormRecord], open_: Mapping[str, date], language: str) -> Iterator[Left]:
    """Yield the forms that stay open: under appeal, or answered, with the last of their days for all."""
    last = max(open_.values()).isoformat() if open_ else ""
    for form in forms:
        if form.state == APPEALED:
            yield Left(form.employee, form.state, say("payroll.close.appealed", language))
        if form.employee in open_:
            why = say("payroll.close.reviewable", language, date=last)
            yield Left(form.employee, form.state, why)


def _said(archive: Archive, done: Stepped, *, again: bool) -> str:
    """Say in a sentence what closing came to."""
    filed = sum(one.state == ARCHIVED for one in done.moves)
    key = "closed" if not again else "more" if filed else "waits" if done.left else "again"
    return say(f"payroll.close.{key}", archive.language, cycle=done.rules.cycle.id, number=filed)


def _untalked(archive: Archive, rules: Rules) -> Iterator[str]:
    """Yield a warning where talks that were to be held are not noted: no bar, but nobody should miss it."""
    held = held_talks(archive, rules)
    missing = [one.employee for one in due_talks(archive, rules, Choice()) if one.employee not in held]
    if missing:
        values = {"number": len(missing), "names": _named(missing, archive.language)}
        yield say("payroll.close.untalked", archive.language, cycle=rules.cycle.id, **values)


def _to_pay(archive: Archive, cycle: str, batch: str | None) -> Iterator[str]:
    """Yield that there is something payroll has to receive now."""
    if batch is not None:
        yield say("payroll.close.to_pay", archive.language, cycle=cycle, batch=batch)


def _named(subjects: list[str], language: str) -> str:
    return listed(subjects[:NAMED], language) + (" …" if len(subjects) > NAMED else "")
