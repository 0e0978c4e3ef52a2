"""The rules of an appraisal as typed, frozen values: what HR writes in the scheme workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from addin.scoring.processes import (
    Course,
    HonourRule,
    NoticeText,
    Participant,
    RaterTraining,
    RewardRule,
    Role,
    SalaryStandard,
)
from addin.scoring.processes import RaterAssignment as RaterAssignment
from addin.scoring.processes import RaterRule as RaterRule
from addin.scoring.settings import Settings as Settings

Points = tuple[tuple[float, float], ...]
"""Bends of a line: (actual, score), strictly monotone in actual."""

Bands = tuple[tuple[float | None, float | None, float], ...]
"""Half-open bands: (from, below, score); None is unbounded."""

ParameterValue = float | str | bool | Points | Bands


@dataclass(frozen=True, slots=True)
class Department:
    """A unit of the organisation; its head receives the department workbook.

    With a template it is judged itself, as an organisation, by the lines of that template.
    """

    id: str
    name: str
    parent: str | None = None
    head: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A post with its duties, and the template its holders are appraised by."""

    id: str
    name: str
    template: str | None
    duties: str = ""
    outputs: str = ""
    job_description: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is measured or judged; anchors say what the ratings 5, 4, 3, 2, 1 mean, in order.

    `provider` is the department that provides its actuals, in a data workbook of its own.
    """

    id: str
    name: str
    category: str
    unit: str
    definition: str = ""
    formula: str = ""
    source: str = ""
    anchors: tuple[str, str, str, str, str] = ("", "", "", "", "")
    reviewed_on: date | None = None
    provider: str | None = None

    @property
    def percent(self) -> bool:
        """Whether values are stored as fractions in percent-formatted cells."""
        return self.unit.startswith("%")


@dataclass(frozen=True, slots=True)
class Group:
    """A row of a template that is a heading for others: its weight within what it is itself a part of."""

    indicator: str
    weight: float


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in a template: its weight [out of 100], method, target and parameters.

    `groups` are those it is a part of, from the outermost in, and `part` its weight within the innermost
    [out of 100]; `weight` is what that makes of the whole.
    """

    template: str
    indicator: str
    weight: float
    method: str
    target: float | None = None
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    missing: str = "block"
    cycles: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    part: float | None = None

    def applies(self, kind: str) -> bool:
        """Whether the line counts in cycles of this kind (month, quarter, half, year); empty means all."""
        return not self.cycles or kind in self.cycles

    @property
    def judged(self) -> bool:
        """Whether the value comes from the ratings instead of from `Actual`."""
        return self.method == "rating" and self.parameters.get("value_from", "ratings") == "ratings"

    @property
    def input(self) -> Literal["actual", "manager_rating"]:
        """The column the value is taken from: the manager's rating on a judged line, otherwise the actual."""
        return "manager_rating" if self.judged else "actual"


@dataclass(frozen=True, slots=True)
class Goal:
    """A target [the indicator's unit] for a subject in a cycle.

    `subject` is an employee number, a department as goals.of_department writes it, or None for the whole
    company; `cycle` is None where the target holds in every cycle.
    """

    cycle: str | None
    subject: str | None
    indicator: str
    target: float


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade from `low` (included) to `high` (excluded; None is unbounded), with its pay coefficient."""

    id: str
    name: str
    low: float | None
    high: float | None
    coefficient: float


@dataclass(frozen=True, slots=True)
class Quota:
    """How many people should have a grade [share]; `at_most`: that many or fewer, better grades included."""

    grade: str
    share: float
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What a grade of a department means for its people: a coefficient, and how many may be at the top."""

    grade: str
    coefficient: float = 1.0
    top_share: float | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A bonus, deduction [points] or veto for one thing, with its basis and who approved it.

    `effect` of a veto: ceiling (no grade above `ceiling`; so where none is named), lowest (the lowest grade)
    or zero (score 0).
    """

    cycle: str
    employee: str
    kind: str
    item: str
    amount: float | None = None
    effect: str | None = None
    ceiling: str | None = None
    reason: str = ""
    approver: str = ""
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """How serious the findings of a check are in this company: error, warning, note, or off (not run)."""

    code: str
    severity: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """An appraisal period and the last day of each step; a step left None has its default working day."""

    id: str
    kind: str
    starts: date
    ends: date
    ratings_due: date | None = None
    submission_due: date | None = None
    resubmission_due: date | None = None
    publication_due: date | None = None
    close_due: date | None = None


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a column of somebody else's file becomes a field of ours: source, field, their column title(s)."""

    source: str
    field: str
    column: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """All rules of one version, without the people; its digest names the version."""

    settings: Settings
    departments: Mapping[str, Department]
    positions: Mapping[str, Position]
    indicators: Mapping[str, Indicator]
    templates: Mapping[str, tuple[Line, ...]]
    grades: tuple[Grade, ...]
    cycles: Mapping[str, Cycle]
    sources: tuple[Mapped, ...] = ()
    goals: tuple[Goal, ...] = ()
    quotas: tuple[Quota, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    checks: Mapping[str, Check] = field(default_factory=dict)
    participants: tuple[Participant, ...] = ()
    reward_rules: tuple[RewardRule, ...] = ()
    honour_rules: tuple[HonourRule, ...] = ()
    salary_standards: tuple[SalaryStandard, ...] = ()
    courses: tuple[Course, ...] = ()
    notice_texts: tuple[NoticeText, ...] = ()
    roles: tuple[Role, ...] = ()
    raters: tuple[RaterRule, ...] = ()
    assignments: tuple[RaterAssignment, ...] = ()
    rater_training: tuple[RaterTraining, ...] = ()

    def lines_of(self, position: str, kind: str) -> tuple[Line, ...]:
        """Return the lines that holders of a position are appraised by in a cycle of this kind, if any."""
        post = self.positions.get(position)
        return self._lines(post.template if post else None, kind)

    def lines_of_department(self, department: str, kind: str) -> tuple[Line, ...]:
        """Return the lines by which a department itself is judged; none where it has no template."""
        unit = self.departments.get(department)
        return self._lines(unit.template if unit else None, kind)

    def _lines(self, template: str | None, kind: str) -> tuple[Line, ...]:
        return tuple(line for line in self.templates.get(template or "", ()) if line.applies(kind))


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the People sheet; who has no manager is exempt."""

    id: str
    name: str
    department: str
    position: str
    manager: str | None = None
    hired: date | None = None
    in_post_since: date | None = None
    left_on: date | None = None
    email: str = ""


Roster = Mapping[str, Person]
"""The people by employee number; they have a digest of their own."""
