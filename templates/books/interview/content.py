"""What the outline of a talk holds: the result, where it comes from, and how the others did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from templates.books.slip import SlipContent


@dataclass(frozen=True, slots=True)
class Period:
    """A result of before, or the one that is talked over, as one step of the trend."""

    name: str
    score: float | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Against:
    """How the others of the department did: how many they are, their mean, and how much it changed."""

    people: int
    mean: float
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """One talk: the result of a person, why it is talked over, and what is brought up.

    `gaps` are sentences on lines that the person and the manager rated far apart.
    """

    content: SlipContent
    reasons: Sequence[str]
    trend: Sequence[Period]
    against: Against | None = None
    gaps: Sequence[str] = ()

    @property
    def employee(self) -> str:
        """The person's number."""
        return self.content.subject.id

    @property
    def change(self) -> float | None:
        """How many points more than in the period before; None without one."""
        last = self.trend[-2].score if len(self.trend) > 1 else None
        return None if last is None else self.content.score - last


@dataclass(frozen=True, slots=True)
class OutlineBook:
    """The talks of one manager in their order, the first ones first."""

    company: str
    cycle: str
    manager: str
    outlines: Sequence[Outline]
    talks_by: date
    language: str
    protected: bool = False
