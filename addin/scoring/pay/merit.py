"""Salary changes by grade and by where the salary stands against the middle of its range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.exact import exact, exacts, floats, half_away
from addin.scoring.pay.amounts import COIN, EMPLOYEE, in_money, not_in_coins, unknown_grades
from addin.scoring.pay.tables import MATRIX, Range, TableError, read_matrix
from addin.scoring.registry import Parameter, Parameters, Trouble


def merit_range(ranges: Sequence[Range], compa: Fraction, edges: Range) -> Range:
    """Return from where to where a salary may rise, by the compa-ratio.

    Below the lower edge the first range, up to and with the upper edge the second, above it the third.

    ranges: three of one grade [percent]; compa: salary over the middle of its range; edges: 0.9 and 1.1.
    Returns the two ends of the range [percent].
    Source: scoring.md section 6; the matrix of defaults.md.
    """
    return ranges[(compa >= edges[0]) + (compa > edges[1])]


def cost(salaries: Sequence[Fraction], increases: Sequence[Fraction]) -> Fraction:
    """Return what increases cost: Σ salary·increase/100.

    salaries [currency]; increases [percent]. Returns an amount [currency].
    """
    return sum((s * i for s, i in zip(salaries, increases, strict=True)), Fraction()) / 100


def inspect_merit(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find a matrix that cannot be read, edges that cross, unknown grades, and ranges without a middle."""
    try:
        matrix = read_matrix(parameters["matrix"])
    except TableError as wrong:
        yield Trouble("matrix_unreadable", "matrix", {"value": str(wrong)})
        return
    low, high = parameters["lower_edge"], parameters["upper_edge"]
    if low > high:
        yield Trouble("edges_cross", "lower_edge", {"low": low, "high": high})
    yield from unknown_grades(columns["grade"], matrix)
    yield from not_in_coins("salary", columns["salary"], parameters["coin"])
    for row, middle in enumerate(columns["midpoint"].tolist(), start=1):
        if middle == 0:
            yield Trouble("midpoint_zero", "midpoint", {"row": row})


def range_reason(salary: Fraction | None, middle: Fraction | None, grade: str) -> str:
    """Say why there is no range: no salary, no middle of the range, or no grade."""
    if salary is None or middle is None:
        return "no_salary" if salary is None else "no_midpoint"
    return "" if grade else "grade_missing"


def increase_reason(increase: Fraction | None, allowed: Range) -> str:
    """Say where a proposed increase lies outside its range."""
    if increase is None or allowed[0] <= increase <= allowed[1]:
        return ""
    return "under_range" if increase < allowed[0] else "over_range"


def planned(increase: Fraction | None, allowed: Range | None) -> Fraction:
    """Return the increase a budget must reckon with: the proposed one, else the middle of the range."""
    if increase is not None:
        return increase
    return sum(allowed, Fraction()) / 2 if allowed else Fraction()


def over_budget(columns: Columns, allowed: Sequence[Range | None], budget: float | None) -> bool:
    """Tell whether the planned increases cost more than the budget, in percent of all salaries."""
    if budget is None:
        return False
    salaries = [salary or Fraction() for salary in exacts(columns["salary"])]
    increases = map(planned, proposed(columns), allowed)
    return cost(salaries, list(increases)) > cost(salaries, [exact(budget)] * len(salaries))


def proposed(columns: Columns) -> list[Fraction | None]:
    """Return the increases that are proposed, None where none is."""
    return exacts(columns["increase"]) if "increase" in columns else [None] * len(columns["salary"])


@function(
    "merit",
    area="pay",
    fields=(
        EMPLOYEE,
        Field("grade", "text", blank=True),
        Field("salary", blank=True, low=0),
        Field("midpoint", blank=True, low=0),
        Field("increase", "percent", required=False, blank=True, low=0),
    ),
    results=("employee", "compa", "low", "high", "low_amount", "high_amount", "reason"),
    parameters=(
        MATRIX,
        Parameter("lower_edge", "share", default=0.9, low=0),
        Parameter("upper_edge", "share", default=1.1, low=0),
        Parameter("budget", "percent", low=0),
        COIN,
    ),
    inspect=inspect_merit,
    samples=(
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5", "6", "7"],
                "grade": ["S", "S", "A", "B", "B", "C", "D"],
                "salary": [42000, 45000, 55000, 55000.01, 44999.99, 40000, 50000],
                "midpoint": [50000, 50000, 50000, 50000, 50000, 50000, 50000],
            },
            {},
            {
                "compa": [0.84, 0.9, 1.1, 1.1000002, 0.8999998, 0.8, 1],
                "low": [6, 4, 3, 1, 3, 0, 0],
                "high": [8, 6, 4, 2, 4, 1, 0],
                "low_amount": [2520, 1800, 1650, 550, 1350, 0, 0],
                "high_amount": [3360, 2700, 2200, 1100, 1800, 400, 0],
                "reason": ["", "", "", "", "", "", ""],
            },
            "remunera.com.au, How a Merit Matrix Works; howtodothings.com: 42,000 of 50,000 is 84 %",
        ),
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5"],
                "grade": ["B", "B", "C", "", "B"],
                "salary": [5000, 5000, 5000, 5000, None],
                "midpoint": [5000, 5000, 5000, 5000, 5000],
                "increase": [3.5, 1.5, None, None, 2],
            },
            {"budget": 3},
            {
                "low": [2, 2, 0, None, None],
                "reason": ["over_range", "under_range", "", "grade_missing", "no_salary"],
            },
        ),
        Sample(
            {
                "employee": ["1", "2"],
                "grade": ["B", "S"],
                "salary": [5000, 5000],
                "midpoint": [5000, 5000],
                "increase": [2, None],
            },
            {"budget": 3},
            {"reason": ["over_budget", "over_budget"]},
        ),
    ),
)
def merit(columns: Columns, parameters: Parameters) -> Columns:
    """Give the range in which a salary may rise, by grade and compa-ratio, and check what is proposed.

    columns: grade, salary, midpoint of the salary's range [currency], increase proposed [percent].
    Returns the compa-ratio, the ends of the range [percent] and of the raise [currency], and a reason:
    something missing, an increase outside its range, or the budget [percent of all salaries] exceeded.
    Source: scoring.md section 6; defaults.md, merit matrix.
    """
    import numpy as np

    matrix, coin = read_matrix(parameters["matrix"]), exact(parameters["coin"])
    edges = exact(parameters["lower_edge"]), exact(parameters["upper_edge"])
    salaries, middles = exacts(columns["salary"]), exacts(columns["midpoint"])
    compas = [None if s is None or m is None else s / m for s, m in zip(salaries, middles, strict=True)]
    rows = list(zip(columns["grade"], compas, strict=True))
    allowed = [merit_range(matrix[g], c, edges) if c is not None and g else None for g, c in rows]
    above = "over_budget" if over_budget(columns, allowed, parameters["budget"]) else ""
    reasons = [
        increase_reason(i, a) or above if a else range_reason(s, m, g)
        for s, m, g, a, i in zip(salaries, middles, columns["grade"], allowed, proposed(columns), strict=True)
    ]
    ends = [[a and a[end] for a in allowed] for end in (0, 1)]
    raises = [[_raise(s, p, coin) for s, p in zip(salaries, end, strict=True)] for end in ends]
    return {
        "employee": columns["employee"],
        "compa": np.array(floats(compas)),
        **{key: np.array(floats(end)) for key, end in zip(("low", "high"), ends, strict=True)},
        "low_amount": np.array(in_money(raises[0], coin)),
        "high_amount": np.array(in_money(raises[1], coin)),
        "reason": reasons,
    }


def _raise(salary: Fraction | None, percent: Fraction | None, coin: Fraction) -> int | None:
    """Return a raise in coins, rounded once."""
    return None if salary is None or percent is None else half_away(salary * percent / 100 / coin)
