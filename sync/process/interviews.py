"""With whom the result is talked over first, and why. Source: defaults.md, Interviews."""

from __future__ import annotations

import re
from collections.abc import Sequence

from addin.scoring.scheme import Settings

APPEAL, GRADE, CHANGE, EVERYBODY = "appeal", "grade", "change", "everybody"
MONTH = "month"
SEPARATORS = re.compile(r"[;,、；，\s]+")


def reasons_to_talk(
    settings: Settings,
    kind: str,
    grades: Sequence[str],
    grade: str | None,
    before: str | None,
    *,
    appealed: bool = False,
) -> tuple[str, ...]:
    """Return why somebody is to be talked with, the weightiest reason first; nothing where nobody has to.

    After a month: an appeal, one of the grades named in Settings, or a change of so many grades; after longer
    periods everybody, if the setting says so.

    kind: of the cycle (month, quarter ...); grades: from the best to the lowest; before: the grade of the
    cycle before.
    """
    named = {one.casefold() for one in SEPARATORS.split(settings.interview_grades) if one}
    found = {
        APPEAL: appealed,
        GRADE: grade is not None and grade.casefold() in named,
        CHANGE: _steps(grades, grade, before) >= settings.interview_change,
    }
    reasons = tuple(reason for reason, holds in found.items() if holds)
    everybody = kind != MONTH and settings.interview_everybody
    return reasons or ((EVERYBODY,) if everybody else ())


def urgency(reasons: Sequence[str], grades: Sequence[str], grade: str | None) -> tuple[int, int]:
    """Return what talks are put in order by: the weightiest reason first, then the lowest grade."""
    order = {reason: at for at, reason in enumerate((APPEAL, GRADE, CHANGE, EVERYBODY))}
    first = min((order[one] for one in reasons), default=len(order))
    return first, -grades.index(grade) if grade in grades else 0


def _steps(grades: Sequence[str], grade: str | None, before: str | None) -> int:
    """Return how many grades lie between now and before; 0 where one of them is not known."""
    known = grade in grades and before in grades
    return abs(grades.index(grade) - grades.index(before)) if known and grade and before else 0
