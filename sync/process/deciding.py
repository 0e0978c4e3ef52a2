"""What a decided result holds: the final score and grade of a person as they are when somebody decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from addin.scoring.finishing import CEILING, Finish
from addin.scoring.grading import ranks
from addin.scoring.scheme import Scheme
from sync.archive.finals import Final
from sync.archive.rows import Result, department_of

if TYPE_CHECKING:
    from addin.scoring.ranking.distribution import Proposal

CALIBRATED = "calibrated"


def places(finishes: Mapping[str, Finish]) -> dict[str, int | None]:
    """Return everybody's rank by the final score: people among people, departments among departments."""
    found: dict[str, int | None] = {}
    for units in (False, True):
        group = [one for one in finishes if (department_of(one) is not None) is units]
        found |= dict(zip(group, ranks([finishes[one].score for one in group]), strict=True))
    return found


def as_scored(
    scheme: Scheme,
    result: Result,
    finish: Finish,
    proposal: Proposal | None = None,
    rank: int | None = None,
    grade: str | None = None,
    reason: str = "",
) -> Final:
    """Return a result as it is decided: with the grade of its score, unless the committee gives another one.

    The coefficient is that of the grade; where a department's own coefficient counts, pay looks it up.
    """
    given = grade if grade is not None else finish.grade
    return Final(
        subject=result.employee,
        version=result.version,
        kind=CALIBRATED,
        score=finish.score,
        grade=given,
        rank=rank,
        coefficient=coefficient_of(scheme, given),
        provisional=result.score,
        bonus=finish.bonus,
        deduction=finish.deduction,
        veto=(finish.veto.effect or CEILING) if finish.veto else None,
        proposed=proposal.proposed if proposal else None,
        reason=reason,
    )


def coefficient_of(scheme: Scheme, grade: str | None) -> float | None:
    """Return the pay coefficient of a grade; None without a grade."""
    return next((one.coefficient for one in scheme.grades if one.id == grade), None)


def allowed_grades(scheme: Scheme, ceiling: str | None) -> Sequence[str]:
    """Return the grades somebody may be given, the best first: none above what a veto leaves."""
    from addin.scoring.grading import best_first

    grades = [one.id for one in best_first(scheme.grades)]
    return grades[grades.index(ceiling) :] if ceiling in grades else grades
