"""Weights that nest: a group of indicators weighs so much, and its parts add up to 100 within it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import prod

from addin.scoring.decimals import rounded
from addin.scoring.scheme import Group, Line

WHOLE, DECIMALS = 100.0, 9


def weight_of(groups: Iterable[Group], part: float) -> float:
    """Return what a part of nested groups weighs in the whole [out of 100].

    The product of the weights along the way, each a share of 100: 40 of a group of 70 weighs 28.

    groups: from the outermost in; part: [out of 100 of the innermost].
    Source: scoring.md section 2.
    """
    return rounded(part * prod(group.weight / WHOLE for group in groups), DECIMALS)


def nested(rows: Iterable[Line], parts: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines of one template with the weights they have in the whole; groups are no lines.

    rows: as listed, the headings too (their method is blank); parts: the heading a row is a part of, by
    indicator. What is said to be a part of no heading of the template stands for itself.
    """
    listed = {row.indicator: row for row in rows}
    headings = {key for key in parts.values() if key in listed and not listed[key].method}
    lines = (row for key, row in listed.items() if key not in headings)
    return tuple(_placed(line, _path(line.indicator, parts, headings, listed)) for line in lines)


def within(lines: Iterable[Line]) -> dict[str, str | None]:
    """Return the heading each row of a template is a part of (None: of the whole), headings included."""
    found: dict[str, str | None] = {}
    for line in lines:
        outer = None
        for group in line.groups:
            found[group.indicator] = outer
            outer = group.indicator
        found[line.indicator] = outer
    return found


def sums(lines: Iterable[Line]) -> dict[str | None, float]:
    """Return what the weights of a template add up to: of the whole (None), and within each group."""
    lines = tuple(lines)
    weights = {line.indicator: line.weight if line.part is None else line.part for line in lines}
    weights |= {group.indicator: group.weight for line in lines for group in line.groups}
    found: dict[str | None, float] = {}
    for row, heading in within(lines).items():
        found[heading] = found.get(heading, 0.0) + weights[row]
    return found


def _path(
    indicator: str, parts: Mapping[str, str], headings: set[str], listed: Mapping[str, Line]
) -> tuple[Group, ...]:
    """Return the groups around a row, from the outermost in; a loop is followed once."""
    path: list[Group] = []
    seen = {indicator}
    above = parts.get(indicator)
    while above in headings and above not in seen:
        seen.add(above)
        path.insert(0, Group(above, listed[above].weight))
        above = parts.get(above)
    return tuple(path)


def _placed(line: Line, groups: tuple[Group, ...]) -> Line:
    if not groups:
        return line
    return replace(line, weight=weight_of(groups, line.weight), groups=groups, part=line.weight)
