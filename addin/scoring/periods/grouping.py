"""Rows by what they belong to: a person's periods, a group's people, an indicator's lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from addin.scoring.arithmetic import Array
from addin.scoring.labels import coded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Groups:
    """Names in the order in which they first appear, and for each row the place of its name."""

    names: tuple[str, ...]
    index: NDArray[np.intp]

    def kept(self, rows: Any) -> Groups:
        """Return the same names with only some of the rows."""
        return Groups(self.names, self.index[rows])

    def counts(self) -> Array:
        """Return how many rows each name has."""
        import numpy as np

        return np.bincount(self.index, minlength=len(self.names)).astype(np.float64)

    def totals(self, values: Array) -> Array:
        """Return the sum of a column for each name."""
        import numpy as np

        return np.bincount(self.index, values, minlength=len(self.names)).astype(np.float64)

    def firsts(self, values: Array) -> Array:
        """Return the first number of a column for each name; NaN where all are blank."""
        import numpy as np

        found = np.full(len(self.names), np.nan)
        rows = np.flatnonzero(np.isfinite(values))[::-1]
        found[self.index[rows]] = values[rows]
        return found


def grouped(names: Iterable[str]) -> Groups:
    """Return the rows by their names.

    names: one for each row [text].
    """
    found, index = coded(names)
    return Groups(tuple(found), index)
