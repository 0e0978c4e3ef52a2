"""What each line and template comes to: the values that the formulas of weighing.py give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from addin.scoring.decimals import rounded
from addin.scoring.headroom import best_score, best_total
from addin.scoring.parameters import write_bands, write_points
from addin.scoring.scheme import Line, Scheme
from templates.tables.scheme import TOLERANCE

ROOM = 99
"""Points and bands are set apart by so many spaces."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the cells of one line hold: its shares of the whole by steps [0 to 1], its best score."""

    template: str
    key: str
    parent: str
    shares: tuple[float | None, float | None, float | None]
    heading: bool
    spread: str
    curve: float
    best: float | None
    judged: bool
    outside: bool


def totals(scheme: Scheme, name: str) -> dict[str, float | None]:
    """Return what a template comes to, as its cells do."""
    lines = scheme.templates[name]
    measured = sum(line.weight for line in lines if not line.judged)
    top = best_total(lines, scheme.settings.full_score)
    return {
        "lines": len(lines),
        "measured": rounded(measured, 9),
        "top": None if top is None else rounded(top, 9),
        "person": int(name not in _of_units(scheme)),
    }


def _of_units(scheme: Scheme) -> set[str | None]:
    """Return the templates by which only departments are judged."""
    units = {unit.template for unit in scheme.departments.values()}
    return units - {post.template for post in scheme.positions.values()}


def weighed(scheme: Scheme) -> list[Weighed]:
    """Return the rows of Templates as their cells weigh them, headings included."""
    found: list[Weighed] = []
    for name, lines in scheme.templates.items():
        person, headed = name not in _of_units(scheme), set[str]()
        for line in lines:
            for depth, group in enumerate(line.groups):
                if group.indicator not in headed:
                    headed.add(group.indicator)
                    above = [one.weight / 100 for one in line.groups[: depth + 1]]
                    outer = line.groups[depth - 1].indicator if depth else None
                    found.append(_row(name, group.indicator, outer, above, scheme, None, person))
            steps = [*(one.weight / 100 for one in line.groups), (line.part or line.weight) / 100]
            inner = line.groups[-1].indicator if line.groups else None
            found.append(_row(name, line.indicator, inner, steps, scheme, line, person))
    return found


def _row(
    name: str,
    indicator: str,
    outer: str | None,
    steps: Sequence[float],
    scheme: Scheme,
    line: Line | None,
    person: bool,
) -> Weighed:
    settings = scheme.settings
    shares = tuple(prod(steps) if len(steps) <= depth else None for depth in (1, 2, 3))
    size = 100 * prod(steps)
    beyond = not settings.line_min - TOLERANCE <= size <= settings.line_max + TOLERANCE
    best = best_score(line, settings.full_score) if line else 0.0
    curve = _curve(line, scheme) if line else ""
    return Weighed(
        name,
        f"{name}|{indicator}",
        f"{name}|{outer}" if outer else "",
        shares,  # type: ignore[arg-type]
        line is None,
        curve.replace(";", " " * ROOM),
        (best or 0.0) if curve else 0.0,
        best,
        line is not None and line.judged,
        line is not None and person and len(steps) <= len(shares) and beyond,
    )


def _curve(line: Line, scheme: Scheme) -> str:
    """Return the points or bands of a line as they stand in its cell."""
    key = "points" if line.method == "linear" else "bands"
    value = line.parameters.get(key)
    if not isinstance(value, tuple):
        return ""
    indicator = scheme.indicators.get(line.indicator)
    percent = indicator is not None and indicator.percent
    return write_points(value, percent) if key == "points" else write_bands(value, percent)  # type: ignore[arg-type]
