"""rating: a judgement or a survey mean on a scale from 1 to k."""
# ruff: noqa: ARG001 - all methods take the same arguments

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.arithmetic import Array, without
from addin.scoring.expression import settled, valid
from addin.scoring.methods.limits import full_score
from addin.scoring.registry import Case, Parameter, Parameters, Row, Trouble, method
from addin.scoring.rounding import settle


def formula(row: Row) -> str:
    """Write F·r/k, or F·(r−1)/(k−1), for a rating on the scale."""
    f, scale = row.full, row.refs["scale"]
    linear = row.parameters["style"] == "linear"
    points = f"{f}*({row.value}-1)/({scale}-1)" if linear else f"{f}*{row.value}/{scale}"
    return valid(f"AND({settled(row.value)}>=1,{settled(row.value)}<={scale})", points)


def inspect(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find a scale that is not whole and a pass mark outside it."""
    scale, mark = parameters["scale"], parameters.get("pass_mark")
    if scale != int(scale):
        yield Trouble("scale_not_whole", "scale", {"scale": scale})
    if mark is not None and not 1 <= mark <= scale:
        yield Trouble("pass_mark_off_scale", "pass_mark", {"mark": mark, "scale": scale})


@method(
    "rating",
    formula=formula,
    best=full_score,
    inspect=inspect,
    parameters=(
        Parameter("scale", "number", default=5.0, low=2, high=100),
        Parameter("style", "choice", default="proportional", choices=("proportional", "linear")),
        Parameter("half_steps", "flag", default=True),
        Parameter("value_from", "choice", default="ratings", choices=("ratings", "actual")),
        Parameter("pass_mark", "number"),
    ),
    cases=(
        Case(4.0, 4.0, {}, 80.0, "defaults.md SAL-07: 4 fully meets"),
        Case(4.5, 4.0, {"pass_mark": 4.0}, 90.0, "defaults.md SAL-07"),
        Case(4.36, 4.0, {"value_from": "actual"}, 87.2, "defaults.md: a survey mean of 4.36"),
        Case(4.0, None, {"style": "linear"}, 75.0),
        Case(1.0, None, {"style": "linear"}, 0.0),
        Case(4.38, None, {"value_from": "actual"}, 87.6, "wyzant.com, answer 29929: 4.38 of 5, told as 88 %"),
        Case(
            4.38,
            None,
            {"value_from": "actual", "style": "linear"},
            84.5,
            "wyzant.com, answer 29929: (4.38 − 1) ÷ 4, told as 85 %",
        ),
        Case(9.0, None, {"scale": 10}, 90.0),
        Case(0.0, None, {}, None, "0 is not on the scale"),
        Case(5.5, None, {}, None),
        Case(None, None, {}, None),
    ),
    needs_target=False,
    value="rating",
)
def rating(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Turn a rating on a scale from 1 to k into points.

    proportional F·r/k; linear F·(r−1)/(k−1). Half steps are checked in the cell, not here: a mean of several
    raters may lie anywhere on the scale.

    actual: [rating, 1 to k]; the target is not used. Returns points in (0, F], NaN off the scale.
    Source: scoring.md section 1.
    """
    scale = parameters["scale"]
    settled_rating = settle(actual)
    mark = without(actual, (settled_rating < 1) | (settled_rating > scale))
    linear = parameters["style"] == "linear"
    points: Array = full * (mark - 1) / (scale - 1) if linear else full * mark / scale
    return points
