"""Where one grade ends and the next begins in every pool: as the scores say, as far as quotas allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from addin.scoring.ranking.quotas import Shares, at_most, places
from addin.scoring.ranking.standing import Flags, Standing, Whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Mode = Literal["advise", "limit", "exact"]

UNTIED, KEPT, OPEN = 0, 1, 2
"""How a tie at a boundary ended: there was none, all stayed on the better side, the committee decides."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many people each grade of each pool may hold [pools, grades].

    least, most; joint: the most of a grade and all better ones; capped: grades whose most is never exceeded;
    middle: the grade that takes who finds no place above and leaves none below.
    """

    least: Whole
    most: Whole
    joint: Whole
    capped: Flags
    middle: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The places in a pool at which each grade but the last ends [pools, grades - 1].

    free: where the scores alone decide; ties: how a tie there ended, one for each run of equals.
    """

    ends: Whole
    free: Flags
    ties: NDArray[np.int8]


def limits_of(people: Whole, shares: Shares, mode: Mode) -> Limits:
    """Say how many people each grade may hold: all quotas count, or (limit) those of top and bottom only.

    limit: the caps of the best grades and that of the lowest hold, and an exact share of the lowest is the
    least it gets; other quotas do not count.

    people [whole numbers, one per pool].
    """
    import numpy as np

    exact, capped = ~np.isnan(shares.exact), ~np.isnan(shares.capped)
    least = exact
    if mode == "limit":
        lowest = np.arange(len(exact)) == len(exact) - 1
        least, capped = exact & lowest, capped & (lowest | (np.arange(len(exact)) < shares.top))
        exact = np.zeros_like(exact)
    sizes, back = np.unique(people, return_inverse=True)
    counts = np.nan_to_num(places(sizes, shares)).astype(np.intp)[back]
    together, everybody = at_most(sizes, shares.joint)[back], people[:, None]
    joint = np.where(np.isnan(together), everybody, together).astype(np.intp)
    most: Whole = np.where(exact | capped, counts, everybody)
    bounded = exact | capped
    bounded[: shares.together] = True
    middle = int(np.flatnonzero(~bounded)[-1]) if not bounded.all() else int(np.nanargmax(shares.exact))
    return Limits(np.where(least, counts, 0), most, joint, capped, middle)


def planned(scored: Whole, limits: Limits, people: Whole) -> tuple[Whole, Flags]:
    """Move the boundaries that scores give as little as the limits ask, without regard to ties.

    From the best grade down and from the lowest up to the middle one: a cap above moves people down, one
    below moves them up.

    scored [pools, grades - 1]: how many people have this grade or a better one by their scores.
    Returns the boundaries, and where the scores alone decide.
    """
    import numpy as np

    ends, free, middle = np.empty_like(scored), np.empty(scored.shape, dtype=np.bool_), limits.middle
    below_least, below_most = (_sums_below(values) for values in (limits.least, limits.most))
    before, after = np.zeros_like(people), people
    for grade in range(middle):
        low = np.maximum(before + limits.least[:, grade], people - below_most[:, grade])
        high = np.minimum(before + limits.most[:, grade], people - below_least[:, grade])
        before, free[:, grade] = _held(scored[:, grade], low, np.minimum(high, limits.joint[:, grade]))
        ends[:, grade] = before
    above_least, above_most = (
        values[:, middle:].cumsum(axis=1) + before[:, None] for values in (limits.least, limits.most)
    )
    for grade in range(scored.shape[1] - 1, middle - 1, -1):
        low = np.maximum(above_least[:, grade - middle], after - limits.most[:, grade + 1])
        high = np.minimum(above_most[:, grade - middle], after - limits.least[:, grade + 1])
        after, free[:, grade] = _held(scored[:, grade], low, high)
        ends[:, grade] = after
    return ends, free


def _sums_below(values: Whole) -> Whole:
    """Return, for each grade, the sum over all lower grades."""
    below: Whole = values.sum(axis=1)[:, None] - values.cumsum(axis=1)
    return below


def _held(scored: Whole, low: Whole, high: Whole) -> tuple[Whole, Flags]:
    """Hold a boundary between two places, and tell where it lies freely between them."""
    import numpy as np

    return np.minimum(np.maximum(scored, low), high), (low < scored) & (scored < high)


def boundaries(scored: Whole, limits: Limits, stand: Standing) -> Boundaries:
    """Set the boundaries so that none parts people whom nothing tells apart.

    Where one would, all of them stay on the better side (the next grade gets fewer), unless that would exceed
    a cap: then all get the lower grade, and the committee decides.

    scored [pools, grades - 1], as for `planned`; stand: the people in their order.
    """
    import numpy as np

    ends, free = planned(scored, limits, stand.sizes)
    ties = np.zeros(len(stand.begins) - 1, dtype=np.int8)
    before, after = np.zeros_like(stand.sizes), stand.sizes
    for grade in range(limits.middle):
        cap = limits.joint[:, grade]
        if limits.capped[grade]:
            cap = np.minimum(cap, before + limits.most[:, grade])
        wanted = np.maximum(np.minimum(ends[:, grade], cap), before)
        free[:, grade] &= wanted == ends[:, grade]
        before = ends[:, grade] = _untied(wanted, cap, stand, free[:, grade], ties)
    for grade in range(ends.shape[1] - 1, limits.middle - 1, -1):
        wanted = np.maximum(ends[:, grade], before)
        if limits.capped[grade + 1]:
            wanted = np.maximum(wanted, after - limits.most[:, grade + 1])
        free[:, grade] &= wanted == ends[:, grade]
        after = ends[:, grade] = _untied(wanted, after, stand, free[:, grade], ties)
    return Boundaries(ends, free, ties)


def _untied(wanted: Whole, cap: Whole, stand: Standing, free: Flags, ties: NDArray[np.int8]) -> Whole:
    """Move boundaries that part a run to its end if the cap allows, else to its beginning; note which."""
    import numpy as np

    run = stand.run[stand.starts + wanted]
    begin = stand.begins[run] - stand.starts
    parted = ~free & (begin < wanted)
    end = stand.begins[np.where(parted, run + 1, run)] - stand.starts
    kept = end <= cap
    ties[run[parted]] = np.maximum(ties[run[parted]], np.where(kept, KEPT, OPEN)[parted])
    return np.where(parted, np.where(kept, end, begin), wanted)
