"""linear: points along straight lines between bends, such as threshold, target and stretch."""
# ruff: noqa: ARG001 - all methods take the same arguments

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from addin.scoring.arithmetic import LOWEST, Array, pick
from addin.scoring.expression import kept, look_up, settled
from addin.scoring.parameters import show
from addin.scoring.registry import Case, Parameter, Parameters, Row, Trouble, method
from addin.scoring.rounding import settle

SAL_04 = {"points": ((0.8, 0.0), (0.95, 100.0), (1.0, 120.0))}
PSU = {"points": ((0.07, 50.0), (0.085, 100.0), (0.1, 200.0))}
FALLING = {"points": ((10.0, 0.0), (5.0, 100.0), (2.0, 120.0))}


def rising(parameters: Parameters) -> bool:
    """Tell whether the points were given from low to high."""
    points = parameters["points"]
    return bool(points[-1][0] > points[0][0])


def lines(parameters: Parameters) -> tuple[list[float], list[float], list[float]]:
    """Return starts, scores there and slopes from there on, of an axis on which the points rise.

    Before the first point lies a piece from minus infinity; the last piece is level.
    """
    sign = 1.0 if rising(parameters) else -1.0
    points = [(sign * settle(x), float(score)) for x, score in parameters["points"]]
    slopes = [kept((after[1] - before[1]) / (after[0] - before[0])) for before, after in pairwise(points)]
    first = points[0][1] if parameters["below"] == "first" else 0.0
    return [LOWEST, *(x for x, _ in points)], [first, *(score for _, score in points)], [0.0, *slopes, 0.0]


def formula(row: Row) -> str:
    """Write the score at the last bend reached, and the way from there along its slope."""
    starts, scores, slopes = lines(row.parameters)
    x = settled(row.value) if rising(row.parameters) else f"-{settled(row.value)}"
    return f"{look_up(x, starts, scores)}+({x}-{look_up(x, starts, starts)})*{look_up(x, starts, slopes)}"


def highest(parameters: Parameters, full: float) -> float:
    """Return the highest score of the points."""
    return float(max(score for _, score in parameters["points"]))


def inspect(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find fewer than two points, equal ones, and an order that turns."""
    points = parameters["points"]
    if len(points) < 2:
        yield Trouble("points_few", "points", {"count": len(points)})
        return
    for before, after in pairwise(settle(x) for x, _ in points):
        if before == after:
            yield Trouble("points_equal", "points", {"x": show(after)})
        elif (after > before) != rising(parameters):
            yield Trouble("points_order", "points", {"x": show(after), "before": show(before)})


@method(
    "linear",
    formula=formula,
    best=highest,
    inspect=inspect,
    parameters=(
        Parameter("points", "points", required=True),
        Parameter("below", "choice", default="zero", choices=("zero", "first")),
    ),
    cases=(
        Case(0.95, None, SAL_04, 100.0, "defaults.md SAL-04"),
        Case(0.875, None, SAL_04, 50.0, "defaults.md SAL-04"),
        Case(0.98, None, SAL_04, 112.0, "defaults.md SAL-04"),
        Case(0.799, None, SAL_04, 0.0, "defaults.md SAL-04"),
        Case(1.03, None, SAL_04, 120.0, "defaults.md: above its last point the last score"),
        Case(-0.02, None, {"points": ((0.0, 40.0), (0.15, 100.0), (0.25, 120.0))}, 0.0, "defaults.md SAL-02"),
        Case(0.0, None, {"points": ((0.0, 40.0), (0.15, 100.0), (0.25, 120.0))}, 40.0, "defaults.md SAL-02"),
        Case(-2.0, None, {"points": ((0.0, 40.0), (15.0, 100.0)), "below": "first"}, 40.0),
        Case(0.05, None, {"points": ((0.0, 60.0), (0.1, 100.0), (0.2, 120.0))}, 80.0, "defaults.md MGT-04"),
        Case(7.5, None, FALLING, 50.0),
        Case(3.5, None, FALLING, 110.0),
        Case(1.0, None, FALLING, 120.0),
        Case(10.5, None, {"points": ((10.0, 30.0), (5.0, 100.0))}, 0.0),
        Case(10.5, None, {"points": ((10.0, 30.0), (5.0, 100.0)), "below": "first"}, 30.0),
        Case(0.1, None, {"points": ((0.0, 0.0), (1 - 0.9, 50.0), (1.0, 100.0))}, 50.0),
        Case(
            0.07,
            None,
            PSU,
            50.0,
            "lawinsider.com, Operational Performance Calculation Methodology: threshold",
        ),
        Case(0.085, None, PSU, 100.0, "lawinsider.com, the same: target"),
        Case(0.0775, None, PSU, 75.0, "lawinsider.com, the same: halfway on the straight line"),
        Case(0.0699, None, PSU, 0.0, "lawinsider.com, the same: below threshold"),
        Case(0.11, None, PSU, 200.0, "lawinsider.com, the same: maximum"),
        Case(None, None, SAL_04, None),
    ),
    needs_target=False,
)
def linear(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score along straight lines through given points, rising or falling.

    Between two points in proportion; before the first 0 or its score; beyond the last its score.

    actual: [the indicator's unit]; the target is not used. Returns points between the lowest and the highest
    score of the points, or 0.
    Source: scoring.md section 1, defaults.md.
    """
    starts, scores, slopes = lines(parameters)
    x = settle(actual) if rising(parameters) else -settle(actual)
    return pick(x, starts, scores) + (x - pick(x, starts, starts)) * pick(x, starts, slopes)
