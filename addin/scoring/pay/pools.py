"""A fixed pool shared out to the last coin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.exact import exact, exacts
from addin.scoring.pay.amounts import COIN, EMPLOYEE, in_money
from addin.scoring.registry import Parameter, Parameters, Trouble


def shares(pool: int, weights: Sequence[Fraction], keys: Sequence[str]) -> list[tuple[int, str]]:
    """Share a pool out by weight so that the shares add up to the pool exactly.

    Each gets the whole coins of pool·wᵢ/Σw; the coins that are left go one each to the largest remainders,
    of equal ones to the larger weight, and of equal weights to the key that comes first.

    pool: [coins], not below 0; weights: not below 0, not all 0 unless the pool is; keys: employee numbers,
    each only once.
    Returns coins and "remainder" or "tie" for who got a coin more, a tie where an equal remainder got none.
    Source: scoring.md section 6; the largest remainder is Alexander Hamilton's method of 1792.
    """
    assert pool >= 0 and all(weight >= 0 for weight in weights)  # noqa: PT018 - one condition: nothing negative
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    total = sum(whole)
    assert total or not pool
    parts = [divmod(pool * weight, total or 1) for weight in whole]
    order = sorted(range(len(parts)), key=lambda i: (-parts[i][1], -whole[i], keys[i]))
    left = pool - sum(coins for coins, _ in parts)
    lucky = set(order[:left])
    unlucky = {parts[i][1] for i in order[left:]}
    return [
        (coins + 1, "tie" if remainder in unlucky else "remainder") if i in lucky else (coins, "")
        for i, (coins, remainder) in enumerate(parts)
    ]


def inspect_pool(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find a pool that cannot be paid in coins, or has nobody to go to."""
    pool, weights = parameters["pool"], columns["weight"]
    if (exact(pool) / exact(parameters["coin"])).denominator != 1:
        yield Trouble("pool_not_in_coins", "pool", {"value": pool, "coin": parameters["coin"]})
    if pool > 0 and not (weights > 0).any():
        yield Trouble("nobody_to_pay", "weight", {"pool": pool})


@function(
    "pool",
    area="pay",
    fields=(EMPLOYEE, Field("weight", low=0)),
    results=("employee", "weight", "share", "amount", "reason"),
    parameters=(Parameter("pool", "number", low=0, required=True), COIN),
    inspect=inspect_pool,
    samples=(
        Sample(
            {"employee": ["1", "2", "3", "4", "5"], "weight": [1.8, 1.5, 1.5, 1.5, 1.2]},
            {"pool": 50000},
            {"amount": [12000, 10000, 10000, 10000, 8000], "share": [0.24, 0.2, 0.2, 0.2, 0.16]},
            "daan888.com 6354486: 50,000 among coefficients of 1.8, three of 1.5, and 1.2",
        ),
        Sample(
            {
                "employee": [
                    "Virginia",
                    "Massachusetts",
                    "Pennsylvania",
                    "North Carolina",
                    "New York",
                    "Maryland",
                    "Connecticut",
                    "South Carolina",
                    "New Jersey",
                    "New Hampshire",
                    "Vermont",
                    "Georgia",
                    "Kentucky",
                    "Rhode Island",
                    "Delaware",
                ],
                "weight": [
                    630560,
                    475327,
                    432879,
                    353523,
                    331589,
                    278514,
                    236841,
                    206236,
                    179570,
                    141822,
                    85533,
                    70835,
                    68705,
                    68446,
                    55540,
                ],
            },
            {"pool": 60, "coin": 1},
            {"amount": [11, 8, 7, 6, 6, 5, 4, 3, 3, 2, 1, 1, 1, 1, 1]},
            "electowiki.org, Hamilton method: 60 seats among the states of 1790",
        ),
        Sample(
            {"employee": ["3", "1", "2", "4"], "weight": [1, 1, 1, 0]},
            {"pool": 100},
            {"amount": [33.33, 33.34, 33.33, 0], "reason": ["", "tie", "", ""]},
        ),
    ),
)
def pool(columns: Columns, parameters: Parameters) -> Columns:
    """Share a pool out by weight; the amounts add up to it to the last coin.

    columns: employee, weight (what each would get without a limit, or base × coefficient).
    Returns the share of the pool in [0, 1], the amount [currency], and who got a coin more, and why.
    Source: scoring.md section 6.
    """
    import numpy as np

    coin = exact(parameters["coin"])
    weights = [weight for weight in exacts(columns["weight"]) if weight is not None]
    found = shares(int(exact(parameters["pool"]) / coin), weights, columns["employee"])
    total = sum(weights) or Fraction(1)
    return {
        "employee": columns["employee"],
        "weight": columns["weight"],
        "share": np.array([float(weight / total) for weight in weights]),
        "amount": np.array(in_money((coins for coins, _ in found), coin)),
        "reason": [reason for _, reason in found],
    }
