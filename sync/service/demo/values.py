"""Plausible values for the sample company: a person does mostly well, some lines better, some worse."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import cast

from addin.scoring.scheme import Bands, Line, Points
from templates.lists import word

Draw = Callable[[Line, float, Random], float]


def plausible(line: Line, talent: float, chance: Random) -> float:
    """Draw an actual or a rating for a line; `talent` around 0 says how well the person does in general."""
    luck = 0.6 * talent + chance.gauss(0, 0.8)
    return DRAWS[line.method](line, luck, chance)


def _near_target(line: Line, luck: float, _: Random) -> float:
    target = line.target or 0.0
    value = target * (1 + 0.07 * luck)
    return round(value, 3) if target <= 1 else float(round(value)) if target >= 5 else round(value, 2)


def _below_target(line: Line, luck: float, _: Random) -> float:
    value = (line.target or 0.0) * max(0.0, 1 - 0.1 * luck)
    return float(round(value)) if (line.target or 0) >= 1 else round(value, 4)


def _deviation(line: Line, luck: float, chance: Random) -> float:
    width = float(cast(float, line.parameters.get("width", 0.05)))
    return round((line.target or 0.0) + width * chance.gauss(0, 0.6) * (1.5 if luck < -1 else 1), 4)


def _on_the_line(line: Line, luck: float, _: Random) -> float:
    points = cast(Points, line.parameters["points"])
    wanted = 96 + 9 * luck
    for (x0, y0), (x1, y1) in pairwise(points):
        if wanted <= y1:
            value = x0 + (x1 - x0) * max(0.0, (wanted - y0) / (y1 - y0))
            return round(value, 3)
    return points[-1][0]


def _in_a_band(line: Line, luck: float, chance: Random) -> float:
    bands = cast(Bands, line.parameters["bands"])
    low, high, _ = bands[min(max(round(len(bands) * 0.68 + luck), 0), len(bands) - 1)]
    start = low or 0.0
    if float(start).is_integer() and (high is None or high - start >= 1):
        return start
    return round(chance.uniform(start, high if high is not None else start * 1.03), 2)


def _count(_line: Line, luck: float, chance: Random) -> float:
    return float(max(0, round(chance.gauss(0.3 - 0.5 * luck, 0.7))))


def _rating(line: Line, luck: float, _: Random) -> float:
    scale = float(cast(float, line.parameters.get("scale", 5)))
    value = min(scale, max(1.0, scale * 0.83 + 0.45 * luck))
    return round(value * 2) / 2 if line.judged else round(value, 2)


def _yes(_line: Line, luck: float, _: Random) -> float:
    return float(luck > -1.2)


def _share(_line: Line, luck: float, _: Random) -> float:
    return round(min(1.0, max(0.4, 0.96 + 0.06 * luck)), 2)


DRAWS: dict[str, Draw] = {
    "ratio": _near_target,
    "difference": _near_target,
    "reverse": _below_target,
    "interval": _deviation,
    "midpoint": _near_target,
    "linear": _on_the_line,
    "tiers": _in_a_band,
    "deduct": _count,
    "rating": _rating,
    "yes_no": _yes,
    "milestone": _share,
    "add": _count,
    "okr": _share,
}


def as_typed(method: str, value: float, language: str) -> float | str:
    """Return a value as it is typed: yes or no as a word, all else as the number."""
    if method != "yes_no":
        return value
    return word("flag", "yes" if value else "no", language)
