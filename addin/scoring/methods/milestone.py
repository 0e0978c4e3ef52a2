"""milestone: the share of a project's milestones reached, by their weight."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.arithmetic import Array, choose, clip, without
from addin.scoring.expression import held, literal, settled, valid
from addin.scoring.methods.limits import FLOOR, positive_target
from addin.scoring.registry import Case, Parameter, Parameters, Row, Trouble, method
from addin.scoring.rounding import settle

ALL = 100.0
"""All milestones, where the unit is not a percentage; in a percent unit all of them are 1."""


def formula(row: Row) -> str:
    """Write F·A/T between floor and cap, for a share that can be."""
    points = held(f"{row.full}*{row.value}/{row.target}", row.refs["floor"], row.refs["cap"])
    possible = f"{settled(row.value)}<=IF({row.target}>1,{literal(ALL)},1)"
    return valid(f"AND({row.target}>0,{row.target}<={literal(ALL)},{row.value}>=0,{possible})", points)


def inspect(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find a floor above the cap and a target no project can reach."""
    yield from positive_target(parameters, target)
    if target is not None and target > ALL:
        yield Trouble("target_too_high", "target", {"target": target, "high": ALL})


@method(
    "milestone",
    formula=formula,
    best=lambda parameters, full: min(float(parameters["cap"]), full),
    inspect=inspect,
    parameters=(FLOOR, Parameter("cap", "number", default=100.0, low=0)),
    cases=(
        Case(1.0, 1.0, {}, 100.0, "defaults.md RND-01, percent as fractions"),
        Case(0.85, 1.0, {}, 85.0, "defaults.md RND-01"),
        Case(0.75, 1.0, {}, 75.0, "Oracle Primavera P6 user guide, WBS weighted milestones: 9 of 12"),
        Case(0.25, 1.0, {}, 25.0, "Oracle Primavera P6 user guide, WBS weighted milestones: 1 of 4"),
        Case(0.9, 0.8, {}, 100.0),
        Case(0.9, 0.8, {"cap": 120}, 112.5),
        Case(85.0, 100.0, {}, 85.0, "a unit of points"),
        Case(0.0, 1.0, {}, 0.0),
        Case(85.0, 1.0, {}, None, "85 typed for 85 %: refused, not capped"),
        Case(-0.1, 1.0, {}, None),
        Case(0.5, 0.0, {}, None),
        Case(None, 1.0, {}, None),
    ),
)
def milestone(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score the weighted share of milestones reached, after the discount for lateness.

    F·A/T, held between floor and cap. A share above 1 (or above 100 where the target is above 1) cannot be.

    actual, target: [share]. Returns points in [floor, cap], NaN where share or target is impossible.
    Source: scoring.md section 1, defaults.md RND-01.
    """
    target = without(target, (target <= 0) | (target > ALL))
    most = choose(target > 1, ALL, 1.0)
    reached = without(actual, (actual < 0) | (settle(actual) > most))
    return clip(full * reached / target, parameters["floor"], parameters["cap"])
