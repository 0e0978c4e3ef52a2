"""From the weighted sum to the final score: department, bonus and deduction, veto, limits, one rounding.

What comes in here no department workbook can know; its own score is therefore called provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from addin.scoring.grading import best_first, grade_of
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Adjustment, Grade, Settings

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"
CEILING, LOWEST, ZERO = "ceiling", "lowest", "zero"
BLEND, MULTIPLY, LIMIT = "blend", "multiply", "limit"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a person's department brings: its score [points] and the coefficient of its grade.

    `days` is how long the person belonged to it in the period [days].
    """

    department: str
    score: float
    coefficient: float = 1.0
    days: float = 1.0


@dataclass(frozen=True, slots=True)
class Finish:
    """A final score with the stages it went through [points, unrounded but for `score`].

    `with_unit`: after the department's part; `bonus`, `deduction`: as they counted, within their caps;
    `held`: within the limits of a total; `ceiling`: the best grade a veto leaves.
    """

    mean: float | None
    units: tuple[Unit, ...] = ()
    with_unit: float | None = None
    bonus: float = 0.0
    deduction: float = 0.0
    veto: Adjustment | None = None
    held: float | None = None
    score: float | None = None
    grade: str | None = None
    ceiling: str | None = None


def finished(
    mean: float | None,
    units: Sequence[Unit],
    adjustments: Iterable[Adjustment],
    settings: Settings,
    grades: Sequence[Grade],
) -> Finish:
    """Return a person's final score and grade.

    In this order: weighted sum, department, bonus and deduction, limits of a total, veto, rounding once. A
    score of 0 by a veto is 0 whatever the lowest total is.

    mean: the weighted sum [points, unrounded], None where it is not complete; units: the departments the
    person belonged to that have a result, none where they do not count; adjustments: the person's own.
    Source: scoring.md section 2.
    """
    listed = tuple(adjustments)
    bonus = counted(listed, BONUS, settings.bonus_cap)
    deduction = counted(listed, DEDUCTION, settings.deduction_cap)
    veto = strictest(listed, settings, grades)
    ceiling = None if veto is None else ceiling_of(veto, settings, grades)
    if mean is None:
        return Finish(None, tuple(units), bonus=bonus, deduction=deduction, veto=veto, ceiling=ceiling)
    with_unit = joined(mean, units, settings)
    held = min(settings.total_cap, max(settings.total_floor, with_unit + bonus - deduction))
    if veto is not None and veto.effect == ZERO:
        held = 0.0
    score = round_half_away(held, settings.decimals)
    grade = not_above(grade_of(score, grades), ceiling, grades)
    return Finish(mean, tuple(units), with_unit, bonus, deduction, veto, held, score, grade, ceiling)


def joined(mean: float, units: Sequence[Unit], settings: Settings) -> float:
    """Return a person's score with the department's part in it [points].

    blend: α·department + (1−α)·person; multiply: person × coefficient; of several departments the mean by
    days. By limit the score stays: the department's grade then says how many may be at the top.
    """
    if not units:
        return mean
    if settings.coefficient_form == MULTIPLY:
        return mean * by_days([unit.coefficient for unit in units], [unit.days for unit in units])
    if settings.coefficient_form != BLEND:
        return mean
    share = settings.coefficient_share
    return share * by_days([unit.score for unit in units], [unit.days for unit in units]) + (1 - share) * mean


def by_days(values: Sequence[float], days: Sequence[float]) -> float:
    """Return the mean of values by days, such as of two posts held one after the other.

    Σdᵢvᵢ/Σdᵢ. values: any unit; days: above 0 in all.
    """
    return fsum(value * day for value, day in zip(values, days, strict=True)) / fsum(days)


def counted(adjustments: Iterable[Adjustment], kind: str, cap: float) -> float:
    """Return the points of all bonuses, or deductions, of a person, at most the cap.

    The same thing is counted once, at its highest level.
    """
    highest: dict[str, float] = {}
    for one in adjustments:
        if one.kind == kind and one.amount is not None:
            item = " ".join(one.item.casefold().split())
            highest[item] = max(highest.get(item, 0.0), one.amount)
    return min(cap, fsum(highest.values()))


def strictest(
    adjustments: Iterable[Adjustment], settings: Settings, grades: Sequence[Grade]
) -> Adjustment | None:
    """Return the veto that counts: score 0, else the lowest grade, else the lowest ceiling."""
    ranked = {grade.id: place for place, grade in enumerate(best_first(grades))}

    def severity(veto: Adjustment) -> tuple[bool, int]:
        return veto.effect == ZERO, ranked.get(ceiling_of(veto, settings, grades) or "", -1)

    return max((one for one in adjustments if one.kind == VETO), key=severity, default=None)


def ceiling_of(veto: Adjustment, settings: Settings, grades: Sequence[Grade]) -> str | None:
    """Return the best grade that a veto leaves."""
    if (veto.effect or CEILING) == CEILING:
        return veto.ceiling or settings.veto_ceiling
    return best_first(grades)[-1].id if grades else None


def not_above(grade: str | None, ceiling: str | None, grades: Sequence[Grade]) -> str | None:
    """Return a grade, or the ceiling where that is lower."""
    order: Mapping[str, int] = {one.id: place for place, one in enumerate(best_first(grades))}
    if grade is None or ceiling not in order:
        return grade
    return max(grade, ceiling, key=lambda one: order.get(one, -1))
