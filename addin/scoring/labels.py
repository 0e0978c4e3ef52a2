"""Names as numbers: what rows belong to, so that arrays can be worked with."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Codes: TypeAlias = "NDArray[np.intp]"
Label = TypeVar("Label", bound=Hashable)


def coded(labels: Iterable[Label]) -> tuple[list[Label], Codes]:
    """Return the different labels in the order they first appear, and the place of each in that list."""
    import numpy as np

    places: dict[Label, int] = {}
    codes = [places.setdefault(label, len(places)) for label in labels]
    return list(places), np.array(codes, dtype=np.intp)
