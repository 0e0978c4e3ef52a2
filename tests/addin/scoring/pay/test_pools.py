"""A fixed pool shared out to the last coin."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.pay.pools import shares

POOL = st.integers(0, 10**12)
WEIGHTS = st.lists(st.fractions(0, 10**6, max_denominator=10**6), min_size=1, max_size=30).filter(any)


def keys(weights: list[Fraction]) -> list[str]:
    """Return an employee number for each weight."""
    return [f"{number:03}" for number in range(len(weights))]


@given(POOL, WEIGHTS)
def test_shares_add_up_exactly(pool: int, weights: list[Fraction]) -> None:
    """Whatever the weights, the shares make the pool, and each is within a coin of its exact share."""
    found = [coins for coins, _ in shares(pool, weights, keys(weights))]
    assert sum(found) == pool
    for coins, weight in zip(found, weights, strict=True):
        assert abs(coins - pool * weight / sum(weights)) < 1


@given(POOL, WEIGHTS, st.fractions("1/1000", 1000))
def test_weights_have_no_unit(pool: int, weights: list[Fraction], scale: Fraction) -> None:
    """Shares are the same when all weights are multiplied alike."""
    assert shares(pool, weights, keys(weights)) == shares(pool, [w * scale for w in weights], keys(weights))


@given(POOL, WEIGHTS)
def test_more_weight_never_gets_less(pool: int, weights: list[Fraction]) -> None:
    """Of two people the one with the larger weight gets as much or more."""
    found = [coins for coins, _ in shares(pool, weights, keys(weights))]
    ordered = [coins for _, coins in sorted(zip(weights, found, strict=True))]
    assert ordered == sorted(ordered)


@given(POOL, st.lists(st.integers(0, 5).map(Fraction), min_size=1, max_size=12).filter(any), st.randoms())
def test_ties_do_not_depend_on_the_order(pool: int, weights: list[Fraction], rng: Any) -> None:
    """The coin of a tie goes by the employee number, wherever a person stands."""
    people = list(zip(keys(weights), weights, strict=True))
    shuffled = rng.sample(people, len(people))
    found = [
        dict(zip([k for k, _ in rows], shares(pool, [w for _, w in rows], [k for k, _ in rows]), strict=True))
        for rows in (people, shuffled)
    ]
    assert found[0] == found[1]


def test_an_equal_remainder_goes_to_the_larger_weight() -> None:
    """Of two halves the larger weight gets the coin, although its number comes last."""
    assert shares(2, [Fraction(1), Fraction(3)], ["1", "2"]) == [(0, ""), (2, "tie")]


def test_reasons() -> None:
    """A coin more is told, and whether it was one of several equal remainders."""
    assert shares(10, [Fraction(1), Fraction(2)], ["1", "2"]) == [(3, ""), (7, "remainder")]
    assert shares(0, [Fraction(0)], ["1"]) == [(0, "")]
    assert shares(0, [], []) == []


def test_float_weights_are_taken_as_written() -> None:
    """Three times 0.1 of a pool are 0.3 of it."""
    columns = {"employee": ["1", "2"], "weight": np.array([0.1 + 0.2, 0.7])}
    found = FUNCTIONS["pool"].compute(columns, {"pool": 1000})
    assert found["amount"].tolist() == [300, 700]


@pytest.mark.parametrize(
    ("employees", "weights", "pool", "codes"),
    [
        (["1", "2"], [1, 2], -1, ["parameter_too_low"]),
        (["1", "2"], [1, -2], 1, ["cell_too_low"]),
        (["1", "2"], [1, np.nan], 1, ["cell_blank"]),
        (["1", "2"], [1, np.inf], 1, ["cell_blank"]),
        (["1", "2"], [0, 0], 1, ["nobody_to_pay"]),
        (["1", "2"], [0, 0], 0, []),
        ([], [], 1, ["nobody_to_pay"]),
        (["1", "1"], [1, 1], 1, ["cell_twice"]),
        (["1", "2"], [1, 2], 0.005, ["pool_not_in_coins"]),
        (["1", "2"], [1, 2], None, ["parameter_missing"]),
    ],
)
def test_what_cannot_be_shared(
    employees: list[str], weights: list[float], pool: float | None, codes: list[str]
) -> None:
    """Negative pools and weights, blanks, and people who stand twice are found before anything is shared."""
    columns = {"employee": employees, "weight": np.array(weights, dtype=float)}
    assert [one.code for one in FUNCTIONS["pool"].inspect(columns, {"pool": pool})] == codes
