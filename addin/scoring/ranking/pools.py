"""Groups too small for percentages, joined with the unit above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from addin.scoring.labels import coded
from addin.scoring.ranking.standing import Flags, Whole


def pools_of(
    groups: Sequence[str], parents: Mapping[str, str], counted: Flags, minimum: float
) -> tuple[Whole, list[str]]:
    """Say in which pool each person is ranked: that of the group, or of the unit above where it is too small.

    groups: the group of each person; parents: the unit above a group, where there is one;
    counted: who takes a place; minimum [people]: 0 for no pooling.
    Returns the number of the pool of each person, and the names of the pools by their numbers.
    """
    import numpy as np

    names, codes = coded([*groups, *parents.values()])
    codes = codes[: len(groups)].astype(np.int32)
    numbers = {name: number for number, name in enumerate(names)}
    above = np.array([numbers.get(parents.get(name, ""), -1) for name in names], dtype=np.int32)
    sizes = np.bincount(codes[counted], minlength=len(names))
    return pooled(sizes, above, minimum)[codes], names


def pooled(sizes: Whole, parents: Whole, minimum: float) -> Whole:
    """Say in which pool each group is ranked: by itself, or in that of the unit above where it is too small.

    Small groups under the same unit are ranked together, with the people who belong to the unit itself. A
    unit that takes in others stays where it is, so that nobody moves up twice.

    sizes [people who take a place, one per group]; parents: the group above each one, -1 for none.
    Returns the number of the pool of each group: its own, or that of its parent.
    Source: scoring.md section 3.
    """
    import numpy as np

    joins = (sizes < minimum) & (sizes > 0) & (parents >= 0)
    takes_in = np.zeros(len(sizes), dtype=np.bool_)
    takes_in[parents[joins]] = True
    return np.where(joins & ~takes_in, parents, np.arange(len(sizes), dtype=np.int32))
