"""Ranks of totals: in competition, dense, or as a share of those who are behind."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Literal

from addin.scoring.arithmetic import Array, numbers
from addin.scoring.labels import coded
from addin.scoring.ranking.standing import Standing, Whole, standing

Kind = Literal["competition", "dense", "percentile"]


def ranks(totals: Any, groups: Sequence[Hashable] | None = None, kind: Kind = "competition") -> Array:
    """Rank totals, the highest first; equal totals share a rank, whatever row they stand in.

    competition: 1 + the number of better ones (1, 2, 2, 4); dense: 1 + that of better values (1, 2, 2, 3);
    percentile: those who are behind / all others, in [0, 1], as PERCENTRANK.INC, and 1 for one who is alone.

    totals: rounded totals [points, one per person], NaN or None without one: no rank, counted nowhere;
    groups: the group within which each is ranked, all together without.
    Returns ranks [one per person], whole numbers from 1, or shares for percentile; NaN without a total.
    Source: scoring.md section 3; PERCENTRANK.INC of Excel.
    """
    import numpy as np

    values = numbers(totals)
    pools = np.zeros(len(values), dtype=np.int32) if groups is None else coded(groups)[1].astype(np.int32)
    present = np.flatnonzero(~np.isnan(values))
    stand = standing(present, pools, [values], int(pools.max(initial=0)) + 1)
    found = np.full(len(values), np.nan)
    found[stand.order] = PLACED[kind](stand)
    return found


def _dense(stand: Standing) -> Whole:
    """Count the runs up to that of each place."""
    found: Whole = stand.run[:-1] - stand.of_pools(stand.run[stand.starts] - 1)
    return found


def _percentile(stand: Standing) -> Array:
    """Divide those behind the run of each place by all others."""
    import numpy as np

    sizes = stand.of_pools(stand.sizes)
    behind = stand.of_pools(stand.starts) + sizes - stand.begins[stand.run[:-1] + 1]
    return np.where(sizes == 1, 1.0, behind / np.maximum(sizes - 1, 1))


PLACED: Mapping[Kind, Callable[[Standing], Array | Whole]] = {
    "competition": lambda stand: stand.places,
    "dense": _dense,
    "percentile": _percentile,
}
