"""How much better something has become, and whether the person or the market moved."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.arithmetic import Array, choose, divided
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.periods.annual import EMPLOYEE
from addin.scoring.periods.grouping import Groups, grouped
from addin.scoring.registry import Parameter, Parameters, Trouble
from addin.scoring.rounding import settle

DIRECTIONS = {"": 1.0, "higher": 1.0, "lower": -1.0}
BEFORE_AFTER = (
    Field("before", blank=True),
    Field("after", blank=True),
    Field("direction", "choice", required=False, blank=True, choices=("higher", "lower")),
)


def improvement_of(before: Array, after: Array, sign: Array) -> Array:
    """Tell by which share of the value before something has become better.

    d·(after−before)/|before|; 0 where both are 0.

    before, after: [the indicator's unit]; sign: d, 1 where higher is better, −1 where lower is.
    Returns shares (0.1 is 10 %), negative where it became worse; NaN where missing or before is 0.
    Source: scoring.md section 5.
    """
    import numpy as np

    return choose((before == 0) & (after == 0), 0.0, divided(sign * (after - before), np.abs(before)))


def others_change(rows: Groups, before: Array, after: Array, relative: bool) -> tuple[Array, Array]:
    """Return by how much the others of each row's group changed, and how many they are.

    (ΣA−ΣB)/|ΣB|, or the mean of A−B, over the other rows of the group that have both numbers.

    rows: by group; before, after: [the indicator's unit], NaN where missing.
    Returns changes, NaN without others, and counts, one for each row.
    """
    import numpy as np

    known = np.isfinite(before + after)
    b, a = np.where(known, before, 0.0), np.where(known, after, 0.0)
    count = rows.kept(known).counts()[rows.index] - known
    start, end = (rows.totals(values)[rows.index] - values for values in (b, a))
    change = improvement_of(start, end, np.ones_like(start)) if relative else divided(end - start, count)
    return choose(count > 0, change, np.nan), count


def signs(columns: Columns) -> Array:
    """Return 1 for rows where higher is better, -1 where lower is; higher where nothing is said."""
    import numpy as np

    words = columns.get("direction", [""] * len(columns["before"]))
    return np.array([DIRECTIONS[word] for word in words], dtype=np.float64)


def inspect_bands(_: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find bands that stand in the wrong order."""
    low, high = parameters["success"], parameters["strong"]
    if low > high:
        yield Trouble("bounds_cross", "success", {"low": low, "high": high})


def reasons(before: Array, after: Array, change: Array) -> list[str]:
    """Say why there is no change: a number is missing, or it starts from 0."""
    import numpy as np

    conditions = [np.isnan(before + after), np.isnan(change)]
    codes: list[str] = np.select(conditions, ["number_missing", "from_zero"], "").tolist()
    return codes


@function(
    "improvement",
    area="periods",
    fields=(EMPLOYEE, *BEFORE_AFTER),
    results=("employee", "change", "band", "reason"),
    parameters=(
        Parameter("success", "share", default=0.1, low=0),
        Parameter("strong", "share", default=0.2, low=0),
    ),
    inspect=inspect_bands,
    samples=(
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5", "6", "7", "8"],
                "before": [100, 100, 100, -50, 0, 0, None, 1],
                "after": [109.99, 110, 120, -40, 0, 5, 80, 1.1],
            },
            {},
            {
                "change": [0.0999, 0.1, 0.2, 0.2, 0, None, None, 0.1],
                "band": ["little", "success", "strong", "strong", "little", "", "", "success"],
                "reason": ["", "", "", "", "", "from_zero", "number_missing", ""],
            },
            "defaults.md, improvement plan: success from +10 %, strong from +20 %",
        ),
        Sample(
            {"employee": ["1", "2"], "before": [5, 2], "after": [3, 3], "direction": ["lower", "lower"]},
            {},
            {"change": [0.4, -0.5], "band": ["strong", "little"]},
            "whatisnote.eokultv.com, defect rate improvement: from 5 % to 3 % is 40 % (first row)",
        ),
        Sample(
            {"employee": ["1"], "before": [2.43], "after": [1.28], "direction": ["lower"]},
            {},
            {"change": [1.15 / 2.43], "band": ["strong"]},
            "mathcentral.uregina.ca, QQ.09.07 Brian: a scrap rate from 2.43 % to 1.28 % falls by 47 %",
        ),
    ),
)
def improvement(columns: Columns, parameters: Parameters) -> Columns:
    """Compare before and after: by how much it became better, and in which band that lies.

    columns: before, after [the indicator's unit], direction [higher or lower is better].
    Returns shares and the bands little, success, strong; empty with a reason where there is no change.
    Source: scoring.md section 5; defaults.md, improvement plan.
    """
    import numpy as np

    before, after = columns["before"], columns["after"]
    change = improvement_of(before, after, signs(columns))
    met = settle(change)
    conditions = [np.isnan(change), met >= parameters["strong"], met >= parameters["success"]]
    return {
        "employee": columns["employee"],
        "change": change,
        "band": np.select(conditions, ["", "strong", "success"], "little").tolist(),
        "reason": reasons(before, after, change),
    }


@function(
    "change_against_group",
    area="periods",
    fields=(EMPLOYEE, Field("group", "text"), *BEFORE_AFTER),
    results=("employee", "group", "change", "group_change", "difference", "reading", "reason"),
    parameters=(
        Parameter("style", "choice", default="relative", choices=("relative", "absolute")),
        Parameter("least_difference", "share", default=0.1, low=0),
        Parameter("fewest_others", "integer", default=3, low=1),
    ),
    samples=(
        Sample(
            {
                "employee": ["New Jersey", "Pennsylvania"],
                "group": ["fast food", "fast food"],
                "before": [20.44, 23.33],
                "after": [21.03, 21.17],
            },
            {"style": "absolute", "least_difference": 1, "fewest_others": 1},
            {
                "change": [0.59, -2.16],
                "group_change": [-2.16, 0.59],
                "difference": [2.75, -2.75],
                "reading": ["person_better", "person_worse"],
            },
            "Card and Krueger, American Economic Review 84 (1994): 2.76 from unrounded means",
        ),
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5", "6"],
                "group": ["east", "east", "east", "east", "east", "west"],
                "before": [100, 100, 200, 100, None, 100],
                "after": [100, 80, 160, 80, 90, 120],
            },
            {},
            {
                "change": [0, -0.2, -0.2, -0.2, None, 0.2],
                "group_change": [-0.2, -0.15, -0.4 / 3, -0.15, -0.16, None],
                "difference": [0.2, -0.05, -0.2 / 3, -0.05, None, None],
                "reading": ["person_better", "market", "market", "market", "", ""],
                "reason": ["", "", "", "", "number_missing", "few_others"],
            },
        ),
    ),
)
def change_against_group(columns: Columns, parameters: Parameters) -> Columns:
    """Compare a person's change with that of the others in the group: market or person?

    Own change minus the change of the others; within the limit the person moved with the market.

    columns: group (a market, a department), before, after [the indicator's unit], direction.
    Returns changes [shares, or the unit], and the reading market, person_better or person_worse.
    Source: scoring.md section 5 (a difference in differences).
    """
    import numpy as np

    before, after, sign = columns["before"], columns["after"], signs(columns)
    relative = parameters["style"] == "relative"
    change = improvement_of(before, after, sign) if relative else sign * (after - before)
    others, count = others_change(grouped(columns["group"]), before, after, relative)
    group_change = choose(count < parameters["fewest_others"], np.nan, sign * others)
    difference = change - group_change
    gap, least = settle(difference), parameters["least_difference"]
    conditions = [np.isnan(gap), gap >= least, gap <= -least]
    unknown = [count < parameters["fewest_others"], np.isnan(group_change)]
    late = np.select(unknown, ["few_others", "group_from_zero"], "").tolist()
    return {
        "employee": columns["employee"],
        "group": columns["group"],
        "change": change,
        "group_change": group_change,
        "difference": difference,
        "reading": np.select(conditions, ["", "person_better", "person_worse"], "market").tolist(),
        "reason": [own or other for own, other in zip(reasons(before, after, change), late, strict=True)],
    }
