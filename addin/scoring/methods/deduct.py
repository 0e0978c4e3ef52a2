"""deduct: from full points, so many for each mistake, complaint or day late."""

from __future__ import annotations

from addin.scoring.arithmetic import Array, at_least, without
from addin.scoring.expression import valid
from addin.scoring.methods.counting import EACH, ROUNDING, steps, steps_formula
from addin.scoring.methods.limits import FLOOR, STEP, full_score, step_above_zero
from addin.scoring.registry import Case, Parameter, Parameters, Row, method


def formula(row: Row) -> str:
    """Write F less the points of all steps, at least the floor."""
    excess = row.parameters["counted"] == "excess"
    over = f"MAX(0,{row.value}-{row.target})" if excess else row.value
    points = f"MAX({row.refs['floor']},{row.full}-{row.refs['each']}*{steps_formula(over, row)})"
    return points if excess else valid(f"{row.value}>=0", points)


@method(
    "deduct",
    formula=formula,
    best=full_score,
    inspect=step_above_zero,
    parameters=(
        EACH,
        FLOOR,
        Parameter("counted", "choice", default="count", choices=("count", "excess")),
        STEP,
        ROUNDING,
    ),
    cases=(
        Case(0.0, 0.0, {"each": 20}, 100.0, "defaults.md SAL-06"),
        Case(2.0, 0.0, {"each": 20}, 60.0, "defaults.md SAL-06"),
        Case(7.0, 0.0, {"each": 20, "floor": 0}, 0.0, "defaults.md CS-05"),
        Case(3.0, 0.0, {"each": 10}, 70.0, "defaults.md FIN-02: days late"),
        Case(3.0, None, {"each": 5}, 85.0, "defaults.md PRD-05: the count needs no target"),
        Case(4.5, 2.0, {"each": 10, "counted": "excess", "rounding": "floor"}, 80.0),
        Case(4.5, 2.0, {"each": 10, "counted": "excess", "rounding": "ceil"}, 70.0),
        Case(4.5, 2.0, {"each": 10, "counted": "excess", "rounding": "proportional"}, 75.0),
        Case(1.0, 2.0, {"each": 10, "counted": "excess"}, 100.0),
        Case(0.08, 0.05, {"each": 4, "counted": "excess", "step": 0.01, "rounding": "ceil"}, 88.0),
        Case(9.0, 0.0, {"each": 20, "floor": 40}, 40.0),
        Case(-1.0, 0.0, {"each": 20}, None, "a count is never below 0"),
        Case(3.0, None, {"each": 10, "counted": "excess"}, None),
        Case(None, 0.0, {"each": 20}, None),
    ),
    needs_target=False,
)
def deduct(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Take points off for each mistake, or for each step beyond the target.

    max(floor, F−each·n); n is the count A/step, or the excess (A−T)/step where A>T, by full steps, begun
    steps or in proportion.

    actual, target: [count, or the indicator's unit]. Returns points in [floor, F], NaN for a count below 0.
    Source: scoring.md section 1.
    """
    excess = parameters["counted"] == "excess"
    over = at_least(actual - target, 0.0) if excess else without(actual, actual < 0)
    return at_least(full - parameters["each"] * steps(over, parameters), parameters["floor"])
