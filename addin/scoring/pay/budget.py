"""Labour cost: budget against actual, per head, of revenue, and what a distribution of grades will cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from addin.scoring.arithmetic import divided
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.exact import exact, exacts, half_away
from addin.scoring.pay.amounts import COIN, in_money
from addin.scoring.pay.tables import COEFFICIENTS, TableError, read_numbers
from addin.scoring.registry import Parameter, Parameters, Trouble
from addin.scoring.rounding import settle

DEPARTMENT = Field("department", "text")


def mean_coefficient(distribution: Mapping[str, Fraction], coefficients: Mapping[str, Fraction]) -> Fraction:
    """Return the coefficient that people get on average when the grades are distributed so.

    Σ shareᵢ·coefficientᵢ / Σ shareᵢ

    distribution: shares by grade, of any sum above 0; coefficients: by grade.
    Returns a coefficient between the lowest and the highest.
    Source: scoring.md section 6; defaults.md, lines of the coefficients.
    """
    weighted = sum((share * coefficients[grade] for grade, share in distribution.items()), Fraction())
    return weighted / sum(distribution.values())


@function(
    "budget",
    area="pay",
    fields=(
        DEPARTMENT,
        Field("budget", blank=True, low=0),
        Field("actual", blank=True, low=0),
        Field("people", required=False, blank=True, low=0),
        Field("revenue", required=False, blank=True, low=0),
    ),
    results=(
        "department",
        "budget",
        "actual",
        "difference",
        "deviation",
        "cost_per_head",
        "cost_ratio",
        "reason",
    ),
    parameters=(Parameter("tolerance", "share", default=0.05, low=0),),
    samples=(
        Sample(
            {
                "department": ["Q1", "Q2", "Q3", "Q4", "Q5"],
                "budget": [30000, 50000, 60000, 0, None],
                "actual": [33000, 50000, 63000, 10, 20],
                "people": [10, 0, 21, None, 4],
                "revenue": [100000, 200000, 0, None, 100],
            },
            {},
            {
                "difference": [3000, 0, 3000, 10, None],
                "deviation": [0.1, 0, 0.05, None, None],
                "cost_per_head": [3300, None, 3000, None, 5],
                "cost_ratio": [0.33, 0.25, None, None, 0.2],
                "reason": ["over_tolerance", "", "", "no_budget", "no_budget"],
            },
            "bizfluent.com 5745539: 33,000 of 100,000 is 33 %, 50,000 of 200,000 is 25 %",
        ),
        Sample(
            {"department": ["sales", "finance"], "budget": [100, 100], "actual": [90, None]},
            {"tolerance": 0.09},
            {"deviation": [-0.1, None], "reason": ["under_tolerance", "no_actual"]},
        ),
    ),
)
def budget(columns: Columns, parameters: Parameters) -> Columns:
    """Compare labour cost with its budget, with the people and with the revenue.

    difference = actual − budget, deviation = difference/budget, cost per head = actual/people,
    cost ratio = actual/revenue.

    columns: budget, actual [currency], people [heads], revenue [currency].
    Returns these, NaN where something is missing or 0, and a reason where the deviation is beyond tolerance.
    Source: scoring.md section 6; the tolerance of 5 % is that of duties.md.
    """
    import numpy as np

    planned, actual = columns["budget"], columns["actual"]
    blank = np.full(planned.shape, np.nan)
    deviation = divided(actual - planned, planned)
    beyond = settle(deviation)
    conditions = {
        "no_actual": np.isnan(actual),
        "no_budget": np.isnan(deviation),
        "over_tolerance": beyond > parameters["tolerance"],
        "under_tolerance": beyond < -parameters["tolerance"],
    }
    return {
        "department": columns["department"],
        "budget": planned,
        "actual": actual,
        "difference": actual - planned,
        "deviation": deviation,
        "cost_per_head": divided(actual, columns.get("people", blank)),
        "cost_ratio": divided(actual, columns.get("revenue", blank)),
        "reason": np.select(list(conditions.values()), list(conditions), "").tolist(),
    }


def inspect_forecast(_: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find tables that cannot be read, shares that are not 100 %, and grades without a coefficient."""
    tables = {}
    for key in ("coefficients", "distribution"):
        try:
            tables[key] = read_numbers(parameters[key])
        except TableError as wrong:
            yield Trouble(f"{key}_unreadable", key, {"value": str(wrong)})
            return
    total = sum(tables["distribution"].values(), Fraction())
    if abs(total - 100) > exact(0.005):
        yield Trouble("distribution_not_whole", "distribution", {"total": float(total)})
    for grade in tables["distribution"]:
        if grade not in tables["coefficients"]:
            yield Trouble("grade_without_coefficient", "distribution", {"grade": grade})


@function(
    "forecast",
    area="pay",
    fields=(
        DEPARTMENT,
        Field("people", "integer", blank=True, low=0),
        Field("base", blank=True, low=0),
        Field("budget", required=False, blank=True, low=0),
    ),
    results=("department", "coefficient", "amount", "left", "reason"),
    parameters=(
        COEFFICIENTS,
        Parameter("distribution", "text", default="S 5, A 20, B 60, C 12, D 3"),
        COIN,
    ),
    inspect=inspect_forecast,
    samples=(
        Sample(
            {
                "department": ["sales", "finance", "production"],
                "people": [20, 10, None],
                "base": [3000, 2000.5, 1000],
                "budget": [60000, 20125.03, 1],
            },
            {},
            {
                "coefficient": [1.006, 1.006, 1.006],
                "amount": [60360, 20125.03, None],
                "left": [-360, 0, None],
                "reason": ["over_budget", "", "no_people"],
            },
            "defaults.md: with 5/20/60/12/3 the mean coefficient is 1.006",
        ),
        Sample(
            {"department": ["sales", "finance"], "people": [1, 2], "base": [100, None]},
            {"distribution": "A 50, B 50"},
            {
                "coefficient": [1.075, 1.075],
                "amount": [107.5, None],
                "left": [None, None],
                "reason": ["", "no_base"],
            },
        ),
    ),
)
def forecast(columns: Columns, parameters: Parameters) -> Columns:
    """Forecast what performance pay will cost when the grades are distributed as expected.

    people × base × mean coefficient.

    columns: people [heads], base for each [currency], budget [currency].
    Returns the mean coefficient, the amount and what is left of the budget [currency], and a reason.
    Source: scoring.md section 6.
    """
    import numpy as np

    coin = exact(parameters["coin"])
    mean = mean_coefficient(
        read_numbers(parameters["distribution"]), read_numbers(parameters["coefficients"])
    )
    people, bases = exacts(columns["people"]), exacts(columns["base"])
    rows = zip(people, bases, strict=True)
    coins = [None if p is None or b is None else half_away(p * b * mean / coin) for p, b in rows]
    amount = np.array(in_money(coins, coin))
    left = settle(columns.get("budget", np.full(amount.shape, np.nan)) - amount)
    conditions = {
        "no_people": np.isnan(columns["people"]),
        "no_base": np.isnan(columns["base"]),
        "over_budget": left < 0,
    }
    return {
        "department": columns["department"],
        "coefficient": np.full(amount.shape, float(mean)),
        "amount": amount,
        "left": left,
        "reason": np.select(list(conditions.values()), list(conditions), "").tolist(),
    }
