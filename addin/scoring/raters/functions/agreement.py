"""The functions `agreement` and `kappa`: how far raters agree."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from addin.scoring.arithmetic import Array
from addin.scoring.catalogue import FUNCTIONS, Columns, Sample, function
from addin.scoring.labels import coded
from addin.scoring.raters.agreement import Intraclass, concordance, intraclass, within_group
from addin.scoring.raters.functions.columns import FEWEST, LISTED, rated_once, ratings_of
from addin.scoring.raters.kappa import Kappa, cohen, fleiss
from addin.scoring.raters.listing import Ratings, pivot
from addin.scoring.registry import Parameter, Parameters

JUDGES = ([9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7])
ANXIETY = (
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
)
DIAGNOSES = (
    "422521311511212311215221121215",
    "423521311542242311235421421235",
    "423523334544244311435444421435",
    "453543334544344341455454421435",
    "453543534544344351455454425435",
    "455543544544345552455454545435",
)


def _listed(*raters: list[int]) -> dict[str, list[Any]]:
    """List a table that has one column for each rater."""
    return {
        "rater": [str(place) for place, column in enumerate(raters, start=1) for _ in column],
        "ratee": [str(person) for column in raters for person in range(1, len(column) + 1)],
        "rating": [rating for column in raters for rating in column],
    }


@function(
    "agreement",
    area="raters",
    fields=LISTED,
    parameters=(Parameter("steps", "integer", default=5, low=2),),
    results=(
        "dimension",
        "ratees",
        "raters",
        "complete",
        "icc_1_1",
        "icc_2_1",
        "icc_3_1",
        "icc_1_k",
        "icc_2_k",
        "icc_3_k",
        "kendall_w",
        "chance",
        "r_wg",
        "reason",
    ),
    samples=(
        Sample(
            _listed(*JUDGES),
            {"steps": 10},
            {
                "ratees": [6],
                "raters": [4],
                "complete": [6],
                "icc_1_1": [448 / 2703],
                "icc_2_1": [184 / 635],
                "icc_3_1": [920 / 1287],
                "icc_1_k": [1792 / 4047],
                "icc_2_k": [736 / 1187],
                "icc_3_k": [3680 / 4047],
                "reason": [""],
            },
            "Shrout and Fleiss (1979), tables 2 and 4: .17 .29 .71, .44 .62 .91",
        ),
        Sample(
            _listed(*ANXIETY),
            {"steps": 6},
            {"kendall_w": [6008 / 11133], "chance": [0.042883473], "complete": [20]},
            "DescTools, KendallW(anxiety, TRUE): 0.5396569; data of the R package irr",
        ),
        Sample(
            {
                "rater": ["A", "A", "A", "A", "B", "B", "B", "B"],
                "ratee": ["1", "1", "2", "2"] * 2,
                "dimension": ["quality", "teamwork"] * 4,
                "rating": [4, 4, 2, 2, 5, 5, 2, None],
            },
            {},
            {
                "dimension": ["quality", "teamwork", "all"],
                "ratees": [2, 1, 1],
                "complete": [2, 1, 1],
                "r_wg": [(0.75 + 1) / 2, 0.75, (1.5 / 1.75 + 1) / 2],
                "reason": ["", "too_few", "too_few"],
            },
            "James, Demaree and Wolf (1984): 1 - 0.5/2 and 2·0.75/(2·0.75 + 0.25)",
        ),
    ),
    inspect=rated_once,
)
def agreement(columns: Columns, parameters: Parameters) -> Columns:
    """Show how far the raters agree, for each dimension and, if there are several, for all of them together.

    The row of all dimensions, named `all`, rests on each rater's mean over the dimensions; its r_wg is the
    mean over the people of r_wg(j), in the other rows that of r_wg.
    """
    import numpy as np

    listed = ratings_of(columns)
    cube = np.full((len(listed.ratees), len(listed.raters), len(listed.dimensions)), np.nan)
    cube[listed.ratee, listed.rater, listed.dimension] = listed.rating
    steps = int(parameters["steps"])
    rows = [_agreed(name, cube[:, :, [place]], steps) for place, name in enumerate(listed.dimensions)]
    if len(listed.dimensions) > 1:
        rows.append(_agreed("all", cube, steps))
    return {key: [row[key] for row in rows] for key in FUNCTIONS["agreement"].results}


def _agreed(name: str, cube: Array, steps: int) -> dict[str, object]:
    """Return one row: the agreement of the raters who rated somebody on these dimensions."""
    import numpy as np

    table = cube.mean(axis=2)
    known = np.isfinite(table)
    table = table[known.any(axis=1)][:, known.any(axis=0)]
    icc, ranks, within = intraclass(table), concordance(table), within_group(cube, steps)
    agreed = within[np.isfinite(within)]
    forms = [f"icc_{number}_{form}" for form in "1k" for number in "123"]
    return {
        "dimension": name,
        "ratees": icc.ratees,
        "raters": table.shape[1],
        "complete": icc.complete,
        **dict(zip(forms, [*icc.single.tolist(), *icc.average.tolist()], strict=True)),
        "kendall_w": ranks.w,
        "chance": ranks.chance,
        "r_wg": float(agreed.mean()) if len(agreed) else np.nan,
        "reason": _why_not(icc),
    }


def _why_not(icc: Intraclass) -> str:
    """Return why the agreement is not, or not wholly, known."""
    if icc.ratees < 2:
        return "too_few"
    if icc.complete < 2:
        return "incomplete"
    return "no_spread" if (icc.single != icc.single).any() else ""


@function(
    "kappa",
    area="raters",
    fields=LISTED,
    parameters=(
        Parameter("form", "choice", default="pairs", choices=("pairs", "fleiss")),
        FEWEST,
    ),
    results=("rater", "other", "ratings", "agreement", "kappa", "kappa_linear", "kappa_quadratic", "reason"),
    samples=(
        Sample(
            _listed(*([min(step, 5) for step in column] for column in ANXIETY[1:])),
            {},
            {
                "rater": ["1"],
                "other": ["2"],
                "kappa": [-1 / 159],
                "kappa_linear": [41 / 281],
                "kappa_quadratic": [31 / 123],
                "reason": [""],
            },
            "R package irr, as in the tests of statsmodels: -0.006289308, 0.1459075, 0.2520325",
        ),
        Sample(
            _listed([1] * 5 + [2] * 8 + [3] * 6, [2] * 4 + [3] + [2] * 8 + [2] + [3] * 5),
            {},
            {"ratings": [19], "agreement": [13 / 19], "kappa": [107 / 221], "kappa_linear": [118 / 251]},
            "SAS, as quoted in the tests of statsmodels (test_inter_rater.py): kappa .4842, weighted .4701",
        ),
        Sample(
            _listed(*([int(step) for step in column] for column in DIAGNOSES)),
            {"form": "fleiss"},
            {"rater": [""], "ratings": [30], "kappa": [5437 / 12637], "kappa_linear": [None], "reason": [""]},
            "Fleiss (1971): 0.430; counts as in the tests of statsmodels (test_inter_rater.py)",
        ),
        Sample(
            _listed([3, 3], [3, 3]),
            {"fewest": 2},
            {"agreement": [1], "kappa": [None], "reason": ["no_spread"]},
            "no chance to disagree: 0/0",
        ),
    ),
    inspect=rated_once,
)
def kappa(columns: Columns, parameters: Parameters) -> Columns:
    """Show how far raters agree on steps of a scale beyond chance: two at a time, or all in one row."""
    listed = ratings_of(columns)
    things, code = coded((listed.ratee * len(listed.dimensions) + listed.dimension).tolist())
    table = pivot(listed.rater, code, listed.rating, (len(listed.raters), len(things)))
    rows = _pairs(listed, table) if parameters["form"] == "pairs" else _all_of_them(table)
    found = [one for _, _, one in rows]
    return {
        "rater": [rater for rater, _, _ in rows],
        "other": [other for _, other, _ in rows],
        "ratings": [one.count for one in found],
        "agreement": [one.agreement for one in found],
        "kappa": [one.plain for one in found],
        "kappa_linear": [one.linear for one in found],
        "kappa_quadratic": [one.quadratic for one in found],
        "reason": [_doubt(one, parameters["fewest"]) for one in found],
    }


def _pairs(listed: Ratings, table: Array) -> list[tuple[str, str, Kappa]]:
    """Return Cohen's kappas of all raters who rated something in common."""
    import numpy as np

    there = np.isfinite(table).astype(np.float64)
    shared = there @ there.T > 0
    names = listed.raters
    return [
        (names[one], names[other], cohen(table[one], table[other]))
        for one, other in combinations(range(len(names)), 2)
        if shared[one, other]
    ]


def _all_of_them(table: Array) -> list[tuple[str, str, Kappa]]:
    """Return Fleiss' kappa of all raters; none without ratings."""
    import numpy as np

    known = np.isfinite(table)
    values, step = np.unique(table[known], return_inverse=True)
    if not len(values):
        return []
    counts = np.zeros((table.shape[1], len(values)))
    np.add.at(counts, (np.nonzero(known)[1], step), 1)
    several = int((counts.sum(axis=1) > 1).sum())
    return [("", "", Kappa(several, np.nan, fleiss(counts), np.nan, np.nan))]


def _doubt(found: Kappa, fewest: float) -> str:
    """Return why a kappa says little or nothing."""
    if found.count < fewest:
        return "too_few"
    return "" if found.plain == found.plain else "no_spread"
