"""The functions `raters` and `gaps`: what the groups of raters say of a person, together and apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from addin.scoring.arithmetic import numbers
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.labels import coded
from addin.scoring.raters.combining import UNTRIMMED, Combined, GroupRule, Trim, combine
from addin.scoring.raters.functions.columns import DIMENSION, RATEE, RATER, RATING, rated_once
from addin.scoring.raters.patterns import indication
from addin.scoring.registry import Parameter, Parameters, Trouble
from addin.scoring.rounding import settle

GROUPS = ("self", "manager", "peers", "reports", "customers")
ANONYMOUS = GROUPS[2:]
OTHERS = "others"
GROUP = Field("group", "choice", choices=GROUPS)
FEWEST_RATERS = Parameter("fewest_raters", "integer", default=3, low=1)


def _weights_given(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find weights that leave nobody to count, and what is wrong with the rows."""
    if not any(parameters[group] for group in GROUPS):
        yield Trouble("weights_zero", "manager", {})
    yield from rated_once(columns, parameters)


def _combined(
    columns: Columns, rules: Sequence[GroupRule], trim: Trim
) -> tuple[list[tuple[str, str]], Combined]:
    """Return the people, each with a dimension, and what the groups say of them."""
    dimensions = columns.get("dimension") or [""] * len(columns["ratee"])
    people, code = coded(zip(columns["ratee"], dimensions, strict=True))
    return people, combine(code, columns["group"], numbers(columns["rating"]), len(people), rules, trim)


@function(
    "raters",
    area="raters",
    fields=(RATEE, DIMENSION, GROUP, RATER, RATING),
    parameters=(
        Parameter("self", "percent", default=0, low=0),
        Parameter("manager", "percent", default=50, low=0),
        Parameter("peers", "percent", default=20, low=0),
        Parameter("reports", "percent", default=20, low=0),
        Parameter("customers", "percent", default=10, low=0),
        FEWEST_RATERS,
        Parameter("short", "choice", default="merge", choices=("merge", "withhold")),
        Parameter("trim", "integer", default=1, low=0),
        Parameter("trim_share", "share", low=0, high=0.5),
        Parameter("trim_from", "integer", default=7, low=3),
    ),
    results=("ratee", "dimension", "group", "raters", "counted", "mean", "weight", "reason"),
    samples=(
        Sample(
            {
                "ratee": ["7"] * 5,
                "group": ["manager", "reports", "reports", "reports", "peers"],
                "rater": ["1", "2", "3", "4", "5"],
                "rating": [5, 5, 5, 5, None],
            },
            {"manager": 40, "reports": 30, "peers": 30},
            {
                "group": ["manager", "reports", "combined"],
                "mean": [5, 5, 5],
                "weight": [4 / 7, 3 / 7, 1],
                "reason": ["", "", ""],
            },
            "scoring.md section 2: two components of 5 and 5 with the third absent make 5, not 3.33",
        ),
        Sample(
            {
                "ratee": ["7"] * 6,
                "group": ["self", "manager", "peers", "peers", "reports", "customers"],
                "rater": ["7", "1", "2", "3", "4", "5"],
                "rating": [5, 3, 4, 5, 3, 4],
            },
            {},
            {
                "group": ["self", "manager", "peers", "reports", "customers", "others", "combined"],
                "raters": [1, 1, 2, 1, 1, 4, 5],
                "counted": [1, 1, 0, 0, 0, 4, 5],
                "mean": [5, 3, None, None, None, 4, 3.5],
                "weight": [0, 0.5, 0, 0, 0, 0.5, 1],
                "reason": ["no_weight", "", "merged", "merged", "merged", "", ""],
            },
            "defaults.md: fewest raters; the weights of management",
        ),
        Sample(
            {
                "ratee": ["7"] * 3,
                "group": ["manager", "peers", "peers"],
                "rater": ["1", "2", "3"],
                "rating": [80, 90, 100],
            },
            {},
            {
                "group": ["manager", "peers", "others", "combined"],
                "mean": [80, None, None, 80],
                "reason": ["", "merged", "too_few", ""],
            },
            "defaults.md: fewest raters, below 3 withheld",
        ),
        Sample(
            {
                "ratee": ["gymnast A"] * 7,
                "group": ["peers"] * 7,
                "rater": ["1", "2", "3", "4", "5", "6", "7"],
                "rating": [9.4, 9.7, 9.5, 9.5, 9.4, 9.6, 9.5],
            },
            {},
            {"counted": [5, 5], "mean": [9.5, 9.5], "reason": ["trimmed", ""]},
            "Mann, Introductory Statistics, 7th edition, problem 3.86: two of seven judges dropped",
        ),
        Sample(
            {
                "ratee": ["skater"] * 6,
                "group": ["peers"] * 6,
                "rater": ["1", "2", "3", "4", "5", "6"],
                "rating": [1.75, 1.0, 2.0, 2.25, 1.75, 2.2],
            },
            {"trim_from": 3},
            {"mean": [1.925, 1.925]},
            "www.cs.duke.edu/csed/algoprobs/scoreit.html, example 3",
        ),
    ),
    inspect=_weights_given,
)
def raters(columns: Columns, parameters: Parameters) -> Columns:
    """Combine the ratings of several groups of raters, one row for each group and one for all together."""
    import numpy as np

    fewest = parameters["fewest_raters"]
    into = OTHERS if parameters["short"] == "merge" else None
    rules = [GroupRule(g, parameters[g]) for g in GROUPS if g not in ANONYMOUS]
    rules += [GroupRule(group, parameters[group], fewest, into) for group in ANONYMOUS]
    trim = Trim(parameters["trim"], parameters["trim_share"], parameters["trim_from"])
    people, found = _combined(columns, rules, trim)
    person, place = np.nonzero(np.column_stack([found.heard > 0, np.ones(len(people))]))
    used = (found.counted * (found.weight > 0)).sum(axis=1)
    alone = np.where(np.isfinite(found.score), "", "no_group")
    names = (*found.groups, "combined")
    return {
        "ratee": [people[one][0] for one in person],
        "dimension": [people[one][1] for one in person],
        "group": [names[one] for one in place],
        "raters": np.column_stack([found.heard, used])[person, place],
        "counted": np.column_stack([found.counted, used])[person, place],
        "mean": np.column_stack([found.mean, found.score])[person, place],
        "weight": np.column_stack([found.weight, found.weight.sum(axis=1)])[person, place],
        "reason": np.column_stack([found.reason, alone])[person, place].tolist(),
    }


@function(
    "gaps",
    area="raters",
    fields=(RATEE, DIMENSION, GROUP, RATER, RATING),
    parameters=(
        Parameter("gap_limit", "number", default=15, low=0),
        Parameter("self_limit", "number", default=20, low=0),
        FEWEST_RATERS,
    ),
    results=(
        "ratee",
        "dimension",
        "self",
        "manager",
        "peers",
        "raters",
        "gap",
        "flag",
        "reason",
        "self_gap",
        "note",
    ),
    samples=(
        Sample(
            {
                "ratee": ["7"] * 5 + ["8"] * 5 + ["9"] * 3,
                "group": ["self", "manager", "peers", "peers", "peers"] * 2 + ["manager", "peers", "peers"],
                "rater": ["7", "1", "2", "3", "4", "8", "1", "2", "3", "4", "1", "2", "3"],
                "rating": [96, 75, 88, 92, 96, 80, 75, 90, 90, 90, 60, 90, 90],
            },
            {},
            {
                "ratee": ["7", "8", "9"],
                "manager": [75, 75, 60],
                "peers": [92, 90, None],
                "raters": [3, 3, 2],
                "gap": [-17, -15, None],
                "flag": [1, 0, None],
                "reason": ["gap", "", "too_few"],
                "self_gap": [21, 5, None],
                "note": ["self_gap", "", ""],
            },
            "defaults.md: gap manager and peers 15 of 100, self and manager 20",
        ),
        Sample(
            {
                "ratee": ["7"] * 4,
                "group": ["manager", "peers", "peers", "peers"],
                "rater": ["1", "2", "3", "4"],
                "rating": [5, 3, 4, 4],
            },
            {"gap_limit": 1, "self_limit": 1},
            {"gap": [5 - 11 / 3], "flag": [1], "reason": ["gap"], "self": [None], "note": [""]},
            "defaults.md: 1 step of 5",
        ),
    ),
    inspect=rated_once,
)
def gaps(columns: Columns, parameters: Parameters) -> Columns:
    """Compare what manager, peers and the person say; manager and peers far apart is a case for review.

    Gap = manager − mean of the peers; self gap = self − manager; flagged beyond the limit, either way.
    """
    import numpy as np

    fewest = parameters["fewest_raters"]
    rules = [GroupRule(group, 1, fewest if group in ANONYMOUS else 1) for group in GROUPS]
    people, found = _combined(columns, rules, UNTRIMMED)
    own, manager, peers = found.mean.T[:3]
    gap, self_gap = manager - peers, own - manager
    flag, reason = indication(np.isfinite(gap), gap=settle(np.abs(gap)) > parameters["gap_limit"])
    return {
        "ratee": [ratee for ratee, _ in people],
        "dimension": [dimension for _, dimension in people],
        "self": own,
        "manager": manager,
        "peers": peers,
        "raters": found.heard[:, GROUPS.index("peers")],
        "gap": gap,
        "flag": flag,
        "reason": reason,
        "self_gap": self_gap,
        "note": np.where(settle(np.abs(self_gap)) > parameters["self_limit"], "self_gap", "").tolist(),
    }
