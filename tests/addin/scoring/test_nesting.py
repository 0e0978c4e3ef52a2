"""Weights that nest."""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import fsum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.combine import score_form, score_lines, weighted_mean
from addin.scoring.form import Entry
from addin.scoring.nesting import nested, sums, weight_of
from addin.scoring.scheme import Group, Line, Settings

Tree = list[Any]

SETTINGS = Settings(decimals=9)
LEAF, SEED = st.floats(1, 5), st.integers(0, 1000)
TREE: st.SearchStrategy[Tree] = st.recursive(
    st.lists(LEAF, min_size=1, max_size=4),
    lambda part: st.lists(part | LEAF, min_size=1, max_size=4),
    max_leaves=12,
)
"""A template: a number is a rating, a list a group."""


def weights(count: int, seed: int) -> list[float]:
    """Return so many weights that add up to 100, always the same ones."""
    cuts = sorted(random.Random(f"{seed} {count}").sample(range(1, 1000), count - 1))
    return [(b - a) / 10 for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]


def listed(
    tree: Tree, seed: int, above: str | None = None
) -> Iterator[tuple[Line, str | None, float | None]]:
    """List the rows of a template: the row, the heading it is a part of, its rating."""
    for n, (part, weight) in enumerate(zip(tree, weights(len(tree), seed), strict=True)):
        key = f"{above or ''}.{n}"
        heading = isinstance(part, list)
        yield Line("T", key, weight, "" if heading else "rating"), above, None if heading else part
        if heading:
            yield from listed(part, seed, key)


def mean(tree: Tree, seed: int) -> float:
    """Return the mean of a group of means, level by level [points]."""
    own = weights(len(tree), seed)
    parts = [mean(part, seed) if isinstance(part, list) else 20 * part for part in tree]
    return fsum(weight * part for weight, part in zip(own, parts, strict=True)) / 100


@given(TREE, SEED)
def test_levels_that_add_up_to_100_make_a_whole_of_100(tree: Tree, seed: int) -> None:
    """Where each level adds up to 100, so do the weights that count, and each level can be seen to do so."""
    rows = list(listed(tree, seed))
    lines = nested([row for row, _, _ in rows], {row.indicator: above for row, above, _ in rows if above})
    assert fsum(line.weight for line in lines) == pytest.approx(100, abs=1e-7)
    assert all(total == pytest.approx(100) for total in sums(lines).values())
    assert len(lines) == sum(rating is not None for _, _, rating in rows)


@given(TREE, SEED)
def test_the_total_is_the_mean_of_the_means(tree: Tree, seed: int) -> None:
    """With nothing missing, weights multiplied out give what a mean of each group, level by level, gives."""
    rows = list(listed(tree, seed))
    lines = nested([row for row, _, _ in rows], {row.indicator: above for row, above, _ in rows if above})
    typed = {row.indicator: Entry(row.indicator, manager_rating=rating) for row, _, rating in rows}
    found = weighted_mean(score_lines(lines, typed, SETTINGS), SETTINGS)
    assert found == pytest.approx(mean(tree, seed), abs=1e-6)


def test_a_part_of_a_part() -> None:
    """40 of a group of 70 weighs 28."""
    assert weight_of([Group("results", 70.0)], 40.0) == 28.0
    assert weight_of([Group("results", 70.0), Group("sales", 50.0)], 40.0) == 14.0


def test_a_published_appraisal_of_three_sections() -> None:
    """Core values 25 (3.40), competencies 25 (2.75), goals 50 (3.575): 3.325.

    The page prints 3.28, the sum of its cut numbers .85, .65 and 1.78; the second should read .6875. All the
    others are its own. Source: HR Performance Solutions, Performance Pro: How Scores are Calculated.
    """
    sections = {
        "values": (25.0, ((30, 3), (30, 3), (40, 4))),
        "competencies": (25.0, ((25, 2), (25, 3), (25, 4), (25, 2))),
        "goals": (50.0, ((15, 3), (15, 3), (20, 4), (25, 3), (25, 4.5))),
    }
    rows, parts, typed = [], {}, {}
    for section, (weight, items) in sections.items():
        rows.append(Line("T", section, weight, ""))
        for n, (part, rating) in enumerate(items):
            rows.append(Line("T", f"{section}{n}", part, "rating"))
            parts[f"{section}{n}"] = section
            typed[f"{section}{n}"] = Entry(f"{section}{n}", manager_rating=rating)
    found = score_form(nested(rows, parts), typed, Settings(), ())
    assert found.total == 66.5
    assert found.total / 20 == pytest.approx(0.25 * 3.40 + 0.25 * 2.75 + 0.50 * 3.575)
