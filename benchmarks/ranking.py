"""Ranking and forced distribution of many people, against numpy's argsort of the same scores."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

import numpy as np
from ratios import Row, in_turn, table

from addin.scoring.ranking.bands import graded, parse_grades, parse_quotas
from addin.scoring.ranking.boundaries import Mode
from addin.scoring.ranking.proposing import People, Rule, propose
from addin.scoring.ranking.quotas import shares_of
from addin.scoring.ranking.ranks import ranks

GRADES = parse_grades("S:105;A:100;B:85;C:70;D")
NAMES = [grade.id for grade in GRADES]
MODES: tuple[tuple[Mode, str], ...] = (
    ("advise", "S<=5;S+A<=25"),
    ("limit", "S<=5;A<=20;D=3"),
    ("exact", "S<=5;A<=20;B=60;C=12;D=3"),
)


def main(words: list[str] | None = None) -> None:
    """Make up people, in pools as departments are and all in one, and distribute them again and again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    count = parser.parse_args(words).people
    np.ones(20 * count)  # from here on memory is kept, as in a process that has read a table
    for pools in (max(1, count // 50), 1):
        report(made_up(count, pools))


def made_up(count: int, pools: int) -> People:
    """Make up scores of two decimals with two keys, some blank, new or under veto, in random order."""
    random = np.random.default_rng(2026)
    scores = np.round(random.normal(93, 8, count), 2)
    scores[random.random(count) < 0.02] = np.nan
    keys = [np.round(scores + random.normal(0, 5, count), 2), np.round(random.normal(93, 8, count), 2)]
    ceilings = np.where(random.random(count) < 0.01, np.int8(3), np.int8(0))
    units = random.integers(0, pools, count, dtype=np.int32)
    new = random.random(count) < 0.05
    return People(scores, keys, graded(scores, GRADES), units, pools, ceilings, new)


def report(people: People) -> None:
    """Print what ranking and each mode take."""
    present = people.scores[~np.isnan(people.scores)]
    work: dict[str, Callable[[], object]] = {
        "argsort": lambda: np.argsort(present),
        "rank": lambda: ranks(people.scores),
    }
    for mode, quotas in MODES:
        shares, rule = shares_of(NAMES, parse_quotas(quotas, NAMES)), Rule(mode)
        work[f"{mode}: {quotas}"] = partial(propose, people, shares, rule)
    best = in_turn(work, 100)
    bare = best.pop("argsort")
    table(
        f"{len(people.scores)} people in {people.pool_count} pools",
        Row("numpy.argsort of the scores", bare, 1),
        *(Row(name, seconds, seconds / bare, 6) for name, seconds in best.items()),
    )


if __name__ == "__main__":
    main()
