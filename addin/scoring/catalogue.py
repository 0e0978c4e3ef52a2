"""The catalogue of functions that take a table and give a table; each is one function with its cases.

What a scoring method is for one indicator, a function is for everything else: ranks, raters, periods, pay.
`meritbook score FUNCTION FILE.csv` applies any of them to a table of anybody's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from math import isfinite
from typing import Any, Literal

from addin.scoring.registry import Parameter, Parameters, Trouble, declared_troubles

FieldKind = Literal["number", "integer", "share", "percent", "flag", "choice", "text"]
TEXTS = ("flag", "choice", "text")
"""The kinds of columns that are lists of texts."""

FLAGS = ("yes", "no")
Columns = Mapping[str, Any]
"""Columns of a table by key: numbers as arrays of floats (NaN where blank), texts as lists of str."""

Compute = Callable[[Columns, Parameters], Columns]
Inspect = Callable[[Columns, Parameters], Iterator[Trouble]]


@dataclass(frozen=True, slots=True)
class Field:
    """A column a function takes: its kind, bounds, whether the column must be there and may hold blanks.

    kind: `number`, where nobody knows whether 5% would be 5 or 0.05; `integer`, which counts; `share`, a
    fraction (5% is 0.05); `percent`, out of 100 (5% is 5); `flag`, yes or no; `choice`, one of `choices`.
    once: whether a value may stand in one row only.
    """

    key: str
    kind: FieldKind = "number"
    required: bool = True
    blank: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    once: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked case: columns that go in, parameters, some columns that come out, and its source.

    A blank number is None. A column that comes out is compared to 9 decimals.
    """

    columns: Mapping[str, Sequence[Any]]
    parameters: Mapping[str, Any]
    result: Mapping[str, Sequence[Any]]
    source: str = "scoring.md"


@dataclass(frozen=True, slots=True)
class Function:
    """A function over a table.

    Its texts are `<area>.functions.<key>.name` and `.help`, the titles of its columns
    `<area>.columns.<column>`, of its parameters `<area>.parameters.<parameter>`, of their choices
    `<area>.choices.<parameter>.<choice>`, and what can be wrong `<area>.troubles.<code>.what` and `.mend`.

    compute(columns, parameters) -> columns of the result: as long as the input, or one row per group; it
        carries the name and the docstring of the registered function
    inspect(columns, parameters) -> what cannot work; a trouble of one row has its number, from 1, as `row`
    """

    key: str
    area: str
    compute: Compute
    inspect: Inspect
    fields: tuple[Field, ...]
    parameters: tuple[Parameter, ...]
    results: tuple[str, ...]
    samples: tuple[Sample, ...]


FUNCTIONS: dict[str, Function] = {}


def function(
    key: str,
    *,
    area: str,
    fields: Iterable[Field],
    results: Iterable[str],
    samples: Iterable[Sample],
    parameters: Iterable[Parameter] = (),
    inspect: Inspect | None = None,
) -> Callable[[Compute], Compute]:
    """Register the decorated function over a table."""

    def register(compute: Compute) -> Compute:
        assert key not in FUNCTIONS, f"function {key} is registered twice"
        FUNCTIONS[key] = Function(
            key,
            area,
            wraps(compute)(lambda columns, p: compute(columns, chosen(FUNCTIONS[key], p))),
            lambda columns, p: _inspected(FUNCTIONS[key], inspect, columns, chosen(FUNCTIONS[key], p)),
            tuple(fields),
            tuple(parameters),
            tuple(results),
            tuple(samples),
        )
        return compute

    return register


def chosen(function: Function, parameters: Parameters) -> dict[str, Any]:
    """Return the parameters a function works by: those given, the defaults of the others, or None."""
    return {p.key: p.default for p in function.parameters} | {
        key: value for key, value in parameters.items() if value is not None
    }


def _inspected(
    function: Function, inspect: Inspect | None, columns: Columns, parameters: Parameters
) -> Iterator[Trouble]:
    """Check parameters and columns by their declarations, then what only the function knows."""
    found = [trouble for p in function.parameters for trouble in declared_troubles(p, parameters.get(p.key))]
    found += [trouble for field in function.fields for trouble in _column(field, columns)]
    yield from found
    if inspect and not found:
        yield from inspect(columns, parameters)


def _column(field: Field, columns: Columns) -> Iterator[Trouble]:
    """Check one column: there where it must be, and each of its cells; a value that may not, stands once."""
    if field.key not in columns:
        if field.required:
            yield Trouble("column_missing", field.key, {})
        return
    seen: set[Any] = set()
    for row, value in enumerate(columns[field.key], start=1):
        if value == "" if field.kind in TEXTS else not isfinite(value):
            if not field.blank:
                yield Trouble("cell_blank", field.key, {"row": row})
        elif field.once and value in seen:
            yield Trouble("cell_twice", field.key, {"row": row, "value": value})
        else:
            yield from _cell(field, value, row)
            seen.add(value)


def _cell(field: Field, value: Any, row: int) -> Iterator[Trouble]:
    """Check a cell that is filled: a known word, a whole number where it counts, within its bounds."""
    values = {"row": row, "value": value}
    if field.kind == "flag" and value not in FLAGS:
        yield Trouble("cell_yes_no", field.key, values)
    elif field.kind == "choice" and value not in field.choices:
        yield Trouble("cell_choice", field.key, values | {"choices": ", ".join(field.choices)})
    elif field.kind == "integer" and value % 1:
        yield Trouble("cell_not_whole", field.key, values)
    elif field.low is not None and value < field.low:
        yield Trouble("cell_too_low", field.key, values | {"low": field.low})
    elif field.high is not None and value > field.high:
        yield Trouble("cell_too_high", field.key, values | {"high": field.high})
