"""okr: an objective, by the mean of its key results from 0 to 1, of which 0.7 is a good result."""
# ruff: noqa: ARG001 - all methods take the same arguments

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.arithmetic import Array, choose, lowest, without
from addin.scoring.expression import settled, valid
from addin.scoring.methods.limits import CAP
from addin.scoring.registry import Case, Parameter, Parameters, Row, Trouble, method
from addin.scoring.rounding import settle


def formula(row: Row) -> str:
    """Write F at the good result, in proportion below it, and up to the cap at 1."""
    f, good, cap, value = row.full, row.refs["good"], row.refs["cap"], row.value
    under = f"MIN({cap},{f}*{value}/{good})"
    points = f"IF({settled(value)}<={good},{under},MIN({cap},{f}+({cap}-{f})*({value}-{good})/(1-{good})))"
    return valid(f"AND({settled(value)}>=0,{settled(value)}<=1)", points)


def inspect(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find a good result of nothing."""
    if parameters["good"] <= 0:
        yield Trouble("good_zero", "good", {"good": parameters["good"]})


@method(
    "okr",
    formula=formula,
    best=lambda parameters, full: (
        min(float(parameters["cap"]), full) if parameters["good"] >= 1 else float(parameters["cap"])
    ),
    inspect=inspect,
    parameters=(
        Parameter("good", "share", default=0.7, low=0, high=1),
        CAP,
    ),
    cases=(
        Case(0.7, None, {}, 100.0, "scoring.md: 0.7 is a good result"),
        Case(0.35, None, {}, 50.0),
        Case(0.85, None, {}, 110.0),
        Case(1.0, None, {}, 120.0),
        Case(1.0, None, {"cap": 100}, 100.0),
        Case(0.7, None, {"good": 1.0}, 70.0),
        Case(1.0, None, {"good": 1.0}, 100.0),
        Case(0.0, None, {}, 0.0),
        Case(70.0, None, {}, None, "70 typed for 0.7: refused, not capped"),
        Case(-0.1, None, {}, None),
        Case(None, None, {}, None),
    ),
    needs_target=False,
)
def okr(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score an objective by the mean, or weighted mean, of its key results.

    F·A/good up to the good result, from there evenly up to the cap at 1, where everything was reached.

    actual: [share from 0 to 1]; the target is not used. Returns points in [0, cap], NaN outside 0 to 1.
    Source: scoring.md section 1; 0.7 as a good result is the usual reading of stretch goals.
    """
    good, cap = parameters["good"], parameters["cap"]
    settled_share = settle(actual)
    share = without(actual, (settled_share < 0) | (settled_share > 1))
    beyond = full + (cap - full) * (share - good) / (1 - good)
    return lowest(choose(settled_share <= good, full * share / good, beyond), cap)
