"""The way of an appeal: what may follow what, until when, and who may decide on whose result.

Source: product.md, Appeals and opinions; defaults.md, Appeal; duties 9.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from addin.scoring.calendar import working_day_after
from addin.scoring.scheme import Roster, Settings
from sync.process.deciders import called

FILED, ACCEPTED, REFUSED, WITHDRAWN = "filed", "accepted", "refused", "withdrawn"
INVESTIGATING, DECIDED, REVIEWING, CLOSED = "investigating", "decided", "reviewing", "closed"

ALLOWED: Mapping[str, frozenset[str]] = {
    FILED: frozenset({ACCEPTED, REFUSED, WITHDRAWN}),
    ACCEPTED: frozenset({INVESTIGATING, WITHDRAWN}),
    INVESTIGATING: frozenset({INVESTIGATING, DECIDED, WITHDRAWN}),
    REFUSED: frozenset({REVIEWING}),
    DECIDED: frozenset({REVIEWING}),
    REVIEWING: frozenset({REVIEWING, CLOSED, WITHDRAWN}),
    WITHDRAWN: frozenset(),
    CLOSED: frozenset(),
}
"""The states that may follow each state. A second review ends for good; so does what is withdrawn."""

OPEN = (FILED, ACCEPTED, INVESTIGATING, REVIEWING)
"""Somebody is still to act on these; their forms stay open."""

ANSWERED = (REFUSED, DECIDED)
"""Answered for the first time: a second review may be asked for."""

RESULT = "result"
KINDS = (RESULT, "process", "salary")
UPHELD, PARTLY, REJECTED = "upheld", "partly", "rejected"
OUTCOMES = (UPHELD, PARTLY, REJECTED)

NEXT = {FILED: "hr", ACCEPTED: "investigator", INVESTIGATING: "committee", REVIEWING: "committee"}
"""Who is to act in each state."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was found wrong: of which line, in which column, as it was scored and as it is right."""

    indicator: str
    column: str
    old: float | None
    new: float


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody's result came to at a moment."""

    score: float | None
    grade: str | None = None
    coefficient: float | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done in an appeal: to which state it led, who, on which day [ISO], in what words.

    A decision has an outcome, the values it changed, the result before and after, and, once payroll was told
    of the person, the difference [smallest coin]; `moved` counts whose place in the ranking changes by it.
    """

    state: str
    by: str
    on: str
    text: str = ""
    outcome: str | None = None
    changes: tuple[Change, ...] = ()
    before: Standing | None = None
    after: Standing | None = None
    difference: int | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against one result; `file` tells the form it came in and the cells of its words.

    `indicator` is the line it is about, None for the whole; `ground` why, as the form's list has it.
    """

    id: str
    cycle: str
    subject: str
    kind: str
    grounds: str
    filed_by: str
    filed_on: str
    indicator: str | None = None
    ground: str | None = None
    evidence: str = ""
    wish: str = ""
    contact: str = ""
    file: Mapping[str, object] | None = None
    state: str = FILED
    acts: tuple[Act, ...] = ()

    @property
    def second(self) -> bool:
        """Whether it is, or was, looked at a second time."""
        return any(act.state == REVIEWING for act in self.acts)

    @property
    def decision(self) -> Act | None:
        """The decision that counts: the last one."""
        return next((act for act in reversed(self.acts) if act.outcome), None)

    def on(self, state: str) -> date:
        """Return the day on which it first came to a state."""
        return date.fromisoformat(next(act.on for act in self.acts if act.state == state))


def may(appeal: Appeal, state: str) -> bool:
    """Tell whether an appeal may go to a state from where it stands."""
    return state in ALLOWED[appeal.state]


def went(appeal: Appeal, act: Act) -> Appeal:
    """Return an appeal after something was done; what may not follow is a bug."""
    assert may(appeal, act.state), (appeal.state, act.state)
    return replace(appeal, state=act.state, acts=(*appeal.acts, act))


def dates(appeal: Appeal, settings: Settings) -> dict[str, date]:
    """Return the last day of each step of an appeal, in working days from the day it was filed.

    receipt, acceptance, decision; once answered: review, the last day to ask for a second one; once that was
    asked for: review_decision.
    """
    filed = date.fromisoformat(appeal.filed_on)
    found = {
        "receipt": _after(filed, settings.appeal_receipt_days, settings),
        "acceptance": _after(filed, settings.appeal_acceptance_days, settings),
        "decision": _after(filed, settings.appeal_decision_days, settings),
    }
    answered = next((act for act in appeal.acts if act.state in ANSWERED), None)
    if answered is not None:
        found["review"] = _after(date.fromisoformat(answered.on), settings.review_days, settings)
    if appeal.second:
        found["review_decision"] = _after(appeal.on(REVIEWING), settings.review_decision_days, settings)
    return found


STEP = {
    FILED: "acceptance",
    ACCEPTED: "decision",
    INVESTIGATING: "decision",
    REFUSED: "review",
    DECIDED: "review",
    REVIEWING: "review_decision",
}
"""The step whose last day counts in each state."""


def due(appeal: Appeal, settings: Settings) -> date | None:
    """Return until when the next step is due; None where nothing is to come."""
    step = STEP.get(appeal.state)
    return None if step is None else dates(appeal, settings)[step]


def late(appeal: Appeal, settings: Settings, day: date) -> bool:
    """Tell whether somebody who is to act has let the day pass."""
    until = due(appeal, settings)
    return appeal.state in OPEN and until is not None and day > until


def standing(appeal: Appeal, settings: Settings, day: date) -> str:
    """Return where an appeal stands on a day; answered, it is closed after the last day for a review."""
    until = due(appeal, settings)
    over = appeal.state in ANSWERED and until is not None and day > until
    return CLOSED if over else appeal.state


def next_one(appeal: Appeal, settings: Settings, day: date) -> str | None:
    """Return who may act next: hr, investigator, committee, the employee (a second review), or nobody."""
    if appeal.state in ANSWERED:
        return "employee" if standing(appeal, settings, day) != CLOSED else None
    return NEXT.get(appeal.state)


def alike(one: str, other: str, roster: Roster) -> bool:
    """Tell whether two names may stand for the same person."""
    plain = " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
    return plain or bool(called(one, roster) & called(other, roster))


def barred(
    appeal: Appeal, by: str, involved: Collection[str], beneath: Collection[str], roster: Roster
) -> str | None:
    """Return why somebody may not act on an appeal; None where they may.

    own: it is about their own result; part: they rated, or head what it is about; beneath: they depend on
    whose result it is; earlier: they investigated or answered it before the second review.

    involved: the people who had a part in the result; beneath: those who work under its person.
    """
    people = called(by, roster)
    if appeal.subject in people:
        return "own"
    if people & set(involved):
        return "part"
    if people & set(beneath):
        return "beneath"
    first = [act.by for act in _first(appeal) if act.state in (INVESTIGATING, *ANSWERED)]
    return "earlier" if appeal.second and any(alike(by, one, roster) for one in first) else None


def _first(appeal: Appeal) -> tuple[Act, ...]:
    """Return what was done before the second review."""
    states = [act.state for act in appeal.acts]
    return appeal.acts[: states.index(REVIEWING)] if REVIEWING in states else appeal.acts


def _after(day: date, days: int, settings: Settings) -> date:
    return working_day_after(day, days, settings.holidays, settings.make_up_days)
