"""Scoring a million rows and a hundred thousand cells, against plain numpy that computes the same numbers."""
# ruff: noqa: ARG001, D103 - the plain forms all take the same arguments and are what their names say

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from ratios import Row, in_turn, machine, table

from addin.scoring.cells import score_cells
from addin.scoring.methods import METHODS
from addin.scoring.rows import score_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from addin.scoring.arithmetic import Array

POINTS = ((0.8, 0.0), (0.95, 100.0), (1.0, 120.0))
BANDS = ((0.0, 60.0, 0.0), (60.0, 80.0, 60.0), (80.0, 95.0, 90.0), (95.0, None, 110.0))
RULES: Mapping[str, Mapping[str, Any]] = {
    "ratio": {},
    "difference": {},
    "reverse": {},
    "interval": {"width": 5.0, "zero": 15.0},
    "midpoint": {},
    "linear": {"points": POINTS},
    "tiers": {"bands": BANDS},
    "deduct": {"each": 5.0},
    "rating": {},
    "add": {"each": 5.0},
    "okr": {},
    "yes_no": {},
    "milestone": {},
}
WHOLE = {"rating": (1, 6), "yes_no": (0, 2), "deduct": (0, 9), "add": (0, 9)}
LIMIT, CELLS_LIMIT = 1.25, 1.3


def ratio(a: Array, t: Array) -> Array:
    """Score by ratio, plainly; so the others below."""
    return np.where(t > 0, np.clip(100 * a / t, 0, 120), np.nan)


def difference(a: Array, t: Array) -> Array:
    return np.where(t != 0, np.clip(100 * (1 + (a - t) / np.abs(t)), 0, 120), np.nan)


def reverse(a: Array, t: Array) -> Array:
    return np.where(t > 0, np.clip(100 * (2 - a / t), 0, 120), np.nan)


def interval(a: Array, t: Array) -> Array:
    away = np.round(np.abs(a - t), 9)
    return np.clip(100 * (15 - away) / 10, 0, 100)


def midpoint(a: Array, t: Array) -> Array:
    return np.where(t != 0, np.maximum(0, 100 * (1 - np.abs(a - t) / np.abs(t))), np.nan)


def linear(a: Array, t: Array) -> Array:
    return np.interp(np.round(a, 9), [x for x, _ in POINTS], [y for _, y in POINTS], left=0)


def tiers(a: Array, t: Array) -> Array:
    place = np.searchsorted([low for low, _, _ in BANDS], np.round(a, 9), side="right") - 1
    scores = np.array([score for _, _, score in BANDS])
    return np.where((place >= 0) & (a == a), scores[place], np.nan)


def deduct(a: Array, t: Array) -> Array:
    return np.where(a >= 0, np.maximum(0, 100 - 5 * np.round(a, 9)), np.nan)


def rating(a: Array, t: Array) -> Array:
    mark = np.round(a, 9)
    return np.where((mark >= 1) & (mark <= 5), 100 * a / 5, np.nan)


def add(a: Array, t: Array) -> Array:
    return np.where(a >= 0, np.minimum(120, 5 * np.round(a, 9)), np.nan)


def okr(a: Array, t: Array) -> Array:
    share = np.round(a, 9)
    points = np.where(share <= 0.7, 100 * a / 0.7, 100 + 20 * (a - 0.7) / (1 - 0.7))
    return np.where((share >= 0) & (share <= 1), np.minimum(points, 120), np.nan)


def yes_no(a: Array, t: Array) -> Array:
    return np.where((a == 1) | (a == 0), 100 * a, np.nan)


def milestone(a: Array, t: Array) -> Array:
    possible = (a >= 0) & (np.round(a, 9) <= np.where(t > 1, 100, 1)) & (t > 0) & (t <= 100)
    return np.where(possible, np.clip(100 * a / t, 0, 100), np.nan)


PLAIN: Mapping[str, Callable[[Array, Array], Array]] = {
    one.__name__: one
    for one in (
        *(ratio, difference, reverse, interval, midpoint, linear, tiers),
        *(deduct, rating, add, okr, yes_no, milestone),
    )
}


def plainly(key: str, actual: Array, target: Array) -> Array:
    """Score one method by plain numpy."""
    with np.errstate(all="ignore"):
        return PLAIN[key](actual, target)


def grouped(rule: NDArray[np.uint8], actual: Array, target: Array) -> Array:
    """Score mixed methods by plain numpy, grouped by method in the fastest way known to us."""
    order = np.argsort(rule, kind="stable")
    ends = np.cumsum(np.bincount(rule, minlength=len(RULES)))
    actual, target = actual[order], target[order]
    found, points = np.empty(len(order)), np.empty(len(order))
    for key, start, end in zip(RULES, [0, *ends[:-1]], ends, strict=True):
        found[start:end] = plainly(key, actual[start:end], target[start:end])
    points[order] = found
    return points


def made_up(key: str, count: int, random: np.random.Generator) -> tuple[Array, Array]:
    """Make up results near their targets with as many decimals as people type, some blank, some targets 0."""
    if key in ("linear", "okr", "milestone"):
        target, actual = np.ones(count), np.round(random.uniform(0.3, 1, count), 4)
    elif key in WHOLE:
        target, actual = np.full(count, 5.0), random.integers(*WHOLE[key], count).astype(float)
    else:
        target = np.round(random.uniform(20, 2000, count), 1)
        actual = np.round(target * random.normal(0.98, 0.15, count), 2)
    actual[random.random(count) < 0.02] = np.nan
    target[random.random(count) < 0.001] = 0.0
    return actual, target


def main(words: list[str] | None = None) -> None:
    """Score rows method by method and mixed, then cells as a spreadsheet's function hands them over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args(words)
    print(machine())
    np.ones(3_000_000)  # from here on memory is kept, as in a process that has read a table
    random = np.random.default_rng(2026)
    rows(asked.rows, asked.rounds, random)
    cells(asked.cells, asked.rounds, random)


def rows(count: int, rounds: int, random: np.random.Generator) -> None:
    """Print what a table of rows takes, each method alone and all of them mixed."""
    lines = []
    for key in RULES:
        actual, target = made_up(key, count, random)
        lines.append(compared(key, partial(plainly, key, actual, target), house(key, actual, target), rounds))
    rule = random.integers(0, len(RULES), count, dtype=np.uint8)
    actual, target = np.empty(count), np.empty(count)
    for place, key in enumerate(RULES):
        mine = rule == place
        actual[mine], target[mine] = made_up(key, int(mine.sum()), random)
    mixed = partial(score_rows, list(RULES.items()), rule, actual, target)
    lines.append(compared("all mixed", partial(grouped, rule, actual, target), mixed, rounds))
    table(f"{count} rows: the house, as multiples of plain numpy", *lines)


def house(key: str, actual: Array, target: Array) -> Callable[[], Array]:
    """Score one method by the house's own path."""
    return lambda: METHODS[key].compute(actual, target, RULES[key], 100.0)


def compared(name: str, plain: Callable[[], Array], ours: Callable[[], Array], rounds: int) -> Row:
    """Take the time of both, which must give the same numbers."""
    np.testing.assert_allclose(ours(), plain(), rtol=0, atol=1e-9)
    best = in_turn({"plain": plain, "ours": ours}, rounds)
    return Row(name, best["ours"], best["ours"] / best["plain"], LIMIT)


def cells(count: int, rounds: int, random: np.random.Generator) -> None:
    """Print what a range of cells takes: nested lists in, nested lists out."""
    lines = []
    for key in RULES:
        made = made_up(key, count, random)
        actual, target = (
            np.where(np.isnan(column), None, column).reshape(-1, 100).tolist()  # type: ignore[call-overload]
            for column in made
        )
        best = in_turn(
            {
                "plain": partial(bare, key, actual, target),
                "ours": partial(score_cells, key, actual, target, RULES[key]),
            },
            rounds,
        )
        lines.append(Row(key, best["ours"], best["ours"] / best["plain"], CELLS_LIMIT))
    table(f"{count} cells: nested lists in and out, as multiples of list, array, kernel, list", *lines)


def bare(key: str, actual: list[list[float]], target: list[list[float]]) -> list[list[float]]:
    """Score nested lists without asking what the cells hold; blanks go as NaN."""
    goals = np.array(target if METHODS[key].needs_target else np.nan, dtype=np.float64)
    points: list[list[float]] = (
        METHODS[key].compute(np.array(actual, dtype=np.float64), goals, RULES[key], 100.0).tolist()
    )
    return points


if __name__ == "__main__":
    main()
