"""What one person's result slip holds, and which of its lines went well or left room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from addin.scoring.finishing import Finish
from addin.scoring.grading import best_first, grade_of
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Adjustment, Cycle, Department, Grade, Person, Settings

NAMED = 3
"""So many lines are named as what went well, and so many as where there is room."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of a result with all that explains it.

    `target` and `actual` are texts as people write them; `points` is what the line brings to the total,
    `gain` how many of these lie above (or below) what was agreed; `met`: the full score or the pass mark
    was reached. Without a score these are None, and the line did not count. `raters` are the groups whose
    ratings were joined, never who; none where the manager alone rated.
    """

    indicator: str
    weight: float
    target: str
    actual: str
    score: float | None
    points: float | None
    gain: float | None
    met: bool
    standard: str
    comment: str = ""
    raters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """What the slip of a department tells besides: who receives it, who leads it, its place among others.

    `head` is "" where it has none; `rank` is None where there is none, or nobody to be compared with.
    """

    reader: str
    head: str
    rank: int | None
    among: int


@dataclass(frozen=True, slots=True)
class SlipContent:
    """The result of one person, or of a department (`unit`), and nothing of anybody else."""

    settings: Settings
    cycle: Cycle
    subject: Person | Department
    position: str
    department: str
    lines: Sequence[Explained]
    finish: Finish
    grades: Sequence[Grade]
    meaning: str
    appeal_by: date
    language: str
    strengths: str = ""
    to_improve: str = ""
    overall_comment: str = ""
    adjustments: Sequence[Adjustment] = ()
    unit: Unit | None = None

    @property
    def score(self) -> float:
        """The final score; who has none receives no slip."""
        assert self.finish.score is not None, self.subject.id
        return self.finish.score

    @property
    def reader(self) -> str:
        """The name of the one whose eyes it is for."""
        return self.unit.reader if self.unit else self.subject.name

    @property
    def words(self) -> str:
        """The part of texts/<language>/slip.toml that speaks to that one."""
        return "unit" if self.unit else "page"

    @property
    def grade(self) -> Grade | None:
        """The final grade; None where no band holds the score."""
        return next((grade for grade in self.grades if grade.id == self.finish.grade), None)

    @property
    def of_score(self) -> str | None:
        """The grade of the score, where another one was decided and no veto is the reason; else None."""
        found = grade_of(self.score, self.grades)
        return None if self.finish.veto is not None or found == self.finish.grade else found

    @property
    def next_grade(self) -> tuple[Grade, float] | None:
        """The next better grade and how far away it is [points]; None in the best one, and under a veto.

        None, too, where a grade was decided that is not the one of the score.
        """
        listed = best_first(self.grades)
        better = listed[: listed.index(self.grade)] if self.grade else ()
        if not better or better[-1].low is None or self.finish.veto is not None or self.of_score:
            return None
        return better[-1], round_half_away(better[-1].low - self.score, self.settings.decimals)

    @property
    def went_well(self) -> list[Explained]:
        """The lines that reached what was agreed, those with the most points beyond it first.

        Where none did, the best one: something always went best.
        """
        scored = sorted((line for line in self.lines if line.gain is not None), key=_gain, reverse=True)
        return [line for line in scored if line.met][:NAMED] or scored[:1]

    @property
    def with_room(self) -> list[Explained]:
        """The lines that fell short, those that cost the most points first."""
        short = (line for line in self.lines if line.gain is not None and not line.met)
        return sorted(short, key=_gain)[:NAMED]


def _gain(line: Explained) -> float:
    return line.gain or 0.0
