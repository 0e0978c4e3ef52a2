"""Who stands where: people sorted pool by pool from the best to the last, equals side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from addin.scoring.arithmetic import Array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Whole: TypeAlias = "NDArray[np.integer[Any]]"
Flags: TypeAlias = "NDArray[np.bool_]"


@dataclass(frozen=True, slots=True)
class Standing:
    """People in their order, as places in arrays; a run is a set of people whom nothing tells apart.

    order: who stands at each place, as a number of the input; run: the run at each place, and one more behind
    the last; begins: the first place of each run, and the end; starts, sizes: of each pool.
    """

    order: Whole
    run: Whole
    begins: Whole
    starts: Whole
    sizes: Whole

    def of_pools(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return a value of each pool at each of its places."""
        import numpy as np

        return np.repeat(values, self.sizes)

    @property
    def places(self) -> Whole:
        """The place of each person in the order within the pool, from 1; equals share the first of theirs."""
        found: Whole = self.begins[self.run[:-1]] - self.of_pools(self.starts - 1)
        return found


def standing(
    who: Whole, pools: Whole, keys: Sequence[Array], pool_count: int, layers: Whole | None = None
) -> Standing:
    """Sort people within their pools by the first key, equals by the second, and so on, highest first.

    A blank (NaN) of any key but the first stands behind every number. Nothing else breaks a tie, least of all
    the order of the rows. Layers, where given, come before all keys: who is in layer 0 stands before layer 1.

    who: numbers of those who take a place; pools, below pool_count, keys, layers [one value per person].
    """
    import numpy as np

    groups = (pools if layers is None else pools * (int(layers.max(initial=0)) + 1) + layers)[who]
    falling = -keys[0][who]
    inside = np.argsort(falling)
    inside = inside[_stably(groups[inside])]
    first = _steps(groups[inside]) | _steps(falling[inside])
    order = who[inside]
    for key in keys[1:]:
        _break_ties(order, first, key)
    sizes = np.bincount(pools[who], minlength=pool_count)
    run = np.cumsum(np.append(first, True), dtype=np.int32) - np.int32(1)
    begins = np.append(np.flatnonzero(first), len(order)).astype(np.int32)
    return Standing(order, run, begins, (np.cumsum(sizes) - sizes).astype(np.int32), sizes)


def _stably(codes: Whole) -> Whole:
    """Return the order of whole numbers in which equal ones keep theirs, in linear time: 16 bits at once."""
    import numpy as np

    return np.lexsort((codes.astype(np.uint16), (codes >> 16).astype(np.uint16)))


def _steps(values: NDArray[Any]) -> Flags:
    """Tell for each place whether another value begins there."""
    import numpy as np

    found = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def _break_ties(order: Whole, first: Flags, key: Array) -> None:
    """Sort those who are tied by one more key, and mark where it tells them apart."""
    import numpy as np

    tied = np.flatnonzero(~(first & np.append(first[1:], True)))
    members = order[tied]
    falling = -np.fmax(key[members], -np.inf)
    runs = np.cumsum(first[tied], dtype=np.int32)
    inside = np.argsort(falling)
    inside = inside[_stably(runs[inside])]
    order[tied] = members[inside]
    first[tied] |= _steps(falling[inside])
