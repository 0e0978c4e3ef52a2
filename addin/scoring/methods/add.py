"""add: points for each thing achieved, such as a patent, a proposal taken up or a course given."""
# ruff: noqa: ARG001 - all methods take the same arguments

from __future__ import annotations

from addin.scoring.arithmetic import Array, lowest, without
from addin.scoring.expression import valid
from addin.scoring.methods.counting import EACH, ROUNDING, steps, steps_formula
from addin.scoring.methods.limits import CAP, STEP, cap_score, step_above_zero
from addin.scoring.registry import Case, Parameters, Row, method


def formula(row: Row) -> str:
    """Write the points of all steps, at most the cap."""
    points = f"MIN({row.refs['cap']},{row.refs['each']}*{steps_formula(row.value, row)})"
    return valid(f"{row.value}>=0", points)


@method(
    "add",
    formula=formula,
    best=cap_score,
    inspect=step_above_zero,
    parameters=(EACH, CAP, STEP, ROUNDING),
    cases=(
        Case(0.0, None, {"each": 20}, 0.0),
        Case(3.0, None, {"each": 20}, 60.0),
        Case(7.0, None, {"each": 20}, 120.0, "scoring.md: at most the cap"),
        Case(7.0, None, {"each": 20, "cap": 100}, 100.0),
        Case(25.0, None, {"each": 10, "step": 10, "rounding": "floor"}, 20.0),
        Case(25.0, None, {"each": 10, "step": 10, "rounding": "ceil"}, 30.0),
        Case(25.0, None, {"each": 10, "step": 10}, 25.0),
        Case(
            0.3, None, {"each": 40, "step": 0.1, "rounding": "floor"}, 120.0, "0.3 holds three steps of 0.1"
        ),
        Case(-1.0, None, {"each": 20}, None, "a count is never below 0"),
        Case(None, None, {"each": 20}, None),
    ),
    needs_target=False,
)
def add(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Give points for each thing achieved, up to a cap.

    min(cap, each·n); n is the count A/step, by full steps, begun steps or in proportion. The same thing is
    counted once, at its highest level: that is for whoever counts (see `counted` in finishing.py).

    actual: [count, or the indicator's unit]; the target is not used. Returns points in [0, cap], NaN for a
    count below 0.
    Source: scoring.md section 1.
    """
    return lowest(parameters["each"] * steps(without(actual, actual < 0), parameters), parameters["cap"])
