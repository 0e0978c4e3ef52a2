"""What one manager's list of results holds: the people below them, never the manager, nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from addin.scoring.scheme import Cycle, Settings

NAMED = 10
"""So many people stand in the list of the best results."""


@dataclass(frozen=True, slots=True)
class Member:
    """The result of one person below a manager; strengths and to_improve name indicators with their scores.

    `direct` tells that the person reports to nobody between.
    """

    employee: str
    name: str
    position: str
    department: str
    manager: str
    direct: bool
    score: float
    grade: str | None
    last_score: float | None = None
    last_grade: str | None = None
    strengths: str = ""
    to_improve: str = ""

    @property
    def change(self) -> float | None:
        """How many points more than in the last cycle; None where there was no result."""
        return None if self.last_score is None else self.score - self.last_score


@dataclass(frozen=True, slots=True)
class UnitResult:
    """The own result of a department that is judged itself."""

    score: float | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class TeamContent:
    """The results of everybody below one manager; `units` are own results of departments, by their titles.

    `talks_by` is the day until which results are talked over, `overview` that there are managers below.
    """

    settings: Settings
    cycle: Cycle
    manager: str
    members: Sequence[Member]
    grades: Sequence[str]
    units: Mapping[str, UnitResult]
    talks_by: date
    overview: bool
    language: str

    @property
    def best(self) -> list[Member]:
        """The best results, the best one first."""
        return sorted(self.members, key=lambda one: (-one.score, one.employee))[:NAMED]

    def of(self, department: str) -> list[Member]:
        """Return the people of a department."""
        return [one for one in self.members if one.department == department]

    @property
    def departments(self) -> list[str]:
        """The departments whose people stand in the list, and those that are judged themselves."""
        return sorted({one.department for one in self.members} | self.units.keys())


def mean(members: Sequence[Member]) -> float | None:
    """Return the mean score of some people; None of nobody."""
    return fsum(one.score for one in members) / len(members) if members else None
