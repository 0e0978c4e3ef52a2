"""Groups compared: their scores in a few figures, and their grades against the guide of the quotas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean, median, stdev

from addin.scoring.decimals import rounded
from addin.scoring.scheme import Grade, Quota


@dataclass(frozen=True, slots=True)
class Figures:
    """The scores of a group in a few figures [points]; None where there are too few to say."""

    people: int
    mean: float | None
    spread: float | None
    lowest: float | None
    middle: float | None
    highest: float | None


def figures(scores: Sequence[float]) -> Figures:
    """Return mean, spread (sample standard deviation), lowest, median and highest of some scores [points]."""
    return Figures(
        len(scores),
        fmean(scores) if scores else None,
        stdev(scores) if len(scores) > 1 else None,
        min(scores, default=None),
        median(scores) if scores else None,
        max(scores, default=None),
    )


@dataclass(frozen=True, slots=True)
class Guide:
    """What the quotas say of a grade: how many [share, people], and by how many people it is exceeded.

    `grades` are those that share the quota: with "at most" the better ones are included.
    """

    grades: tuple[str, ...]
    share: float
    at_most: bool
    room: float
    people: int
    over: int


def guides(quotas: Sequence[Quota], counts: Mapping[str, int]) -> dict[str, Guide]:
    """Return what the quotas say of each grade that has one.

    counts: people by grade, from the best to the worst. "At most" quotas round down, as when they are
    proposed; `room` [share] is what a grade adds to the better ones. Source: defaults.md, Quotas.
    """
    wanted, order, people = {one.grade: one for one in quotas}, list(counts), sum(counts.values())
    found: dict[str, Guide] = {}
    widest = 0.0
    for place, grade in enumerate(order):
        quota = wanted.get(grade)
        if quota is None:
            continue
        sharing = tuple(order[: place + 1]) if quota.at_most else (grade,)
        room = max(quota.share - widest, 0.0) if quota.at_most else quota.share
        widest = max(widest, quota.share) if quota.at_most else widest
        most = _people(quota, people)
        have = sum(counts[one] for one in sharing)
        found[grade] = Guide(sharing, quota.share, quota.at_most, room, most, max(have - most, 0))
    return found


def _people(quota: Quota, people: int) -> int:
    """Return how many people a quota is; 0.29 of 100 are 29, whatever binary arithmetic makes of it."""
    share = rounded(quota.share * people, 9)
    return floor(share) if quota.at_most else int(rounded(share, 0))


def coefficient(counts: Mapping[str, int], grades: Sequence[Grade]) -> float | None:
    """Return the mean pay coefficient of people by their grades; None without anybody."""
    people = sum(counts.values())
    known = {grade.id: grade.coefficient for grade in grades}
    return sum(known[grade] * number for grade, number in counts.items()) / people if people else None
