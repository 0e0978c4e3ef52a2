"""Rows of mixed methods."""

from __future__ import annotations

import numpy as np

from addin.scoring import registry
from addin.scoring.methods import METHODS
from addin.scoring.rows import score_rows

RULES = [("ratio", {}), ("add", {"each": 5}), ("reverse", {"cap": 110.0}), ("yes_no", {})]
COUNT = 3 * registry.BLOCK + 7


def test_each_row_is_scored_by_its_own_rule() -> None:
    """Many rows in any order, more than fit into a block, give what each method gives alone."""
    random = np.random.default_rng(4)
    rule = random.integers(0, len(RULES), COUNT)
    actual, target = random.integers(-1, 9, COUNT) * 1.0, random.integers(-1, 9, COUNT) * 1.0
    actual[::7] = np.nan
    found = score_rows(RULES, rule, actual, target)
    for place, (key, parameters) in enumerate(RULES):
        for row in np.flatnonzero(rule == place)[:: COUNT // 200]:
            alone = METHODS[key].compute(actual[row], target[row], parameters, 100.0)
            np.testing.assert_array_equal(found[row], alone)


def test_a_parameter_may_be_a_column() -> None:
    """A cap for each row goes with its row."""
    caps = np.array([100.0, 120.0, 150.0, 90.0])
    rules = [("ratio", {"cap": caps}), ("add", {"each": 50, "cap": caps})]
    found = score_rows(rules, np.array([1, 0, 0, 1]), np.full(4, 200.0), np.full(4, 100.0))
    assert found.tolist() == [100.0, 120.0, 150.0, 90.0]
    many = np.resize(caps, COUNT)
    found = METHODS["ratio"].compute(np.full(COUNT, 200.0), np.float64(100.0), {"cap": many}, 100.0)
    np.testing.assert_array_equal(found, many)


def test_no_rows_are_no_scores() -> None:
    """An empty table gives an empty column."""
    assert score_rows(RULES, np.array([], dtype=int), np.array([]), np.array([])).tolist() == []
