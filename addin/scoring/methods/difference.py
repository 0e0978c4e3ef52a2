"""difference: for targets that may be negative, such as profit or cash flow."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.arithmetic import Array, clip, without
from addin.scoring.expression import held, valid
from addin.scoring.methods.limits import CAP, FLOOR, cap_score, inspect_limits, inspect_nonzero
from addin.scoring.registry import Case, Parameters, Row, Trouble, method


def formula(row: Row) -> str:
    """Write F·(1+(A−T)/|T|) between floor and cap."""
    points = f"{row.full}*(1+({row.value}-{row.target})/ABS({row.target}))"
    return valid(f"{row.target}<>0", held(points, row.refs["floor"], row.refs["cap"]))


def inspect(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find a floor above the cap and a target of zero."""
    yield from inspect_limits(parameters)
    yield from inspect_nonzero(target)


@method(
    "difference",
    formula=formula,
    best=cap_score,
    inspect=inspect,
    parameters=(FLOOR, CAP),
    cases=(
        Case(-80.0, -100.0, {}, 120.0),
        Case(-110.0, -100.0, {}, 90.0),
        Case(-300.0, -100.0, {}, 0.0),
        Case(105.0, 100.0, {}, 105.0),
        Case(-50.0, 100.0, {"floor": -50}, -50.0),
        Case(5.0, 0.0, {}, None, "scoring.md: T=0 refused"),
        Case(None, -100.0, {}, None),
    ),
)
def difference(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score how far the result lies above or below a target that may be negative.

    F·(1+(A−T)/|T|), held between floor and cap.

    actual, target: [the indicator's unit]. Returns points in [floor, cap], NaN where the target is 0.
    Source: scoring.md section 1.
    """
    target = without(target, target == 0)
    return clip(full * (1 + (actual - target) / abs(target)), parameters["floor"], parameters["cap"])
