"""The rules by which processes follow from results, as typed, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Participant:
    """Whether somebody takes part in a cycle (None: in every one): in, out or exempt, and why."""

    employee: str
    participation: str
    cycle: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RewardRule:
    """What a reward or penalty is worth, one tier of a commission, or the factor of a market.

    `credit` [points] and `amount` of a penalty are negative; its amount only lowers performance pay. A tier
    pays `rate` of that part of the amount of `indicator` whose attainment lies from `low` to below `high`.
    """

    rule: str
    name: str
    kind: str
    credit: float | None = None
    amount: float | None = None
    indicator: str | None = None
    low: float | None = None
    high: float | None = None
    rate: float | None = None
    factor: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HonourRule:
    """Who may receive an honour: `grade` or better, `times` out of so many periods, no grade under `worst`.

    `clean`: no penalty and no veto; `share` is the most of a unit [share], one at least from `one_from` on.
    """

    honour: str
    name: str
    kind: str
    grade: str | None = None
    times: int | None = None
    out_of: int | None = None
    worst: str | None = None
    clean: bool = False
    improvement: float | None = None
    goals: float | None = None
    on_time: float | None = None
    service: float | None = None
    rating: float | None = None
    share: float | None = None
    one_from: int | None = None
    ties: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class SalaryStandard:
    """A cell of the merit matrix (by grade and compa-ratio), or the salary range of a position [currency]."""

    standard: str
    kind: str
    grade: str | None = None
    compa_low: float | None = None
    compa_high: float | None = None
    raise_low: float | None = None
    raise_high: float | None = None
    position: str | None = None
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    market: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the training catalogue, the gap it closes and the indicator it helps with."""

    course: str
    name: str
    form: str | None = None
    hours: float | None = None
    indicator: str | None = None
    gap: str = ""
    trainer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The words of a notice in one language, with {places} that are filled in."""

    notice: str
    language: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody may do beside what follows from their post; in a department, or everywhere."""

    employee: str
    role: str
    department: str | None = None
    since: date | None = None
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RaterRule:
    """How one group of raters counts for the holders of a template in cycles of one kind; None: in all.

    `weight` [share of the rating, any unit]; a group of fewer than `fewest` raters joins the colleagues, or
    is withheld (`into`); from `trim_from` raters on the highest and the lowest rating are left out.
    """

    group: str
    weight: float
    template: str | None = None
    cycle_kind: str | None = None
    fewest: float = 3.0
    into: str = "others"
    trim_from: float = 7.0


@dataclass(frozen=True, slots=True)
class RaterAssignment:
    """Who rates whom, and as what; in one cycle, or (None) in all.

    `rater` is an employee number, or any number of somebody from outside, then with name and address.
    """

    employee: str
    rater: str
    group: str
    cycle: str | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class RaterTraining:
    """Who learned when how to rate; a person who was trained again has a row for each time."""

    employee: str
    trained_on: date | None = None
    course: str | None = None
    trainer: str = ""
    note: str = ""
