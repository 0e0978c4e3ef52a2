"""What a line and a template can give at best: everybody should be able to reach the top grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from addin.scoring.methods import METHODS
from addin.scoring.registry import Trouble
from addin.scoring.scheme import Line


def taken_by(line: Line) -> Mapping[str, Any]:
    """Return the parameters of a line that its method takes; the method must be known."""
    declared = {parameter.key for parameter in METHODS[line.method].parameters}
    return {key: value for key, value in line.parameters.items() if key in declared}


def troubles(line: Line) -> Iterator[Trouble]:
    """Yield what is wrong with a line's parameters and target; an unknown method is named elsewhere."""
    if line.method in METHODS:
        yield from METHODS[line.method].inspect(taken_by(line), line.target)


def best_score(line: Line, full: float) -> float | None:
    """Return the highest score of a line [points]; None where its rule cannot work."""
    if line.method not in METHODS or any(troubles(line)):
        return None
    return METHODS[line.method].best(taken_by(line), full)


def best_total(lines: Sequence[Line], full: float) -> float | None:
    """Return the highest total that a template can give; None where a rule cannot work or nothing weighs."""
    weight, best = sum(line.weight for line in lines), [best_score(line, full) for line in lines]
    if weight <= 0 or None in best:
        return None
    return sum(line.weight * (score or 0.0) for line, score in zip(lines, best, strict=True)) / weight
