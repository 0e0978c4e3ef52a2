"""What is done in an appeal beside its decision: accepted or refused, looked into, withdrawn, reviewed.

Each act is a new version of the appeal's record; the form goes on with it, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from addin.texts import say
from sync.archive.deciding import Decision
from sync.archive.finals import Final
from sync.archive.rows import FormRecord
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.process import appeals
from sync.process.appeals import ACCEPTED, INVESTIGATING, REFUSED, REVIEWING, WITHDRAWN, Act, Appeal
from sync.process.deciders import HR
from sync.service.appealing.kept import appeals_in, note_of, seen_in
from sync.service.appealing.who import LOOKING, refuse_barred, refuse_stranger
from sync.service.cycles import Rules, opened
from sync.service.deciding import deciding
from sync.service.steps.choosing import Stepped, name_of, taken, today
from sync.settings import Workspace, stop

APPEALED, ANSWERED = "appealed", "decided"
"""States of a form: an appeal is open, or was answered."""

ENDS = (REFUSED, WITHDRAWN, appeals.DECIDED, appeals.CLOSED)
"""With these an appeal lets its form go on."""


@dataclass(frozen=True, slots=True)
class Acted:
    """An appeal after something was done, and the forms that moved by it."""

    appeal: Appeal
    stepped: Stepped


@dataclass(frozen=True, slots=True)
class Done:
    """What an act comes to, worked out and not written yet."""

    act: Act
    finals: tuple[Final, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


Work = Callable[[Archive, Rules, Appeal], Done]


def accept(workspace: Workspace, number: str, by: str, reason: str) -> Acted:
    """Accept an appeal: it will be looked into, and decided within its time."""
    return act_on(workspace, number, by, lambda *case: _plain(ACCEPTED, by, reason, *case), HR)


def refuse(workspace: Workspace, number: str, by: str, reason: str) -> Acted:
    """Refuse an appeal with the reason: the result stands, and a second review may be asked for."""
    return act_on(workspace, number, by, lambda *case: _plain(REFUSED, by, reason, *case), HR)


def investigate(workspace: Workspace, number: str, by: str, evidence: str) -> Acted:
    """Note what somebody who did not rate has found out; there may be several such notes."""

    def work(archive: Archive, rules: Rules, appeal: Appeal) -> Done:
        state = REVIEWING if appeal.state == REVIEWING else INVESTIGATING
        return _plain(state, by, evidence, archive, rules, appeal)

    return act_on(workspace, number, by, work, LOOKING)


def withdraw(workspace: Workspace, number: str, by: str, reason: str) -> Acted:
    """Take an appeal back, as who brought it wishes: the result stands as it is."""
    return act_on(workspace, number, by, lambda *case: _plain(WITHDRAWN, by, reason, *case))


def review(workspace: Workspace, number: str, by: str | None, grounds: str) -> Acted:
    """Ask for a second review by other people, within so many working days after the answer.

    by: who asks; without one the person whose result it is.
    """

    def work(archive: Archive, rules: Rules, appeal: Appeal) -> Done:
        if appeal.state in appeals.ANSWERED:
            last = appeals.dates(appeal, rules.scheme.settings)["review"]
            if today(rules) > last:
                raise stop("appeal_review_late", archive.language, number=number, date=last.isoformat())
        elif appeal.state != REVIEWING:
            raise wrong_state(archive, appeal)
        else:
            raise stop("appeal_reviewed_already", archive.language, number=number)
        return _plain(REVIEWING, by or name_of(rules, appeal.subject), grounds, archive, rules, appeal)

    return act_on(workspace, number, by, work)


def act_on(
    workspace: Workspace, number: str, by: str | None, work: Work, roles: tuple[str, ...] = ()
) -> Acted:
    """Do something in an appeal, and let its form go on with it.

    roles: who does it where roles were given, and had no part in the result; none for what the person does
    whose result it is, or HR for them. Raises CannotGoOn for an unknown number, a step out of its order, and
    somebody who may not act on it.
    """
    with deciding(workspace) as archive:
        appeal = appeal_of(archive, number)
        rules = opened(archive, appeal.cycle)
        stepped = taken(archive, lambda: _worked_out(archive, rules, number, by, work, roles))
        return Acted(appeal_of(archive, number), stepped)


def _worked_out(
    archive: Archive, rules: Rules, number: str, by: str | None, work: Work, roles: tuple[str, ...]
) -> tuple[Decision, Stepped]:
    seen, appeal = seen_in(archive), appeal_of(archive, number)
    if roles:
        refuse_barred(archive, rules, appeal, by or "", roles)
    else:
        refuse_stranger(archive, rules, appeal.subject, by)
    done = work(archive, rules, appeal)
    after = appeals.went(appeal, done.act)
    moves = tuple(_moves(archive, appeal, done.act))
    made = Decision(
        appeal.cycle,
        f"appeal_{done.act.state}",
        done.act.by,
        moves,
        done.finals,
        (note_of(after),),
        details={"appeal": appeal.id, **done.details},
        seen=seen,
    )
    return made, Stepped(rules, moves)


def _plain(state: str, by: str, text: str, archive: Archive, rules: Rules, appeal: Appeal) -> Done:
    if not appeals.may(appeal, state):
        raise wrong_state(archive, appeal)
    return Done(Act(state, by, today(rules).isoformat(), text))


def _moves(archive: Archive, appeal: Appeal, act: Act) -> Iterator[Move]:
    """Yield how the form goes on: decided with the end of its appeal, appealed again with a second review."""
    form = form_of(archive, appeal.cycle, appeal.subject)
    if act.state in ENDS:
        yield Move(form.employee, APPEALED, ANSWERED, f"{appeal.id}: {act.text}")
    if act.state == REVIEWING and appeal.state != REVIEWING:
        if form.state != ANSWERED:
            state = say(f"choices.state.{form.state}", archive.language)
            raise stop("appeal_form_gone", archive.language, number=appeal.id, state=state)
        yield Move(form.employee, ANSWERED, APPEALED, f"{appeal.id}: {act.text}")


def appeal_of(archive: Archive, number: str) -> Appeal:
    """Return an appeal by its number; raises CannotGoOn where there is none."""
    known = {one.id.casefold(): one for one in appeals_in(archive)}
    if number.casefold() not in known:
        raise stop("appeal_unknown", archive.language, number=number)
    return known[number.casefold()]


def form_of(archive: Archive, cycle: str, subject: str) -> FormRecord:
    """Return the form an appeal is about."""
    return next(iter(archive.forms(cycle, (subject,))))


def wrong_state(archive: Archive, appeal: Appeal) -> Exception:
    """Say that something is out of its order, and what comes next."""
    language, state = archive.language, say(f"choices.appeal_state.{appeal.state}", archive.language)
    following = say(f"appeals.next_step.{appeal.state}", language, number=appeal.id)
    return stop("appeal_out_of_order", language, number=appeal.id, state=state, next=following)
