"""What several methods share: floor and cap, and the targets they refuse."""
# ruff: noqa: ARG001 - all methods take the same arguments

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.registry import Parameter, Parameters, Trouble

FLOOR = Parameter("floor", "number", default=0.0)
CAP = Parameter("cap", "number", default=120.0, low=0)
STEP = Parameter("step", "number", default=1.0, low=0)


def inspect_limits(parameters: Parameters) -> Iterator[Trouble]:
    """Find a floor above the cap."""
    if parameters["floor"] > parameters["cap"]:
        yield Trouble("floor_over_cap", "floor", {"floor": parameters["floor"], "cap": parameters["cap"]})


def inspect_step(parameters: Parameters) -> Iterator[Trouble]:
    """Find a step of nothing, by which nothing can be counted."""
    if parameters["step"] <= 0:
        yield Trouble("step_zero", "step", {"step": parameters["step"]})


def inspect_positive(target: float | None) -> Iterator[Trouble]:
    """Find a target of zero or less, by which nothing can be divided without lying."""
    if target is not None and target <= 0:
        yield Trouble("target_not_positive", "target", {"target": target})


def inspect_nonzero(target: float | None) -> Iterator[Trouble]:
    """Find a target of zero."""
    if target == 0:
        yield Trouble("target_zero", "target", {"target": target})


def positive_target(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Inspect a method with floor and cap that divides by a positive target."""
    yield from inspect_limits(parameters)
    yield from inspect_positive(target)


def target_not_zero(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Inspect a method that divides by the size of the target."""
    yield from inspect_nonzero(target)


def step_above_zero(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Inspect a method that counts steps."""
    yield from inspect_step(parameters)


def full_score(parameters: Parameters, full: float) -> float:
    """Return the highest score of a method that never gives more than the full score."""
    return full


def cap_score(parameters: Parameters, full: float) -> float:
    """Return the highest score of a method that goes up to its cap."""
    return float(parameters["cap"])
