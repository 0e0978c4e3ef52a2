"""Ratings far from the others, by measures that the far ones themselves cannot spoil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.scoring.arithmetic import Array
from addin.scoring.raters.listing import grounded
from addin.scoring.rounding import settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NORMAL = 0.6745
"""The median absolute deviation of a normal distribution, in standard deviations."""


def outliers(values: Array, limit: float = 3.5, fence: float = 1.5) -> tuple[Array, NDArray[np.bool_]]:
    """Find values that are far from the others.

    Modified z = 0.6745·(x − median)/MAD, far beyond ±limit. Where MAD is 0 (half of the values are equal):
    below Q1 − fence·IQR or above Q3 + fence·IQR, quartiles as the spreadsheet's QUARTILE.INC gives them.

    values: [any unit, values], blanks stay out. Returns the modified z, missing for a blank or where MAD
    is 0, and whether each is far out.
    Source: Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers; Tukey (1977).
    """
    import numpy as np

    known = values[np.isfinite(values)]
    if not len(known):
        return np.full(len(values), np.nan), np.zeros(len(values), dtype=np.bool_)
    away = grounded(values - np.median(known))
    mad = float(np.median(np.abs(away[np.isfinite(away)])))
    if mad:
        z = NORMAL * away / mad
        return z, settle(np.abs(z)) > limit
    first, third = np.percentile(known, [25, 75])
    reach = fence * (third - first)
    far = (settle(values) < settle(first - reach)) | (settle(values) > settle(third + reach))
    return np.full(len(values), np.nan), far
