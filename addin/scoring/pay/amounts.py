"""Performance pay of each person: base, coefficients and days, exact to the smallest coin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.exact import exact, exacts, floats, half_away
from addin.scoring.pay.tables import COEFFICIENTS, TableError, read_numbers
from addin.scoring.registry import Parameter, Parameters, Trouble

COIN = Parameter("coin", "number", default=0.01, low=1e-6)
EMPLOYEE = Field("employee", "text", once=True)
REASONS = {
    "base": "no_base",
    "coefficient": "no_grade",
    "department_coefficient": "no_department_coefficient",
    "score": "no_score",
    "days": "no_days",
}
"""Why there is no amount: what is missing, the first in this order."""

EARNED = ("coefficient", "score")
"""What an exempt person's short service does not change: they count as 1."""


def amount(base: int, factors: Iterable[Fraction]) -> int:
    """Multiply a base by what somebody earned of it.

    base × coefficient × …, rounded once, to the smallest coin, halves away from zero.

    base: [coins]; factors: grade coefficient, department coefficient, days/length, score/100.
    Returns coins.
    Source: scoring.md section 6.
    """
    product = Fraction(base)
    for factor in factors:
        product *= factor
    return half_away(product)


def in_money(coins: Iterable[int | None], coin: Fraction) -> list[float]:
    """Return amounts in the currency, a missing one as NaN.

    coins: whole numbers of the smallest coin; coin: its value [currency].
    """
    return floats(None if count is None else count * coin for count in coins)


def not_in_coins(key: str, values: Iterable[float], coin: float) -> Iterator[Trouble]:
    """Find amounts that the smallest coin cannot pay."""
    for row, value in enumerate(exacts(values), start=1):
        if value is not None and (value / exact(coin)).denominator != 1:
            yield Trouble("not_in_coins", key, {"row": row, "value": float(value), "coin": coin})


def inspect_pay(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find what cannot be paid by: coefficients, grades, coins, columns and days that do not fit."""
    try:
        known = read_numbers(parameters["coefficients"])
    except TableError as wrong:
        yield Trouble("coefficients_unreadable", "coefficients", {"value": str(wrong)})
        return
    if "coefficient" not in columns:
        if "grade" not in columns and parameters["style"] == "grade":
            yield Trouble("grade_or_coefficient", "grade", {})
        yield from unknown_grades(columns.get("grade", ()), known)
    if parameters["style"] == "score" and "score" not in columns:
        yield Trouble("score_needed", "score", {})
    yield from not_in_coins("base", columns["base"], parameters["coin"])
    yield from inspect_days(columns, parameters)


def unknown_grades(grades: Iterable[str], known: Mapping[str, Any]) -> Iterator[Trouble]:
    """Find grades that the parameter does not name."""
    for row, grade in enumerate(grades, start=1):
        if grade and grade not in known:
            yield Trouble("grade_unknown", "grade", {"row": row, "grade": grade, "known": ", ".join(known)})


def inspect_days(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find days without the length of the period, and more days than it has."""
    if "days" in columns and parameters["length"] is None:
        yield Trouble("length_needed", "length", {})
    elif "days" in columns:
        for row, days in enumerate(columns["days"].tolist(), start=1):
            if days > parameters["length"]:
                values = {"row": row, "days": days, "length": parameters["length"]}
                yield Trouble("days_beyond", "days", values)


def factors_of(columns: Columns, parameters: Parameters) -> dict[str, list[Fraction | None]]:
    """Return what each person's base is multiplied by, as exact fractions; None where it is missing."""
    found = {"coefficient": _coefficients(columns, parameters)}
    if "department_coefficient" in columns:
        found["department_coefficient"] = exacts(columns["department_coefficient"])
    if parameters["style"] == "score":
        found["score"] = _parts(columns["score"], parameters["full"])
    if "days" in columns:
        found["days"] = _parts(columns["days"], parameters["length"])
    return found


def _coefficients(columns: Columns, parameters: Parameters) -> list[Fraction | None]:
    """Return the coefficients as given, else those of the grades, else 1 for all."""
    if "coefficient" in columns:
        return exacts(columns["coefficient"])
    if "grade" not in columns:
        return [Fraction(1)] * len(columns["base"])
    known = read_numbers(parameters["coefficients"])
    return [known.get(grade) for grade in columns["grade"]]


def _parts(values: Iterable[float], whole: float) -> list[Fraction | None]:
    """Return numbers as shares of a whole."""
    divisor = exact(whole)
    return [None if value is None else value / divisor for value in exacts(values)]


def owed(base: int | None, factors: Mapping[str, Fraction | None]) -> tuple[int | None, str]:
    """Return what one person is to be paid, or why that cannot be said.

    base: [coins], None where missing; factors: by the names of REASONS, None where missing.
    Returns coins, and a code where something is missing.
    """
    needed = {"base": base, **factors}
    missing = [code for key, code in REASONS.items() if needed.get(key, 0) is None]
    if base is None or missing:
        return None, missing[0]
    return amount(base, (factor for factor in factors.values() if factor is not None)), ""


def exempted(factors: Mapping[str, Fraction | None], shortest: Fraction) -> Mapping[str, Fraction | None]:
    """Return what counts for a person who served less than the shortest share of the period.

    The coefficient is 1, whatever the grade or the score; the days still count.

    Source: defaults.md, served too short.
    """
    served = factors.get("days")
    if served is None or served >= shortest:
        return factors
    return {key: Fraction(1) if key in EARNED else value for key, value in factors.items()}


@function(
    "pay",
    area="pay",
    fields=(
        EMPLOYEE,
        Field("base", blank=True, low=0),
        Field("grade", "text", required=False, blank=True),
        Field("coefficient", "share", required=False, blank=True, low=0),
        Field("department_coefficient", "share", required=False, blank=True, low=0),
        Field("score", required=False, blank=True, low=0),
        Field("days", required=False, blank=True, low=0),
    ),
    results=("employee", "base", "coefficient", "served", "amount", "reason"),
    parameters=(
        Parameter("style", "choice", default="grade", choices=("grade", "score")),
        COEFFICIENTS,
        Parameter("full", "number", default=100, low=1),
        Parameter("length", "number", low=1),
        Parameter("shortest", "share", default=1 / 3, low=0, high=1),
        COIN,
    ),
    inspect=inspect_pay,
    samples=(
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5", "6"],
                "base": [3000, 3000, 2000.01, 1000, None, 3000],
                "grade": ["S", "B", "C", "", "A", "D"],
                "department_coefficient": [1.1, 1, 1, 1, 1, None],
                "days": [30, 15, 30, 30, 30, 9],
            },
            {"length": 30},
            {
                "coefficient": [1.3, 1, 0.8, None, 1.15, 1],
                "served": [1, 0.5, 1, 1, 1, 0.3],
                "amount": [4290, 1500, 1600.01, None, None, None],
                "reason": ["", "", "", "no_grade", "no_base", "no_department_coefficient"],
            },
            "defaults.md, grades",
        ),
        Sample(
            {"employee": ["1", "2"], "base": [12000, 5000], "coefficient": [1, 1], "days": [150, 90]},
            {"length": 365, "shortest": 0},
            {"amount": [4931.51, 1232.88], "reason": ["", ""]},
            "bit1024.com, prorated bonus calculator: 12,000 for 150 of 365 days is 4,931.51 (first row)",
        ),
        Sample(
            {"employee": ["1", "2"], "base": [10000, 10000], "grade": ["B", "D"], "days": [184, 90]},
            {"length": 365},
            {"amount": [5041.1, 2465.75], "reason": ["", "exempt"]},
            "costcalculator.calculator.city, pro rata bonus: 10,000 for 184 and for 90 of 365 days",
        ),
        Sample(
            {"employee": ["1", "2"], "base": [2000, 2000], "score": [92.5, None]},
            {"style": "score", "coin": 1},
            {"amount": [1850, None], "reason": ["", "no_score"]},
        ),
    ),
)
def pay(columns: Columns, parameters: Parameters) -> Columns:
    """Compute each person's performance pay from a base, to the smallest coin.

    base × grade coefficient (× department coefficient) × days/length, or the same with score/F.

    columns: base [currency], grade or coefficient, department_coefficient, score [points], days [days].
    Returns the coefficient used, the share of the period served, the amount [currency], and a reason.
    Source: scoring.md section 6.
    """
    import numpy as np

    coin, shortest = exact(parameters["coin"]), exact(parameters["shortest"])
    factors = factors_of(columns, parameters)
    bases = [None if base is None else int(base / coin) for base in exacts(columns["base"])]
    earned = [{key: values[row] for key, values in factors.items()} for row in range(len(bases))]
    counting = [exempted(row, shortest) for row in earned]
    found = [owed(base, row) for base, row in zip(bases, counting, strict=True)]
    exempt = ["" if row is own else "exempt" for row, own in zip(counting, earned, strict=True)]
    return {
        "employee": columns["employee"],
        "base": columns["base"],
        "coefficient": np.array(floats(row["coefficient"] for row in counting)),
        "served": np.array(floats(row.get("days", Fraction(1)) for row in counting)),
        "amount": np.array(in_money((coins for coins, _ in found), coin)),
        "reason": [missing or short for (_, missing), short in zip(found, exempt, strict=True)],
    }
