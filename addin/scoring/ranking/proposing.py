"""Forced distribution over arrays: what the quotas propose for each person, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.scoring.arithmetic import Array
from addin.scoring.ranking.boundaries import KEPT, OPEN, UNTIED, Boundaries, Mode, boundaries, limits_of
from addin.scoring.ranking.quotas import Shares
from addin.scoring.ranking.standing import Flags, Standing, Whole, standing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REASONS = (
    "same",
    "quota_full",
    "quota_bottom",
    "quota_raised",
    "tie_kept",
    "committee",
    "group_small",
    "veto",
    "new",
    "no_score",
)
"""Why a grade is proposed, as codes of texts/ranking.toml [reasons]."""

SAME, FULL, BOTTOM, RAISED, TIE_KEPT, COMMITTEE, SMALL, VETO, NEW, NO_SCORE = range(len(REASONS))


@dataclass(frozen=True, slots=True)
class Rule:
    """How quotas are applied: mode, smallest group they bind, pooling of smaller ones, new people out."""

    mode: Mode = "advise"
    minimum: float = 20
    pooling: bool = True
    new_out: bool = True


@dataclass(frozen=True, slots=True)
class People:
    """Those who are ranked, as arrays with one value per person.

    scores [points]: rounded, NaN where there is none; keys: what breaks ties, the first before the second;
    grades: those of the scores, 0 for the best, -1 without a score; pools: below `pool_count`;
    ceilings: the best grade a veto leaves, 0 without a veto; out: who takes no place.
    """

    scores: Array
    keys: Sequence[Array]
    grades: Whole
    pools: Whole
    pool_count: int
    ceilings: Whole
    out: Flags


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed, as arrays with one value per person.

    grades: as those of People; places: from 1 within the pool, shared by equals, NaN for who takes none;
    reasons: numbers of REASONS; binding: whether the quotas bind here, or only advise.
    """

    grades: Whole
    places: Array
    reasons: NDArray[np.int8]
    binding: Flags


def propose(people: People, shares: Shares, rule: Rule) -> Proposed:
    """Propose a grade for each person so that every pool keeps its quotas.

    Each pool is sorted by score and keys, people under veto last. A grade ends where the scores say, moved as
    little as the quotas ask, and never between equals. A pool below the minimum is only advised.

    shares: of the grades, as People number them.
    Returns grades that nobody with a lower score in the pool exceeds, but for vetoes and people left out.
    Source: scoring.md section 3, defaults.md Quotas.
    """
    import numpy as np

    grades = np.where(people.grades < 0, people.grades, np.maximum(people.grades, people.ceilings))
    who = np.flatnonzero((grades >= 0) & ~people.out)
    keys = (people.scores, *people.keys)
    stand = standing(who, people.pools, keys, people.pool_count, people.ceilings)
    own, ceilings = grades[stand.order], people.ceilings[stand.order]
    limits = limits_of(stand.sizes, shares, rule.mode)
    lines = boundaries(_scored(own, stand, len(shares.exact)), limits, stand)
    found = np.maximum(_within(own, lines, stand), ceilings)
    small = stand.of_pools(stand.sizes < rule.minimum)
    reasons = np.where(grades < 0, np.int8(NO_SCORE), np.int8(NEW))
    reasons[stand.order] = _reasons(own, found, lines.ties[stand.run[:-1]], small, len(shares.exact) - 1)
    grades[stand.order] = found
    reasons[(people.ceilings > 0) & (grades != people.grades)] = VETO
    places, binding = np.full(len(grades), np.nan), np.zeros(len(grades), dtype=np.bool_)
    places[stand.order] = stand.places
    binding[stand.order] = ~small & (rule.mode != "advise")
    return Proposed(grades, places, reasons, binding)


def _scored(own: Whole, stand: Standing, count: int) -> Whole:
    """Count in each pool, for each grade but the last, who has it or a better one by the score."""
    import numpy as np

    pools = stand.of_pools(np.arange(len(stand.sizes), dtype=np.int32) * count)
    found = np.bincount(pools + own, minlength=len(stand.sizes) * count)
    return found.reshape(-1, count).cumsum(axis=1)[:, :-1]


def _within(own: Whole, lines: Boundaries, stand: Standing) -> Whole:
    """Give each person the grade between the boundaries; where those are free, that of the score."""
    import numpy as np

    most = np.where(lines.free, stand.sizes[:, None], lines.ends)
    best = _by_place(np.minimum.accumulate(most[:, ::-1], axis=1)[:, ::-1], stand.sizes)
    worst = _by_place(np.maximum.accumulate(np.where(lines.free, 0, lines.ends), axis=1), stand.sizes)
    return np.minimum(np.maximum(own, best), worst)


def _by_place(ends: Whole, sizes: Whole) -> Whole:
    """Return, for each place of all pools in turn, the grade in which it lies."""
    import numpy as np

    widths = np.diff(ends, axis=1, prepend=0, append=sizes[:, None])
    return np.repeat(np.tile(np.arange(widths.shape[1], dtype=np.int8), len(sizes)), widths.ravel())


def _reasons(own: Whole, found: Whole, ties: Whole, small: Flags, lowest: int) -> Whole:
    """Say why each grade is proposed; the reasons exclude each other, so that they can be summed up."""
    import numpy as np

    binding, last = ~small, found == lowest
    untied = binding & (ties == UNTIED)
    worse = untied & (found > own)
    told = {
        FULL: worse & ~last,
        BOTTOM: worse & last,
        RAISED: untied & (found < own),
        TIE_KEPT: binding & (ties == KEPT),
        COMMITTEE: binding & (ties == OPEN),
        SMALL: small & (found != own),
    }
    reasons = np.full(len(own), SAME, dtype=np.int8)
    for code, here in told.items():
        reasons += np.int8(code) * here
    return reasons
