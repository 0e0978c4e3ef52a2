"""Which few indicators hold most of the points that were missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.scoring.arithmetic import Array, at_least, divided, only
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.periods.annual import SCORE
from addin.scoring.periods.grouping import grouped
from addin.scoring.registry import Parameter, Parameters
from addin.scoring.rounding import settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Few:
    """Gaps as shares of all: each, cumulated from the largest, its rank, and whether it is one of the few."""

    share: Array
    cumulative: Array
    rank: Array
    vital: NDArray[np.bool_]


def vital_few(gaps: Array, limit: float) -> Few:
    """Find the largest gaps that together make most of all of them.

    A gap belongs to the vital few while the larger ones have not reached the limit; equal gaps belong
    together: they share a rank and are cumulated at once.

    gaps: [points, one for each indicator, not below 0]; limit: share, in [0, 1].
    Returns shares in [0, 1], and competition ranks; none is vital where there are no gaps at all.
    Source: scoring.md section 5.
    """
    import numpy as np

    share = np.nan_to_num(divided(gaps, gaps.sum()))
    _, places, counts = np.unique(-settle(share), return_inverse=True, return_counts=True)
    sums = np.bincount(places, share, minlength=counts.size).astype(np.float64)
    cumulative = np.cumsum(sums)
    rank = (1.0 + np.cumsum(counts) - counts)[places].astype(np.float64)
    vital = (share > 0) & (settle(cumulative - sums)[places] < settle(limit))
    return Few(share, cumulative[places], rank, vital)


@function(
    "pareto",
    area="periods",
    fields=(Field("indicator", "text"), Field("weight", "percent", low=0), SCORE),
    results=("indicator", "counted", "gap", "share", "cumulative", "rank", "reason"),
    parameters=(
        Parameter("full", "number", default=100),
        Parameter("cumulated_to", "share", default=0.8, low=0, high=1),
    ),
    samples=(
        Sample(
            {
                "indicator": ["SAL-01", "SAL-02", "SAL-03", "SAL-04", "SAL-01", "SAL-05"],
                "weight": [30, 20, 10, 10, 30, 10],
                "score": [80, 90, 120, None, 90, 90],
            },
            {},
            {
                "indicator": ["SAL-01", "SAL-02", "SAL-05", "SAL-03", "SAL-04"],
                "counted": [2, 1, 1, 1, 0],
                "gap": [900, 200, 100, 0, None],
                "share": [0.75, 2 / 12, 1 / 12, 0, None],
                "cumulative": [0.75, 11 / 12, 1, 1, None],
                "rank": [1, 2, 3, 4, None],
                "reason": ["vital", "vital", "", "", "no_score"],
            },
        ),
        Sample(
            {
                "indicator": [
                    "scratch",
                    "missing part",
                    "dimension",
                    "wrong color",
                    "contamination",
                    "other",
                ],
                "weight": [142, 98, 67, 34, 22, 31],
                "score": [0, 0, 0, 0, 0, 0],
            },
            {"full": 1},
            {
                "indicator": [
                    "scratch",
                    "missing part",
                    "dimension",
                    "wrong color",
                    "other",
                    "contamination",
                ],
                "cumulative": [142 / 394, 240 / 394, 307 / 394, 341 / 394, 372 / 394, 1],
                "reason": ["vital", "vital", "vital", "vital", "", ""],
            },
            "symplprocess.com, Pareto analysis: 36, 61, 78, 87 %; the one that crosses 80 % belongs, too",
        ),
    ),
)
def pareto(columns: Columns, parameters: Parameters) -> Columns:
    """Sort indicators by the weighted points that were missed, and mark those that make 80 % of them.

    Σ wᵢ·max(0, F−sᵢ) over the rows of an indicator; points above full score make up for nothing.

    columns: indicator, weight [percent, or any unit], score [points]; blank scores are left out.
    Returns one row for each indicator, the largest gap first (equal ones by name): gap, its share, the
    cumulated share, rank, and the reason "vital" for those to begin with.
    Source: scoring.md section 5.
    """
    import numpy as np

    seen = np.isfinite(columns["score"])
    lines = grouped(columns["indicator"])
    missed = at_least(parameters["full"] - columns["score"][seen], 0.0)
    counted = lines.kept(seen).counts()
    gap = lines.kept(seen).totals(columns["weight"][seen] * missed)
    few, scored = vital_few(gap, parameters["cumulated_to"]), counted > 0
    order = np.lexsort((np.array(lines.names, dtype=str), settle(-few.share), ~scored))
    numbers = {"gap": gap, "share": few.share, "cumulative": few.cumulative, "rank": few.rank}
    return {
        "indicator": [lines.names[place] for place in order],
        "counted": counted[order],
        **{key: only(values, scored)[order] for key, values in numbers.items()},
        "reason": np.select([~scored, few.vital], ["no_score", "vital"], "")[order].tolist(),
    }
