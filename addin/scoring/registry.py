"""The registry of scoring methods: each is one function with its formula twin, parameters and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any, Literal

from addin.scoring.arithmetic import Array, number, numbers

Parameters = Mapping[str, Any]
Kind = Literal["number", "integer", "share", "percent", "choice", "flag", "points", "bands", "text"]
Value = Literal["number", "rating", "yes_no"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method: kind, default (None: none), bounds, choices, and whether it must be given.

    A `share` is a fraction shown in percent (0.05), a `percent` a number out of 100 (5); `points` and `bands`
    are tuples (see scheme.py).
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
    """A parameter or target that cannot work: a code of texts/methods.toml [troubles], parameter, values."""

    code: str
    parameter: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a row's inputs stand, as references (`$K5`, `$AB5`), for the native formula.

    `parameters` holds those that stand in same-row cells; any other goes into the formula as a constant.
    """

    actual: str
    target: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    manager_rating: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a native formula is made from: where value and target stand, full score, parameters.

    `refs` holds the reference or constant of each parameter that is a number; `parameters` all values.
    """

    value: str
    target: str
    full: str
    refs: Mapping[str, str]
    parameters: Parameters


Compute = Callable[[Array, Array, Parameters, float], Array]
Formula = Callable[["Row"], str]
Inspect = Callable[[Parameters, float | None], Iterator[Trouble]]
Best = Callable[[Parameters, float], float]


@dataclass(frozen=True, slots=True)
class Method:
    """A scoring method; the functions take the parameters as typed, defaults are filled in for them.

    compute(actual, target, parameters, full) -> scores, arrays that broadcast, NaN where missing or refused;
        scalar parameters may be arrays, too
    formula(row) -> the same as an expression, for a value (and target, if needed) known to be a number
    inspect(parameters, target) -> what cannot work
    best(parameters, full) -> the highest score that can be reached
    needs_target: whether the target is always needed (see `uses_target` for one row)
    """

    key: str
    compute: Compute
    formula: Formula
    inspect: Inspect
    best: Best
    parameters: tuple[Parameter, ...]
    cases: tuple[Case, ...]
    needs_target: bool
    value: Value


FORMS: Mapping[str, type] = {"flag": bool, "points": tuple, "bands": tuple, "text": str}
"""What a parameter that is neither a number nor a choice must be."""

TARGET = "target"
"""What a trouble of the target names as its parameter; its code begins so, too."""

BLOCK = 65_536
"""Rows computed at a time."""

METHODS: dict[str, Method] = {}


def filled(method: Method, parameters: Parameters) -> dict[str, Any]:
    """Return the parameters a line is scored by: those typed, and the defaults of the others."""
    found = {p.key: p.default for p in method.parameters if p.default is not None}
    return found | {key: value for key, value in parameters.items() if value is not None}


def uses_target(method: Method, parameters: Parameters) -> bool:
    """Tell whether a line scored by these parameters needs a target."""
    return method.needs_target or filled(method, parameters).get("counted") == "excess"


def rule_trouble(method: Method, parameters: Parameters, target: float | None) -> Trouble | None:
    """Return why a rule cannot work whatever is typed; None where it works or only its target is in doubt."""
    found = method.inspect(parameters, target)
    return next((trouble for trouble in found if trouble.parameter != TARGET), None)


def target_trouble(method: Method, parameters: Parameters, target: float | None) -> Trouble | None:
    """Return why a sound rule cannot score with this target: none, zero, negative; None where it can."""
    return of_target(tuple(method.inspect(parameters, target)))


def of_target(found: Sequence[Trouble]) -> Trouble | None:
    """Return the first of a rule's troubles where all are the target's; None otherwise."""
    return found[0] if found and all(trouble.parameter == TARGET for trouble in found) else None


def method(
    key: str,
    *,
    formula: Formula,
    best: Best,
    inspect: Inspect | None = None,
    parameters: Iterable[Parameter] = (),
    cases: Iterable[Case],
    needs_target: bool = True,
    value: Value = "number",
) -> Callable[[Compute], Compute]:
    """Register the decorated function as the arithmetic of a scoring method."""
    declared = tuple(parameters)

    def register(compute: Compute) -> Compute:
        assert key not in METHODS, f"method {key} is registered twice"
        METHODS[key] = Method(
            key,
            lambda actual, target, p, full: _computed(
                METHODS[key], compute, actual, target, filled(METHODS[key], p), full
            ),
            formula,
            lambda p, target: _inspected(METHODS[key], inspect, filled(METHODS[key], p), target),
            lambda p, full: best(filled(METHODS[key], p), full),
            declared,
            tuple(cases),
            needs_target,
            value,
        )
        return compute

    return register


def _computed(
    method: Method, compute: Compute, actual: Any, target: Any, p: Parameters, full: float
) -> Array:
    """Compute with silent NaN, and let nothing but numbers in; many rows block by block."""
    import numpy as np

    if not uses_target(method, p):
        target = np.nan
    rows = _rows(actual, target, *p.values())
    if rows <= BLOCK:
        return _block(compute, actual, target, p, full)
    points = np.empty(rows)
    for start in range(0, rows, BLOCK):
        part = slice(start, start + BLOCK)
        own = {key: _part(value, rows, part) for key, value in p.items()}
        points[part] = _block(compute, _part(actual, rows, part), _part(target, rows, part), own, full)
    return points


def _block(compute: Compute, actual: Any, target: Any, parameters: Parameters, full: float) -> Array:
    """Compute rows that fit into the processor's cache with all that lies between value and score."""
    import numpy as np

    with np.errstate(all="ignore"):
        return np.asarray(compute(numbers(actual), numbers(target), parameters, full))


def _rows(*values: Any) -> int:
    """Return how many rows there are to cut; 0 where anything but single values and columns is given."""
    import numpy as np

    shapes = [value.shape if isinstance(value, np.ndarray) else () for value in values]
    lists = any(isinstance(value, list) for value in values)
    columns = {shape for shape in shapes if shape}
    return columns.pop()[0] if len(columns) == 1 and not lists and max(map(len, shapes)) == 1 else 0


def _part(value: Any, rows: int, part: slice) -> Any:
    """Return some rows of a column, or what all rows share."""
    import numpy as np

    return value[part] if isinstance(value, np.ndarray) and value.shape == (rows,) else value


def _inspected(
    method: Method, inspect: Inspect | None, parameters: Parameters, target: float | None
) -> Iterator[Trouble]:
    """Check each parameter by its declaration, then what only the method knows."""
    found = [trouble for p in method.parameters for trouble in declared_troubles(p, parameters.get(p.key))]
    yield from found
    if target is None and uses_target(method, parameters):
        yield Trouble("target_missing", "target", {})
    elif target is not None and isnan(number(target)):
        yield Trouble("target_not_number", "target", {"target": target})
        target = None
    if inspect and not found:
        yield from inspect(parameters, target)


def declared_troubles(parameter: Parameter, value: Any) -> Iterator[Trouble]:
    """Check one parameter: given where required, of its kind, a known choice, within its bounds."""
    key, kind = parameter.key, parameter.kind
    if value is None:
        if parameter.required:
            yield Trouble("parameter_missing", key, {})
    elif kind == "choice":
        if value not in parameter.choices:
            yield Trouble("parameter_choice", key, {"value": value, "choices": ", ".join(parameter.choices)})
    elif kind in FORMS:
        if not isinstance(value, FORMS[kind]):
            yield Trouble(f"parameter_not_{kind}", key, {"value": value})
    else:
        yield from _bounded(parameter, value)


def _bounded(parameter: Parameter, value: Any) -> Iterator[Trouble]:
    """Check a number: finite, whole where it counts something, and within the bounds of its parameter."""
    if isnan(number(value)):
        yield Trouble("parameter_not_number", parameter.key, {"value": value})
    elif parameter.kind == "integer" and value % 1:
        yield Trouble("parameter_not_whole", parameter.key, {"value": value})
    elif parameter.low is not None and value < parameter.low:
        yield Trouble("parameter_too_low", parameter.key, {"value": value, "low": parameter.low})
    elif parameter.high is not None and value > parameter.high:
        yield Trouble("parameter_too_high", parameter.key, {"value": value, "high": parameter.high})
