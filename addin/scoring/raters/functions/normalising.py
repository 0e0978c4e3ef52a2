"""The functions `normalise` and `outliers`: ratings beside what they are once their rater is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.scoring.arithmetic import Array, numbers
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.labels import Codes, coded
from addin.scoring.raters.functions.columns import (
    DIMENSION,
    FEWEST,
    RATEE,
    RATER,
    RATING,
)
from addin.scoring.raters.listing import rows_of
from addin.scoring.raters.normalising import common_spread, connected, guarded, mean_shift, rater_effects
from addin.scoring.raters.outliers import outliers as far_out
from addin.scoring.raters.patterns import indication
from addin.scoring.registry import Parameter, Parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARED: dict[str, list[Any]] = {
    "rater": ["A", "A", "B", "B", "C", "C"],
    "ratee": ["1", "2", "2", "3", "4", "5"],
    "rating": [4, 5, 3, 4, 4, 2],
}
"""A and B share person 2, whom B rates two steps lower; C shares nobody."""


@function(
    "normalise",
    area="raters",
    fields=(RATER, RATEE, DIMENSION, RATING),
    parameters=(
        Parameter("by", "choice", default="effects", choices=("mean", "spread", "effects")),
        FEWEST,
        Parameter("few", "choice", default="report", choices=("report", "shrink")),
        Parameter("shrink_k", "number", default=5, low=0),
    ),
    results=(
        "rater",
        "ratee",
        "dimension",
        "rating",
        "normalised",
        "difference",
        "ratings",
        "part",
        "reason",
    ),
    samples=(
        Sample(
            SHARED,
            {"fewest": 2},
            {
                "rating": [4, 5, 3, 4, 4, 2],
                "normalised": [3, 4, 4, 5, 4, 2],
                "difference": [-1, -1, 1, 1, 0, 0],
                "ratings": [2] * 6,
                "part": [1, 1, 1, 1, 2, 2],
                "reason": ["", "", "", "", "alone", "alone"],
            },
            "scoring.md section 4: the only person both rated says that A gives 2 more than B",
        ),
        Sample(
            {"rater": ["A", "A", "B", "B"], "ratee": ["1", "2", "3", "4"], "rating": [2, 4, 4, 6]},
            {"by": "mean", "fewest": 5, "few": "shrink", "shrink_k": 2},
            {"normalised": [2.5, 4.5, 3.5, 5.5], "reason": ["shrunk"] * 4},
            "scoring.md section 4: n/(n + k) = 2/(2 + 2)",
        ),
        Sample(
            {"rater": ["A", "A", "B", "B"], "ratee": ["1", "2", "3", "4"], "rating": [2, 4, 5, 5]},
            {"by": "spread", "fewest": 2},
            {
                "normalised": [4 - 1, 4 + 1, 5, 5],
                "reason": ["", "", "no_spread", "no_spread"],
            },
            "scoring.md section 4: M = 4, SD = s = √2",
        ),
        Sample(SHARED, {"by": "mean"}, {"normalised": [4, 5, 3, 4, 4, 2], "reason": ["reported"] * 6}),
    ),
)
def normalise(columns: Columns, parameters: Parameters) -> Columns:
    """Show each rating beside what it is once the strictness of its rater is taken out.

    Each dimension by itself. A proposal to look at: never applied to pay by itself.
    """
    import numpy as np

    rating = numbers(columns["rating"])
    raters, rater = coded(columns["rater"])
    ratees, ratee = coded(columns["ratee"])
    labels = columns.get("dimension") or [""] * len(rating)
    dimensions, on = coded(labels)
    normalised, count, part = np.full((3, len(rating)), np.nan)
    reason = np.where(np.isfinite(rating), "", "missing").astype("U9")
    shape = (len(raters), len(ratees))
    for rows in rows_of(np.where(np.isfinite(rating), on, len(dimensions)), len(dimensions)):
        found = _normalised(rater[rows], ratee[rows], rating[rows], shape, parameters)
        normalised[rows], count[rows], part[rows], reason[rows] = found
    return {
        "rater": columns["rater"],
        "ratee": columns["ratee"],
        "dimension": labels,
        "rating": rating,
        "normalised": normalised,
        "difference": normalised - rating,
        "ratings": count,
        "part": part,
        "reason": reason.tolist(),
    }


def _normalised(
    rater: Codes, ratee: Codes, rating: Array, shape: tuple[int, int], parameters: Parameters
) -> tuple[Array, Array, Array, NDArray[np.str_]]:
    """Normalise the ratings on one dimension: what they become, on how many it rests, which part, and why."""
    import numpy as np

    by = parameters["by"]
    if by == "effects":
        found = rating - rater_effects(rater, ratee, rating, shape)[rater]
    else:
        found = (mean_shift if by == "mean" else common_spread)(rater, rating, shape[0])
    count = np.bincount(rater, minlength=shape[0])[rater].astype(np.float64)
    shrink = parameters["shrink_k"] if parameters["few"] == "shrink" else None
    held, reason = guarded(rating, found, count, parameters["fewest"], shrink)
    first = connected(rater, ratee, shape)
    members = np.bincount(first, minlength=shape[0])[first][rater]
    alone = (members == 1) & (by == "effects")
    part = coded(first[rater].tolist())[1]
    return held, count, (part + 1).astype(np.float64), np.where(alone, "alone", reason)


@function(
    "outliers",
    area="raters",
    fields=(RATEE, Field("group", "text", required=False), RATING),
    parameters=(
        Parameter("far_limit", "number", default=3.5, low=0),
        Parameter("fence", "number", default=1.5, low=0),
        FEWEST,
    ),
    results=("ratee", "group", "rating", "ratings", "modified_z", "flag", "reason"),
    samples=(
        Sample(
            {"ratee": ["1", "2", "3", "4", "5", "6"], "rating": [1, 3, 6, 7, 8, 10]},
            {},
            {"flag": [0] * 6, "reason": [""] * 6},
            "Panik (2012), Statistical Inference: A Short Course, section 3.11: 1 and 10 are no outliers",
        ),
        Sample(
            {"ratee": ["1", "2", "3", "4", "5", "6"], "rating": [1, 3, 6, 7, 8, 42]},
            {},
            {
                "modified_z": [0.6745 * (x - 6.5) / 2.5 for x in (1, 3, 6, 7, 8, 42)],
                "flag": [0, 0, 0, 0, 0, 1],
                "reason": ["", "", "", "", "", "far"],
            },
            "Panik (2012), Statistical Inference: A Short Course, section 3.11: 42 is one",
        ),
        Sample(
            {
                "ratee": ["1", "2", "3", "4", "5", "6", "7", "8"],
                "group": ["S"] * 7 + ["R"],
                "rating": [80, 80, 80, 80, 84, 95, None, 10],
            },
            {},
            {
                "ratings": [6, 6, 6, 6, 6, 6, None, 1],
                "modified_z": [None] * 8,
                "flag": [0, 0, 0, 0, 0, 1, None, None],
                "reason": ["", "", "", "", "", "outside_quartiles", "missing", "too_few"],
            },
            "scoring.md section 4: MAD 0, Q1 = 80, Q3 = 83",
        ),
    ),
)
def outliers(columns: Columns, parameters: Parameters) -> Columns:
    """Find ratings that are far from the others, in each group by itself."""
    import numpy as np

    rating = numbers(columns["rating"])
    labels = columns.get("group") or [""] * len(rating)
    groups, code = coded(labels)
    z, count, far = (
        np.full(len(rating), np.nan),
        np.full(len(rating), np.nan),
        np.zeros(len(rating), dtype=bool),
    )
    for rows in rows_of(np.where(np.isfinite(rating), code, len(groups)), len(groups)):
        z[rows], far[rows] = far_out(rating[rows], parameters["far_limit"], parameters["fence"])
        count[rows] = len(rows)
    flag, reason = indication(count >= parameters["fewest"], far=far & np.isfinite(z), outside_quartiles=far)
    return {
        "ratee": columns["ratee"],
        "group": labels,
        "rating": rating,
        "ratings": count,
        "modified_z": z,
        "flag": flag,
        "reason": np.where(np.isfinite(rating), reason, "missing").tolist(),
    }
