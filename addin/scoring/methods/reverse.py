"""reverse: lower is better, such as defects, losses or staff turnover."""

from __future__ import annotations

from addin.scoring.arithmetic import Array, choose, clip, without
from addin.scoring.expression import held, valid
from addin.scoring.methods.limits import CAP, FLOOR, positive_target
from addin.scoring.registry import Case, Parameter, Parameters, Row, method

INFOR = "Infor CPM Strategy Management User Guide, Rules for decreasing value types"


def formula(row: Row) -> str:
    """Write F·(2−A/T), or F·T/A, between floor and cap."""
    if row.parameters["style"] == "linear":
        points = held(f"{row.full}*(2-{row.value}/{row.target})", row.refs["floor"], row.refs["cap"])
        return valid(f"{row.target}>0", points)
    points = held(f"{row.full}*{row.target}/{row.value}", row.refs["floor"], row.refs["cap"])
    return valid(f"AND({row.target}>0,{row.value}>=0)", f"IF({row.value}=0,{row.refs['cap']},{points})")


def best(parameters: Parameters, full: float) -> float:
    """Return the score of nothing gone wrong at all."""
    cap = float(parameters["cap"])
    return min(cap, 2 * full) if parameters["style"] == "linear" else cap


@method(
    "reverse",
    formula=formula,
    best=best,
    inspect=positive_target,
    parameters=(Parameter("style", "choice", default="linear", choices=("linear", "reciprocal")), FLOOR, CAP),
    cases=(
        Case(5.0, 5.0, {}, 100.0, "defaults.md RND-03"),
        Case(6.0, 5.0, {}, 80.0, "defaults.md RND-03"),
        Case(4.0, 5.0, {}, 120.0, "defaults.md RND-03"),
        Case(0.0, 5.0, {}, 120.0),
        Case(11.0, 5.0, {}, 0.0, "scoring.md: A>2T goes to the floor"),
        Case(0.0225, 0.02, {}, 87.5, "defaults.md PRD-04, percent as fractions"),
        Case(100.0, 50.0, {}, 0.0, INFOR),
        Case(0.0, 50.0, {"cap": 200}, 200.0, INFOR),
        Case(200.0, 50.0, {"floor": -200}, -200.0, INFOR),
        Case(
            0.08,
            0.1,
            {},
            120.0,
            "CAMMS Interplan manual, Less is Better: 8 % for 10 %, 1 − actual/target + 1",
        ),
        Case(8.0, 5.0, {"style": "reciprocal"}, 62.5),
        Case(0.0, 5.0, {"style": "reciprocal"}, 120.0),
        Case(-1.0, 5.0, {"style": "reciprocal"}, None),
        Case(3.0, 0.0, {}, None),
        Case(None, 5.0, {}, None),
    ),
)
def reverse(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score an indicator where less is better.

    linear F·(2−A/T); reciprocal F·T/A, where none at all earns the cap; held between floor and cap.

    actual, target: [the indicator's unit]. Returns points in [floor, cap], NaN for a target not above 0 or,
    by reciprocal, a result below 0.
    Source: scoring.md section 1.
    """
    target = without(target, target <= 0)
    floor, cap = parameters["floor"], parameters["cap"]
    if parameters["style"] == "linear":
        return clip(full * (2 - actual / target), floor, cap)
    points = clip(full * target / without(actual, actual <= 0), floor, cap)
    return choose((actual == 0) & (target > 0), cap, points)
