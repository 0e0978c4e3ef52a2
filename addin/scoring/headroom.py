"""The highest total that a template can give: everybody should be able to reach the top grade."""

from __future__ import annotations

from collections.abc import Sequence

from addin.scoring.methods import METHODS
from addin.scoring.scheme import Line


def best_score(line: Line, full: float) -> float:
    """Return the highest score of a line whose rule can work [points]."""
    declared = {parameter.key for parameter in METHODS[line.method].parameters}
    taken = {key: value for key, value in line.parameters.items() if key in declared}
    return METHODS[line.method].best(taken, full)


def best_total(lines: Sequence[Line], full: float) -> float | None:
    """Return the highest total of lines whose rules can work; None where nothing weighs."""
    weight = sum(line.weight for line in lines)
    return sum(line.weight * best_score(line, full) for line in lines) / weight if weight > 0 else None
