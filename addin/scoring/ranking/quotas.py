"""From percentages of grades to whole people: the largest remainder, and what "at most" leaves over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isnan

from addin.scoring import scheme
from addin.scoring.arithmetic import Array, numbers, whole
from addin.scoring.ranking.standing import Whole
from addin.scoring.registry import Trouble
from addin.scoring.rounding import settle


@dataclass(frozen=True, slots=True)
class Quota:
    """The share of a grade [out of 100]: exactly, at most, or at most together with all better ones."""

    grade: str
    share: float
    at_most: bool = False
    with_better: bool = False


def listed_quotas(quotas: Iterable[scheme.Quota]) -> list[Quota]:
    """Return the quotas of a scheme, out of 100; one that is a limit counts the better grades in."""
    return [Quota(one.grade, one.share * 100, one.at_most, one.at_most) for one in quotas]


@dataclass(frozen=True, slots=True)
class Shares:
    """Quotas as arrays [out of 100, one per grade, the best first], NaN where a grade has none of the kind.

    together: how many of the best grades share their highest share; free: the grades without any quota.
    """

    exact: Array
    capped: Array
    joint: Array
    together: int
    free: tuple[int, ...]

    @property
    def total(self) -> float:
        """All shares together, those inside a joint one not counted twice."""
        outside = (*self.exact[self.together :].tolist(), *self.capped[self.together :].tolist())
        return fsum(share for share in (*self.best.tolist(), *outside) if not isnan(share))

    @property
    def best(self) -> Array:
        """The highest share of the best grades together; empty where they have none."""
        return self.joint[max(self.together - 1, 0) : self.together]

    @property
    def top(self) -> int:
        """How many of the best grades are capped, alone or together, without a gap."""
        import numpy as np

        after = np.flatnonzero(np.isnan(self.capped[self.together :]))
        return self.together + (int(after[0]) if len(after) else len(self.capped) - self.together)


def shares_of(grades: Sequence[str], quotas: Sequence[Quota]) -> Shares:
    """Arrange quotas by grade; grades from the best to the worst."""
    kinds: tuple[dict[str, float], ...] = ({}, {}, {})
    for quota in quotas:
        kinds[2 if quota.with_better else int(quota.at_most)][quota.grade] = quota.share
    exact, capped, joint = (numbers([kind.get(grade) for grade in grades]) for kind in kinds)
    together = max((place for place, grade in enumerate(grades, start=1) if grade in kinds[2]), default=0)
    free = [n for n, grade in enumerate(grades) if n >= together and grade not in kinds[0] | kinds[1]]
    return Shares(exact, capped, joint, together, tuple(free))


def at_most(people: Whole, shares: Array) -> Array:
    """Return the most people that shares allow: share · people / 100, rounded down.

    people [whole numbers, one per pool]; shares [out of 100, one per grade].
    Returns [pools, grades] whole numbers from 0; NaN without a share.
    """
    return whole(settle(people[:, None] * shares / 100), up=False)


def places(people: Whole, shares: Shares) -> Array:
    """Share out people among grades so that nobody is left over: the largest remainders are rounded up.

    "At most" is rounded down. Each exact grade, and all grades without a quota as one, get the whole part of
    share · people / 100; who is left over goes to the largest remainders, of equal ones to the better grade.

    people [whole numbers, one per pool]; shares that `inspect_quotas` finds nothing wrong with.
    Returns [pools, grades] whole numbers from 0: exactly or at most so many; NaN without a quota of its own.
    Source: scoring.md section 3; the largest remainder method (Hamilton, Hare-Niemeyer).
    """
    import numpy as np

    found = at_most(people, shares.capped)
    rest = people - at_most(people, shares.best).sum(axis=1) - np.nansum(found[:, shares.together :], axis=1)
    wanted = shares.exact.copy()
    wanted[list(shares.free[:1])] = 100 - shares.total
    open_ = np.flatnonzero(~np.isnan(wanted))
    found[:, open_] = largest_remainder(rest, people[:, None] * wanted[open_] / 100)
    found[:, list(shares.free)] = np.nan
    return found


def largest_remainder(total: Array, ideal: Array) -> Array:
    """Round ideal numbers to whole ones with a given total, up where the remainder is largest.

    total [rows], at least the whole parts together; ideal [rows, columns].
    Returns whole numbers [rows, columns]; of equal remainders the first column goes up.
    """
    import numpy as np

    ideal = settle(ideal)
    floor = whole(ideal, up=False)
    rank = np.argsort(np.argsort(-settle(ideal - floor), axis=1, kind="stable"), axis=1)
    every, some = np.divmod(total - floor.sum(axis=1), ideal.shape[1])
    counts: Array = floor + every[:, None] + (rank < some[:, None])
    return counts


def inspect_quotas(grades: Sequence[str], quotas: Sequence[Quota]) -> Iterator[Trouble]:
    """Find quotas of unknown grades or given twice, impossible shares, and sums nobody can keep."""
    found = [trouble for quota in quotas for trouble in _alone(grades, quota)]
    counted = Counter((quota.grade, quota.with_better) for quota in quotas)
    found += [Trouble("quota_twice", "quotas", {"grade": key[0]}) for key, n in counted.items() if n > 1]
    yield from found
    if not found:
        yield from _sums(grades, shares_of(grades, quotas))


def _alone(grades: Sequence[str], quota: Quota) -> Iterator[Trouble]:
    """Find what is wrong with one quota by itself."""
    values = {"grade": quota.grade, "share": quota.share}
    if quota.grade not in grades:
        yield Trouble("quota_grade", "quotas", values | {"grades": ", ".join(grades)})
    if not 0 <= quota.share <= 100:
        yield Trouble("quota_share", "quotas", values)


def _sums(grades: Sequence[str], shares: Shares) -> Iterator[Trouble]:
    """Find quotas that leave no place for somebody, or have more places than people."""
    for grade, share in zip(grades[: shares.together], shares.exact.tolist(), strict=False):
        if not isnan(share):
            yield Trouble("quota_inside", "quotas", {"grade": grade, "share": share})
    total = settle(shares.total)
    if total > 100 or (total < 100 and not shares.free):
        yield Trouble("quotas_sum", "quotas", {"total": total})
    elif not shares.free and all(map(isnan, shares.exact.tolist())):
        yield Trouble("quotas_closed", "quotas", {})
