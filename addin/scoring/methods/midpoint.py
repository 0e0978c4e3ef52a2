"""midpoint: the simple form of closeness, each deviation costs its share of the target."""

from __future__ import annotations

from addin.scoring.arithmetic import Array, at_least, without
from addin.scoring.expression import valid
from addin.scoring.methods.limits import FLOOR, full_score, target_not_zero
from addin.scoring.registry import Case, Parameters, Row, method


def formula(row: Row) -> str:
    """Write F·(1−|A−T|/|T|), at least the floor."""
    points = f"{row.full}*(1-ABS({row.value}-{row.target})/ABS({row.target}))"
    return valid(f"{row.target}<>0", f"MAX({row.refs['floor']},{points})")


@method(
    "midpoint",
    formula=formula,
    best=full_score,
    inspect=target_not_zero,
    parameters=(FLOOR,),
    cases=(
        Case(105.0, 100.0, {}, 95.0),
        Case(90.0, 100.0, {}, 90.0),
        Case(55.0, 50.0, {}, 90.0, "SAP Strategy Management help, Absolute Scores: 55 for 50"),
        Case(45.0, 50.0, {}, 90.0, "SAP Strategy Management help, Absolute Scores: 45 for 50"),
        Case(250.0, 100.0, {}, 0.0),
        Case(250.0, 100.0, {"floor": 40}, 40.0),
        Case(-90.0, -100.0, {}, 90.0),
        Case(1.0, 0.0, {}, None),
        Case(None, 100.0, {}, None),
    ),
)
def midpoint(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score closeness to a target, too much costing as much as too little.

    F·(1−|A−T|/|T|), at least the floor.

    actual, target: [the indicator's unit]. Returns points in [floor, F], NaN where the target is 0.
    Source: scoring.md section 1.
    """
    target = without(target, target == 0)
    return at_least(full * (1 - abs(actual - target) / abs(target)), parameters["floor"])
