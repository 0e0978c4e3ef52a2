"""D: how scores and grades are spread over a cycle, and over the departments."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import sqrt

from addin.scoring.parameters import told
from addin.texts import listed, say
from sync.archive.across.values import Tally
from sync.checks.across.material import Across, Pool, at_department
from sync.checks.registry import check
from sync.findings import Problem

ENOUGH, SOME, OTHERS = 8, 3, 3
"""A department of so many scored people is compared with so many others of a few."""

DEVIATIONS = 2.5
"""So many deviations lie between a department and the others before it is named."""

NORMAL = 1.4826
"""What makes a standard deviation of the median distance from the median, if values are spread normally."""


@check("D001", "cycle", whole=True)
def quota_exceeded(across: Across) -> Iterator[Problem]:
    """Find groups in which more people have a grade by their scores than the quotas leave places for."""
    for pool in across.pools:
        if pool.above and not _small(across, pool):
            count = sum(n for _, n in pool.above)
            each = listed((f"{grade}: {n}" for grade, n in pool.above), across.language)
            yield at_department(across, pool.unit, found=each, n=count, people=pool.people, grades=each)


@check("D003", "cycle", whole=True)
def too_small(across: Across) -> Iterator[Problem]:
    """Find groups whose quotas are only advice, and departments that are ranked together, being too small."""
    least = across.scheme.settings.quota_minimum
    for pool in across.pools:
        if _small(across, pool) or len(pool.departments) > 1:
            key = "advised" if _small(across, pool) else "merged"
            titles = across.titles(pool.departments)
            found = f"{titles}: {pool.people}"
            values = {"departments": titles, "people": pool.people, "least": least}
            what = say(f"checks.D003.kinds.{key}", across.language, **values)
            yield at_department(across, pool.unit, found=found, expected=least, what=what)


def _small(across: Across, pool: Pool) -> bool:
    return pool.people < across.scheme.settings.quota_minimum


@check("D002", "cycle", whole=True)
def far_from_the_rest(across: Across) -> Iterator[Problem]:
    """Find departments whose mean score lies far from the middle of the others, further than by chance."""
    gap, tallies = across.scheme.settings.gap_departments, across.whole.tallies
    means = sorted(tally.mean for tally in tallies.values() if tally.people >= SOME)
    for department, tally in sorted(tallies.items()):
        if tally.people >= ENOUGH and len(means) > OTHERS:
            own = bisect_left(means, tally.mean)
            middle = _middle_without(means, own)
            distance = abs(tally.mean - middle)
            if distance > gap and distance > DEVIATIONS * _deviation(tally, means[:own] + means[own + 1 :]):
                mean, rest = told(tally.mean, decimals=1), told(middle, decimals=1)
                n, people = len(means) - 1, tally.people
                yield at_department(across, department, found=mean, expected=rest, n=n, people=people)


def _middle_without(ordered: Sequence[float], own: int) -> float:
    """Return the median of sorted means but one, without copying all of them for each department."""
    half, odd = divmod(len(ordered) - 1, 2)
    upper = ordered[half + (half >= own)]
    return upper if odd else (ordered[half - 1 + (half - 1 >= own)] + upper) / 2


def _deviation(tally: Tally, others: Sequence[float]) -> float:
    """Return how far a mean may lie by chance: its own standard error, and how departments differ anyway.

    Both are squared and added up; departments differ by the median distance of their means from the middle,
    which a single odd one does not move.
    """
    middle = _median(others)
    spread = NORMAL * _median([abs(one - middle) for one in others])
    return sqrt(tally.variance / tally.people + spread**2)


def _median(values: Sequence[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@check("D004", "cycle", whole=True)
def tells_nobody_apart(across: Across) -> Iterator[Problem]:
    """Find indicators for which everybody has the same score, in several departments."""
    for one in across.whole.alike:
        values = {"people": one.people, "n": one.departments, "title": across.indicator(one.indicator)}
        yield Problem(found=told(one.score, decimals=2), indicator=one.indicator, values=values)
