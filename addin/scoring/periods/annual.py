"""The score of a year, half-year or quarter from its periods, and of a person who changed posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from addin.scoring.arithmetic import Array, divided, only
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.periods.grouping import Groups, grouped
from addin.scoring.registry import Parameter, Parameters, Trouble
from addin.scoring.rounding import round_half_away, settle

EMPLOYEE = Field("employee", "text")
SCORE = Field("score", blank=True)
DAYS = Field("days", low=0)
DECIMALS = Parameter("decimals", "integer", default=2, low=0, high=9)
SHORTEST = Parameter("shortest", "share", default=1 / 3, low=0, high=1)
FEWEST = Parameter("fewest", "share", default=0.5, low=0, high=1)
PART = (EMPLOYEE, Field("period", "text"), SCORE, DAYS)


def mean_by_days(people: Groups, score: Array, days: Array) -> tuple[Array, Array]:
    """Average a person's scores by the days each of them stands for; what has no score is left out.

    Σ days·score / Σ days over the rows with a score and at least a part of a day.

    people: the rows by person; score [points], NaN where missing; days [days], one for each row.
    Returns for each person the mean, within the range of the scores (NaN without any), and how many count.
    """
    import numpy as np

    counting = np.isfinite(score) & (days > 0)
    rows, weight = people.kept(counting), days[counting]
    return divided(rows.totals(weight * score[counting]), rows.totals(weight)), rows.counts()


def annual_score(mean: Array, review: Array, share: float) -> Array:
    """Join the mean of the periods and the annual review to the score of the year.

    a·mean + (1−a)·review; with a = 1 no review is needed.

    mean, review [points, one for each person]; share: a, in [0, 1].
    Returns points within the range of the two, NaN where one that counts is missing.
    Source: scoring.md section 5; the share 0.7 is that of defaults.md, annual score.
    """
    return mean if share == 1 else share * mean + (1 - share) * review


def reasons(served: Array, counted: Array, parameters: Parameters) -> list[str]:
    """Say why a person gets no score of the whole: served too short, or too few periods have a score.

    served: share of the days of the whole; counted: periods with a score.
    Returns one code for each person, empty where nothing is in the way.
    """
    import numpy as np

    short = settle(served) < settle(parameters["shortest"])
    few = counted < settle(parameters["fewest"] * parameters["expected"])
    codes: list[str] = np.select([short, few], ["served_short", "too_few_periods"], "").tolist()
    return codes


def whole(columns: Columns, parameters: Parameters) -> dict[str, Any]:
    """Return what is common to year, half-year and quarter: days, share served, mean and reason."""
    people = grouped(columns["employee"])
    mean, counted = mean_by_days(people, columns["score"], columns["days"])
    days = people.totals(columns["days"])
    served = days / parameters["length"]
    return {
        "employee": list(people.names),
        "counted": counted,
        "days": days,
        "served": served,
        "mean": mean,
        "reason": reasons(served, counted, parameters),
    }


def inspect_parts(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find a period that stands twice for one person, and more days than the whole has."""
    seen: set[tuple[str, str]] = set()
    for row, part in enumerate(zip(columns["employee"], columns["period"], strict=True), start=1):
        if part in seen:
            yield Trouble("period_twice", "period", {"row": row, "employee": part[0], "period": part[1]})
        seen.add(part)
    people = grouped(columns["employee"])
    for name, days in zip(people.names, people.totals(columns["days"]).tolist(), strict=True):
        if settle(days) > parameters["length"]:
            values = {"employee": name, "days": days, "length": parameters["length"]}
            yield Trouble("days_beyond", "days", values)


def inspect_annual(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find what is wrong with the periods, and two reviews that differ for one person."""
    import numpy as np

    yield from inspect_parts(columns, parameters)
    if "review" in columns:
        people, review = grouped(columns["employee"]), columns["review"]
        first = people.firsts(review)[people.index]
        for row in np.flatnonzero(np.isfinite(review) & (review != first)).tolist():
            values = {"row": row + 1, "employee": columns["employee"][row], "review": float(review[row])}
            yield Trouble("review_differs", "review", values)


@function(
    "annual",
    area="periods",
    fields=(*PART, Field("review", required=False, blank=True)),
    results=("employee", "counted", "days", "served", "mean", "review", "score", "reason"),
    parameters=(
        Parameter("share", "share", default=0.7, low=0, high=1),
        Parameter("expected", "integer", default=12, low=1),
        FEWEST,
        SHORTEST,
        Parameter("length", "number", default=365, low=1),
        Parameter("no_review", "choice", default="block", choices=("block", "periods")),
        DECIMALS,
    ),
    inspect=inspect_annual,
    samples=(
        Sample(
            {
                "employee": ["1", "1", "1", "1", "2", "2", "3", "3", "4"],
                "period": ["Q1", "Q2", "Q3", "Q4", "Q3", "Q4", "Q1", "Q2", "Q4"],
                "score": [90, 80, None, 100, 88, 92, 95, None, 99],
                "days": [90, 91, 92, 92, 92, 92, 90, 91, 61],
                "review": [88, None, None, None, 80, 80, 90, None, 90],
            },
            {"expected": 4},
            {
                "employee": ["1", "2", "3", "4"],
                "counted": [3, 2, 1, 1],
                "served": [1.0, 184 / 365, 181 / 365, 61 / 365],
                "mean": [90.04, 90.0, 95.0, 99.0],
                "score": [89.43, 87.0, None, None],
                "reason": ["", "", "too_few_periods", "served_short"],
            },
            "defaults.md, annual score: 0.7 and 0.3, 2 of 4 quarters, a third of the period",
        ),
        Sample(
            {
                "employee": ["1", "1", "2", "2"],
                "period": ["H1", "H2", "H1", "H2"],
                "score": [90, 80, 70, 80],
                "days": [181, 184, 181, 184],
                "review": [None, None, 95, 95],
            },
            {"expected": 2},
            {"mean": [84.96, 75.04], "score": [None, 81.03], "reason": ["no_review", ""]},
        ),
        Sample(
            {"employee": ["1", "1"], "period": ["H1", "H2"], "score": [90, 80], "days": [181, 184]},
            {"expected": 2, "no_review": "periods"},
            {"score": [84.96], "reason": ["no_review"]},
        ),
    ),
)
def annual(columns: Columns, parameters: Parameters) -> Columns:
    """Compute each person's score of the year from the periods and the annual review.

    columns: employee, period, score [points], days served in the period [days], review [points, the same on
    any row of a person]. parameters: see the catalogue.
    Returns one row for each person; score NaN with a reason where there is none.
    Source: scoring.md section 5; defaults.md, annual score and served too short.
    """
    import numpy as np

    found = whole(columns, parameters)
    mean, codes = found["mean"], found.pop("reason")
    review = grouped(columns["employee"]).firsts(
        columns.get("review", np.full(len(columns["period"]), np.nan))
    )
    unreviewed = np.isnan(review) & (parameters["share"] < 1)
    used = np.where(unreviewed & (parameters["no_review"] == "periods"), mean, review)
    score = only(annual_score(mean, used, parameters["share"]), np.array(codes) == "")
    late = np.where(unreviewed, "no_review", "").tolist()
    decimals = int(parameters["decimals"])
    return found | {
        "mean": round_half_away(mean, decimals),
        "review": review,
        "score": round_half_away(score, decimals),
        "reason": [first or second for first, second in zip(codes, late, strict=True)],
    }


@function(
    "periods",
    area="periods",
    fields=PART,
    results=("employee", "counted", "days", "served", "score", "reason"),
    parameters=(
        Parameter("expected", "integer", default=3, low=1),
        FEWEST,
        SHORTEST,
        Parameter("length", "number", low=1, required=True),
        DECIMALS,
    ),
    inspect=inspect_parts,
    samples=(
        Sample(
            {
                "employee": ["1", "1", "1", "2", "2", "3"],
                "period": ["2026-01", "2026-02", "2026-03", "2026-02", "2026-03", "2026-03"],
                "score": [90, 100, 80, 90, None, 85],
                "days": [31, 28, 31, 28, 31, 20],
            },
            {"length": 90},
            {
                "score": [89.67, None, None],
                "served": [1.0, 59 / 90, 20 / 90],
                "reason": ["", "too_few_periods", "served_short"],
            },
        ),
        Sample(
            {"employee": ["1", "1"], "period": ["mid", "end"], "score": [3.8, 4.2], "days": [182, 182]},
            {"expected": 2, "length": 365},
            {"score": [4.0], "reason": [""]},
            "Oracle Customer Connect, discussion 958313: mid-year 3.8 and year-end 4.2 make 4.0",
        ),
    ),
)
def periods(columns: Columns, parameters: Parameters) -> Columns:
    """Compute the score of a quarter or half-year from its months, each weighing by its days.

    columns: employee, period, score [points], days served in the period [days].
    Returns one row for each person; score NaN with a reason where there is none.
    Source: scoring.md section 5.
    """
    import numpy as np

    found = whole(columns, parameters)
    mean, codes = found.pop("mean"), found.pop("reason")
    score = round_half_away(only(mean, np.array(codes) == ""), int(parameters["decimals"]))
    return found | {"score": score, "reason": codes}
