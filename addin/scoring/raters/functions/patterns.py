"""The functions `leniency`, `central_tendency`, `halo` and `recency`: patterns of raters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from addin.scoring.arithmetic import numbers
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.labels import coded
from addin.scoring.raters import patterns
from addin.scoring.raters.functions.columns import (
    FEWEST,
    LISTED,
    RATEE,
    RATER,
    RATING,
    rated_once,
    ratings_of,
)
from addin.scoring.registry import Parameter, Parameters, Trouble
from addin.scoring.rounding import settle

TEAM: dict[str, list[Any]] = {
    "rater": ["A"] * 5 + ["B"] * 5 + ["C"],
    "rating": [3, 3, 3, 3, 3, 5, 4, 5, 4, 5, 1],
}
"""Three raters: one who keeps to 3, one who rates high, one who rated once."""


@function(
    "leniency",
    area="raters",
    fields=(RATER, RATING),
    parameters=(Parameter("z_limit", "number", default=2, low=0), FEWEST),
    results=("rater", "ratings", "mean", "shift", "z", "flag", "reason"),
    samples=(
        Sample(
            {"rater": ["A"] * 4 + ["B"] * 4, "rating": [2, 2, 4, 4, 4, 4, 6, 6]},
            {"fewest": 4, "z_limit": 1},
            {
                "rater": ["A", "B"],
                "ratings": [4, 4],
                "mean": [3, 5],
                "shift": [-1, 1],
                "z": [-((7 / 4) ** 0.5), (7 / 4) ** 0.5],
                "flag": [1, 1],
                "reason": ["severe", "lenient"],
            },
            "scoring.md section 4: M = 4, SD = √(16/7), n = 4",
        ),
        Sample(TEAM, {}, {"ratings": [5, 5, 1], "flag": [0, 0, None], "reason": ["", "", "too_few"]}),
        Sample({"rater": ["A"], "rating": [None]}, {}, {"ratings": [0], "mean": [None], "z": [None]}),
    ),
)
def leniency(columns: Columns, parameters: Parameters) -> Columns:
    """Show, per rater, how far the ratings are above or below the common mean."""
    listed = ratings_of(columns)
    found = patterns.leniency(listed.rater, listed.rating, len(listed.raters))
    far = settle(abs(found.z)) >= parameters["z_limit"]
    enough = found.count >= parameters["fewest"]
    flag, reason = patterns.indication(enough, lenient=far & (found.z > 0), severe=far & (found.z < 0))
    return {
        "rater": listed.raters,
        "ratings": found.count,
        "mean": found.mean,
        "shift": found.shift,
        "z": found.z,
        "flag": flag,
        "reason": reason,
    }


def _scale_rises(_: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find a scale that does not rise."""
    low, high = parameters["scale_low"], parameters["scale_high"]
    if high <= low:
        yield Trouble("scale_empty", "scale_high", {"low": low, "high": high})


@function(
    "central_tendency",
    area="raters",
    fields=(RATER, RATING),
    parameters=(
        Parameter("scale_low", "number", default=1),
        Parameter("scale_high", "number", default=5),
        Parameter("middle", "share", default=0.25, low=0, high=1),
        Parameter("ratio_limit", "share", default=0.5, low=0),
        Parameter("middle_limit", "share", default=0.8, low=0, high=1),
        FEWEST,
    ),
    results=("rater", "ratings", "spread", "spread_ratio", "middle_share", "flag", "reason"),
    samples=(
        Sample(
            TEAM,
            {},
            {
                "rater": ["A", "B", "C"],
                "spread": [0, 0.3**0.5, None],
                "spread_ratio": [0, (0.3 / (162 / 110)) ** 0.5, None],
                "middle_share": [1, 0, 0],
                "flag": [1, 1, None],
                "reason": ["central", "narrow", "too_few"],
            },
        ),
        Sample(
            {"rater": ["A"] * 4, "rating": [60, 79, 81, 100]},
            {"scale_low": 60, "scale_high": 100, "fewest": 4},
            {"spread_ratio": [1], "middle_share": [0.5], "flag": [0], "reason": [""]},
        ),
    ),
    inspect=_scale_rises,
)
def central_tendency(columns: Columns, parameters: Parameters) -> Columns:
    """Show, per rater, how little the ratings differ and how many lie in the middle of the scale."""
    listed = ratings_of(columns)
    ends = parameters["scale_low"], parameters["scale_high"]
    found = patterns.central_tendency(
        listed.rater, listed.rating, len(listed.raters), ends, parameters["middle"]
    )
    narrow = settle(found.ratio) <= parameters["ratio_limit"]
    central = narrow & (settle(found.middle) >= parameters["middle_limit"])
    flag, reason = patterns.indication(found.count >= parameters["fewest"], central=central, narrow=narrow)
    return {
        "rater": listed.raters,
        "ratings": found.count,
        "spread": found.spread,
        "spread_ratio": found.ratio,
        "middle_share": found.middle,
        "flag": flag,
        "reason": reason,
    }


@function(
    "halo",
    area="raters",
    fields=LISTED,
    parameters=(
        Parameter("spread_limit", "number", default=0.5, low=0),
        Parameter("correlation_limit", "number", default=0.8, low=-1, high=1),
        FEWEST,
    ),
    results=("rater", "people", "within_spread", "correlation", "flag", "reason"),
    samples=(
        Sample(
            {
                "rater": ["A"] * 6 + ["B"] * 6,
                "ratee": ["1", "1", "2", "2", "3", "3"] * 2,
                "dimension": ["quality", "teamwork"] * 6,
                "rating": [1, 1, 2, 2, 3, 3, 1, 3, 2, 2, 3, 1],
            },
            {"fewest": 3},
            {
                "rater": ["A", "B"],
                "people": [3, 3],
                "within_spread": [0, 2 * 2**0.5 / 0.8**0.5 / 3],
                "correlation": [1, -1],
                "flag": [1, 0],
                "reason": ["halo", ""],
            },
            "scoring.md section 4: SD of each dimension √0.8",
        ),
        Sample(
            {"rater": ["A", "A"], "ratee": ["1", "2"], "rating": [4, 5]},
            {},
            {"people": [0], "within_spread": [None], "correlation": [None], "reason": ["too_few"]},
        ),
    ),
    inspect=rated_once,
)
def halo(columns: Columns, parameters: Parameters) -> Columns:
    """Show, per rater, whether the ratings of one person are all alike."""
    listed = ratings_of(columns)
    found = patterns.halo(listed)
    alike = settle(found.spread) <= parameters["spread_limit"]
    alike &= settle(found.correlation) >= parameters["correlation_limit"]
    flag, reason = patterns.indication(found.people >= parameters["fewest"], halo=alike)
    return {
        "rater": listed.raters,
        "people": found.people,
        "within_spread": found.spread,
        "correlation": found.correlation,
        "flag": flag,
        "reason": reason,
    }


def _late_within(columns: Columns, _: Parameters) -> Iterator[Trouble]:
    """Find people with more late incidents than incidents."""
    every, late = columns.get("incidents", ()), columns.get("late_incidents", ())
    for row, (all_of_them, some) in enumerate(zip(every, late, strict=False), start=1):
        if some > all_of_them:
            values = {"row": row, "value": some, "incidents": all_of_them}
            yield Trouble("more_late_incidents", "late_incidents", values)


@function(
    "recency",
    area="raters",
    fields=(
        RATER,
        RATEE,
        RATING,
        Field("early", blank=True),
        Field("late", blank=True),
        Field("incidents", "integer", required=False, blank=True, low=0),
        Field("late_incidents", "integer", required=False, blank=True, low=0),
    ),
    parameters=(
        Parameter("share_limit", "share", default=0.5, low=0, high=1),
        Parameter("difference_limit", "number", default=0.3, low=0, high=2),
        FEWEST,
        Parameter("fewest_people", "integer", default=8, low=3),
    ),
    results=(
        "rater",
        "incidents",
        "late_share",
        "people",
        "early_correlation",
        "late_correlation",
        "flag",
        "reason",
    ),
    samples=(
        Sample(
            {
                "rater": ["A"] * 4,
                "ratee": ["1", "2", "3", "4"],
                "rating": [1, 2, 3, 4],
                "early": [1, 2, 2, 1],
                "late": [10, 20, 30, 40],
                "incidents": [3, 2, 3, 2],
                "late_incidents": [2, 2, 1, 1],
            },
            {"fewest_people": 4},
            {
                "rater": ["A"],
                "incidents": [10],
                "late_share": [0.6],
                "people": [4],
                "early_correlation": [0],
                "late_correlation": [1],
                "flag": [1],
                "reason": ["late_both"],
            },
        ),
        Sample(
            {"rater": ["A", "A"], "ratee": ["1", "2"], "rating": [4, 5], "early": [1, 2], "late": [2, None]},
            {},
            {"incidents": [0], "late_share": [None], "people": [1], "flag": [None], "reason": ["too_few"]},
        ),
    ),
    inspect=_late_within,
)
def recency(columns: Columns, parameters: Parameters) -> Columns:
    """Show, per rater, whether ratings and their reasons come from the end of the period only.

    Each row is one person: the rating, the results of the first two thirds and of the last third of the
    period, the incidents cited in all and those of the last quarter.
    """
    import numpy as np

    raters, code = coded(columns["rater"])
    none = np.full(len(code), np.nan)
    results = numbers(columns["early"]), numbers(columns["late"])
    incidents = numbers(columns.get("incidents", none)), numbers(columns.get("late_incidents", none))
    found = patterns.recency(code, numbers(columns["rating"]), results, incidents, len(raters))
    cited, known = (
        found.incidents >= parameters["fewest"],
        np.isfinite(found.early + found.late) & (found.people >= parameters["fewest_people"]),
    )
    late = cited & (settle(found.share) >= parameters["share_limit"])
    ahead = known & (settle(found.late - found.early) >= parameters["difference_limit"])
    flag, reason = patterns.indication(
        cited | known, late_both=late & ahead, late_incidents=late, late_results=ahead
    )
    return {
        "rater": raters,
        "incidents": found.incidents,
        "late_share": found.share,
        "people": found.people,
        "early_correlation": found.early,
        "late_correlation": found.late,
        "flag": flag,
        "reason": reason,
    }
