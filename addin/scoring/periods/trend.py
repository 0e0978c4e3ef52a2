"""Where the scores of a person are heading."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.arithmetic import Array, divided, only
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.periods.annual import EMPLOYEE, SCORE
from addin.scoring.periods.grouping import Groups, grouped
from addin.scoring.periods.ordering import misfit, positions
from addin.scoring.registry import Parameter, Parameters, Trouble
from addin.scoring.rounding import settle

ANSCOMBE = (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)
ANSCOMBE_AT = ("10", "8", "13", "9", "11", "14", "6", "4", "12", "7", "5")
"""The first data set of F. J. Anscombe, Graphs in Statistical Analysis (1973)."""


def trend_lines(rows: Groups, period: Array, score: Array) -> tuple[Array, Array, Array]:
    """Fit a straight line through the scores of each person by least squares.

    slope = Sxy/Sxx, r² = Sxy²/(Sxx·Syy), sums of the deviations from the person's means.

    rows: by person; period [number of the period]; score [points], NaN where missing.
    Returns for each person the number of scores, the slope [points a period], and r² in [0, 1]; NaN where all
    periods (slope, r²) or all scores (r²) are the same.
    Source: scoring.md section 5.
    """
    import numpy as np

    seen = np.isfinite(score) & np.isfinite(period)
    rows = rows.kept(seen)
    x, y = (_deviations(rows, values[seen]) for values in (period, score))
    sxx, sxy, syy = rows.totals(x * x), rows.totals(x * y), rows.totals(y * y)
    fit = divided(sxy, sxx) * divided(sxy, syy)
    return rows.counts(), divided(sxy, sxx), np.minimum(fit, 1.0)


def _deviations(rows: Groups, values: Array) -> Array:
    """Return values less the mean of their person; exactly 0 where all are the same."""
    shifted = values - rows.firsts(values)[rows.index]
    return shifted - divided(rows.totals(shifted), rows.counts())[rows.index]


def inspect_trend(columns: Columns, _: Parameters) -> Iterator[Trouble]:
    """Find a period that has no place in the order of the others, or stands twice for one person."""
    names, periods = columns["employee"], columns["period"]
    wrong = misfit(periods)
    if wrong is not None:
        values = {"row": wrong + 1, "period": periods[wrong], "first": periods[0]}
        yield Trouble("period_order", "period", values)
        return
    seen: set[tuple[str, float]] = set()
    for row, part in enumerate(zip(names, positions(periods).tolist(), strict=True), start=1):
        if part in seen:
            values = {"row": row, "employee": part[0], "period": periods[row - 1]}
            yield Trouble("period_twice", "period", values)
        seen.add(part)


@function(
    "trend",
    area="periods",
    fields=(EMPLOYEE, Field("period", "text"), SCORE),
    results=("employee", "counted", "slope", "r_squared", "heading", "reason"),
    parameters=(
        Parameter("fewest_periods", "integer", default=4, low=2),
        Parameter("least_slope", "number", default=1, low=0),
        Parameter("least_fit", "share", default=0.5, low=0, high=1),
    ),
    inspect=inspect_trend,
    samples=(
        Sample(
            {"employee": ["1"] * 11, "period": ANSCOMBE_AT, "score": ANSCOMBE},
            {"least_slope": 0.5},
            {
                "counted": [11],
                "slope": [55.01 / 110],
                "r_squared": [0.666542459508775],
                "heading": ["rising"],
                "reason": [""],
            },
            "F. J. Anscombe, The American Statistician 27 (1973), first data set: 0.500 and 0.67",
        ),
        Sample(
            {
                "employee": ["1"] * 4 + ["2"] * 4 + ["3"] * 4 + ["4"] * 4 + ["5"] * 4,
                "period": ["1", "2", "3", "4"] * 5,
                "score": [90, 88, 86, 84, 80, 80, 80, 80, 90, None, 80, 70, 80, 90, 70, 100, 80, 81, 80, 82],
            },
            {},
            {
                "counted": [4, 4, 3, 4, 4],
                "slope": [-2, 0, None, 4, 0.5],
                "r_squared": [1, None, None, 0.16, 0.4545454545454545],
                "heading": ["falling", "level", "", "unclear", "level"],
                "reason": ["", "", "too_few_periods", "", ""],
            },
        ),
        Sample(
            {
                "employee": ["1"] * 5,
                "period": ["2026-02", "2025-11", "2025-12", "2026-01", "2026-03"],
                "score": [86, 80, 82, 84, None],
            },
            {},
            {"counted": [4], "slope": [2], "r_squared": [1], "heading": ["rising"]},
            "periods as texts, the same as in the annual score: equal steps in their order",
        ),
    ),
)
def trend(columns: Columns, parameters: Parameters) -> Columns:
    """Tell whether a person's scores are rising, falling or level, from four periods on.

    A slope below the limit is level; a steeper one is a trend where a line explains enough of the scores
    (r² from `least_fit`), and otherwise unclear.

    columns: employee, period [a number, or a text in which only numbers differ], score [points].
    Returns one row for each person: slope [points a period], r², and the heading, as codes.
    Source: scoring.md section 5.
    """
    import numpy as np

    people = grouped(columns["employee"])
    counted, slope, fit = trend_lines(people, positions(columns["period"]), columns["score"])
    enough = counted >= parameters["fewest_periods"]
    steep = settle(slope)
    conditions = [
        ~enough,
        np.abs(steep) < parameters["least_slope"],
        settle(fit) < parameters["least_fit"],
        steep > 0,
        steep < 0,
    ]
    headings = ["", "level", "unclear", "rising", "falling"]
    return {
        "employee": list(people.names),
        "counted": counted,
        "slope": only(slope, enough),
        "r_squared": only(fit, enough),
        "heading": np.select(conditions, headings, "level").tolist(),
        "reason": np.where(enough, "", "too_few_periods").tolist(),
    }
