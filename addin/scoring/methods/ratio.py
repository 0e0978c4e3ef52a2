"""ratio: the more of the target is reached, the more points."""

from __future__ import annotations

from addin.scoring.arithmetic import LARGEST, Array, choose, clip, without
from addin.scoring.expression import held, settled, valid
from addin.scoring.methods.limits import CAP, FLOOR, cap_score, positive_target
from addin.scoring.registry import Case, Parameter, Parameters, Row, method
from addin.scoring.rounding import settle


def formula(row: Row) -> str:
    """Write F·A/T between floor and cap, 0 below the threshold."""
    points = held(f"{row.full}*{row.value}/{row.target}", row.refs["floor"], row.refs["cap"])
    if row.parameters.get("threshold") is not None:
        points = f"IF({settled(f'{row.value}/{row.target}')}<{row.refs['threshold']},0,{points})"
    return valid(f"{row.target}>0", points)


@method(
    "ratio",
    formula=formula,
    best=cap_score,
    inspect=positive_target,
    parameters=(FLOOR, CAP, Parameter("threshold", "share", low=0, high=1)),
    cases=(
        Case(90.0, 100.0, {}, 90.0),
        Case(130.0, 100.0, {}, 120.0),
        Case(130.0, 100.0, {"cap": 150}, 130.0),
        Case(59.9, 100.0, {"threshold": 0.6}, 0.0, "defaults.md SAL-01: 0 below 60 % of target"),
        Case(60.0, 100.0, {"threshold": 0.6}, 60.0, "defaults.md SAL-01"),
        Case(7.0, 5.0, {"floor": 0, "cap": 120}, 120.0, "defaults.md SAL-03"),
        Case(1140.0, 1200.0, {"threshold": 0.6}, 95.0, "defaults.md CS-01"),
        Case(0.72, 0.9, {}, 80.0, "defaults.md HR-01, percent as fractions"),
        Case(45.0, 50.0, {}, 90.0, "SAP Strategy Management help, Achievement Scores: 45 of 50"),
        Case(40.0, 50.0, {}, 80.0, "SAP Strategy Management help, Achievement Scores: 40 of 50"),
        Case(-20.0, 100.0, {}, 0.0),
        Case(-20.0, -10.0, {}, None, "scoring.md: a ratio of negatives lies"),
        Case(5.0, 0.0, {}, None),
        Case(None, 100.0, {}, None),
    ),
)
def ratio(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score the share of the target that was reached.

    F·A/T, held between floor and cap; below the threshold 0.

    actual, target: [the indicator's unit]. Returns points in [floor, cap] or 0, NaN for a target not above 0.
    Source: scoring.md section 1.
    """
    target = without(target, target <= 0)
    points = clip(full * actual / target, parameters["floor"], parameters["cap"])
    threshold = parameters.get("threshold")
    if threshold is None:
        return points
    share = clip(actual / target, -LARGEST, LARGEST)
    return choose(settle(share) < threshold, 0.0, points)
