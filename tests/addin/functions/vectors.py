"""What every program must show for the same cells: the vectors of vectors.toml and the worked cases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.functions import CellError
from addin.scoring.methods import METHODS
from addin.scoring.parameters import write_bands, write_points
from addin.scoring.registry import Case, Method

FILE = Path(__file__).with_name("vectors.toml")
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Vector:
    """A function, what its cells hold, and what it must show: a blank is "", an error its name."""

    why: str
    function: str
    arguments: list[Any]
    value: Any


@cache
def vectors() -> tuple[Vector, ...]:
    """Return all vectors: those written down, and one for each worked case of each method."""
    written = [Vector(**one) for one in tomllib.loads(FILE.read_text("utf-8"))["vector"]]
    return (*written, *(_of_case(method, case) for method, case in _cases()))


def _cases() -> Iterator[tuple[Method, Case]]:
    for method in METHODS.values():
        yield from ((method, case) for case in method.cases)


def _of_case(method: Method, case: Case) -> Vector:
    """Return a worked case as cells: the error of a number that cannot be where there is no score."""
    cells: list[Any] = ["" if value is None else value for value in (case.actual, case.target)]
    value: Any = "#NUM!" if case.score is None else case.score
    if case.actual is None:
        value = ""
    return Vector(f"{method.key}: {case.source}", "score", [method.key, *cells, typed(method, case)], value)


def typed(method: Method, case: Case) -> str:
    """Write the parameters of a case as people type them into a cell."""
    return "; ".join(f"{key}={_written(value)}" for key, value in case.parameters.items())


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return write_points(value) if len(value[0]) == 2 else write_bands(value)
    return str(value)


def shown(value: Any) -> Any:
    """Return what a function gives as its cells show it."""
    if isinstance(value, list | tuple):
        return [shown(one) for one in value]
    if isinstance(value, CellError):
        return value.kind
    return "" if value is None else value


def same(found: Any, expected: Any) -> bool:
    """Tell whether cells show the same: numbers to nine decimals, everything else exactly."""
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return False
        return all(same(*pair) for pair in zip(found, expected, strict=True))
    if isinstance(expected, int | float):
        return isinstance(found, int | float) and found == pytest.approx(expected, abs=CLOSE, rel=CLOSE)
    return bool(found == expected)


def differing(found: dict[int, Any]) -> list[tuple[str, Any, Any]]:
    """Return the vectors, by their number, whose cells show something else than they must."""
    asked = vectors()
    return [
        (asked[place].why, value, asked[place].value)
        for place, value in found.items()
        if not same(value, asked[place].value)
    ]
