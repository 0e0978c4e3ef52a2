"""interval: full within a width around the target, falling outside, such as a budget kept within 5 %."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from addin.scoring.arithmetic import Array, clip, lowest, without
from addin.scoring.expression import settled, valid
from addin.scoring.methods.limits import STEP, full_score, inspect_nonzero, inspect_step
from addin.scoring.registry import Case, Parameter, Parameters, Row, Trouble, method
from addin.scoring.rounding import settle


def formula(row: Row) -> str:
    """Write the lowest of F and the two slopes, at least 0."""
    share = row.parameters["style"] == "percent"
    away = settled(f"({row.value}-{row.target})/ABS({row.target})" if share else f"{row.value}-{row.target}")
    width, zero = row.refs["width"], row.refs.get("zero")
    width_below = row.refs.get("width_below", width)
    zero_below = row.refs.get("zero_below", zero)
    f = row.full
    if row.parameters.get("each") is not None:
        over = f"{f}-{row.refs['each']}*({away}-{width})/{row.refs['step']}"
        under = f"{f}-{row.refs['each']}*(-{away}-{width_below})/{row.refs['step']}"
    else:
        over = f"{f}*({zero}-{away})/({zero}-{width})"
        under = f"{f}*({zero_below}+{away})/({zero_below}-{width_below})"
    points = f"MAX(0,MIN({f},{over},{under}))"
    return valid(f"{row.target}<>0", points) if share else points


def inspect(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find sides that do not fall, both or neither of zero and points each, and shares of a target of 0."""
    zero, each = parameters.get("zero"), parameters.get("each")
    if zero is None and each is None:
        yield Trouble("zero_missing", "zero", {})
    if each is not None and (zero is not None or parameters.get("zero_below") is not None):
        yield Trouble("zero_and_each", "each", {"each": each})
    if zero is not None:
        yield from _side("width", "zero", parameters["width"], zero)
        if {"width_below", "zero_below"} & parameters.keys():
            yield from _side("width_below", "zero_below", *_below(parameters))
    yield from inspect_step(parameters)
    if parameters["style"] == "percent":
        yield from inspect_nonzero(target)


def _side(parameter: str, other: str, width: float, zero: float) -> Iterator[Trouble]:
    """Find one side whose full width is not inside its zero width."""
    if width >= zero:
        yield Trouble("width_over_zero", parameter, {"other": other, "width": width, "zero": zero})


def _below(parameters: Parameters) -> tuple[Any, Any]:
    """Return width and zero on the side below the target: like above unless given."""
    return (
        parameters.get("width_below", parameters["width"]),
        parameters.get("zero_below", parameters.get("zero")),
    )


@method(
    "interval",
    formula=formula,
    best=full_score,
    inspect=inspect,
    parameters=(
        Parameter("width", "number", low=0, required=True),
        Parameter("width_below", "number", low=0),
        Parameter("zero", "number", low=0),
        Parameter("zero_below", "number", low=0),
        Parameter("each", "number", low=0),
        STEP,
        Parameter("style", "choice", default="absolute", choices=("absolute", "percent")),
    ),
    cases=(
        Case(0.032, 0.0, {"width": 0.05, "zero": 0.15}, 100.0, "defaults.md FIN-03: signed, typed 3.2 %"),
        Case(-0.05, 0.0, {"width": 0.05, "zero": 0.15}, 100.0, "defaults.md FIN-03: the edge itself is full"),
        Case(-0.075, 0.0, {"width": 0.05, "zero": 0.15}, 75.0, "defaults.md FIN-03"),
        Case(0.1, 0.0, {"width": 0.05, "zero": 0.15}, 50.0, "defaults.md FIN-03"),
        Case(0.15, 0.0, {"width": 0.05, "zero": 0.15}, 0.0, "defaults.md FIN-03"),
        Case(0.4, 0.0, {"width": 0.05, "zero": 0.15}, 0.0),
        Case(106.0, 100.0, {"width": 0.05, "zero": 0.15, "style": "percent"}, 90.0),
        Case(-106.0, -100.0, {"width": 0.05, "zero": 0.15, "style": "percent"}, 90.0),
        Case(88.0, 100.0, {"width": 5, "width_below": 10, "zero": 15, "zero_below": 20}, 80.0),
        Case(110.0, 100.0, {"width": 5, "width_below": 10, "zero": 15, "zero_below": 20}, 50.0),
        Case(108.0, 100.0, {"width": 5, "each": 4}, 88.0),
        Case(0.08, 0.0, {"width": 0.05, "each": 4, "step": 0.01}, 88.0, "4 points per percentage point"),
        Case(3.0, 0.0, {"width": 0.05, "zero": 0.15, "style": "percent"}, None, "no share of a target of 0"),
        Case(None, 0.0, {"width": 0.05, "zero": 0.15}, None),
    ),
)
def interval(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score closeness to a target: full inside a width, less outside, 0 far away.

    F where T−width_below ≤ A ≤ T+width; outside it falls in a line to 0 at T+zero and T−zero_below, or by
    `each` points per `step` beyond the width. With style percent the widths are shares of |T|.

    actual, target: [the indicator's unit]. Returns points in [0, F], NaN for shares of a target of 0.
    Source: scoring.md section 1.
    """
    away = actual - target
    if parameters["style"] == "percent":
        away = away / without(abs(target), target == 0)
    away = settle(away)
    sides = [(away, parameters["width"], parameters.get("zero")), (-away, *_below(parameters))]
    if not {"width_below", "zero_below"} & parameters.keys():
        sides = [(abs(away), *sides[0][1:])]
    return clip(lowest(*(_falling(*side, parameters, full) for side in sides)), 0.0, full)


def _falling(away: Array, width: Any, zero: Any, parameters: Parameters, full: float) -> Array:
    """Return the line that falls on one side, above F inside the width."""
    if parameters.get("each") is not None:
        line: Array = full - parameters["each"] * (away - width) / parameters["step"]
    else:
        line = full * (zero - away) / (zero - width)
    return line
