"""The registry of scoring methods: each is one function with its formula twin, parameters and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Parameters = Mapping[str, Any]
Kind = Literal["number", "share", "choice", "flag", "points", "bands"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method: kind, default (None: none), bounds, choices, and whether it must be given.

    A `share` is a fraction of the target shown in percent; `points` and `bands` are tuples (see scheme.py).
    """

    key: str
    kind: Kind
    default: float | str | bool | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: what comes in, the score that comes out (None: missing or refused), and its source."""

    actual: float | None
    target: float | None
    parameters: Mapping[str, Any]
    score: float | None
    source: str = "scoring.md"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A parameter or target that cannot work: a code of texts/methods.toml [troubles], the parameter, values."""

    code: str
    parameter: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a row's inputs stand, as references (`$K5`, `$AB5`), for the native formula."""

    actual: str
    target: str
    parameters: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Return the reference of a scalar parameter."""
        return self.parameters[key]


Compute = Callable[[Array, Array, Parameters, float], Array]
Formula = Callable[[Cells, Parameters, float], str]
Inspect = Callable[[Parameters, float | None], Iterator[Trouble]]
Best = Callable[[Parameters, float], float]


@dataclass(frozen=True, slots=True)
class Method:
    """A scoring method.

    compute(actual, target, parameters, full) -> scores, arrays that broadcast, NaN where missing or refused
    formula(cells, parameters, full) -> the same as an expression, for an actual known to be a number
    inspect(parameters, target) -> what cannot work
    best(parameters, full) -> the highest score that can be reached
    """

    key: str
    compute: Compute
    formula: Formula
    inspect: Inspect
    best: Best
    parameters: tuple[Parameter, ...]
    cases: tuple[Case, ...]
    needs_target: bool
    value: Literal["number", "rating", "yes_no"]


METHODS: dict[str, Method] = {}


def _nothing(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find nothing: a method whose parameters cannot contradict each other."""
    yield from ()


def method(
    key: str,
    *,
    formula: Formula,
    best: Best,
    inspect: Inspect = _nothing,
    parameters: Iterable[Parameter] = (),
    cases: Iterable[Case],
    needs_target: bool = True,
    value: Literal["number", "rating", "yes_no"] = "number",
) -> Callable[[Compute], Compute]:
    """Register the decorated function as the arithmetic of a scoring method."""

    def register(compute: Compute) -> Compute:
        assert key not in METHODS, f"method {key} is registered twice"
        METHODS[key] = Method(
            key, compute, formula, inspect, best, tuple(parameters), tuple(cases), needs_target, value
        )
        return compute

    return register
