"""From the marks of a panel to a proposal on a probation; a person decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from addin.scoring.arithmetic import Array, choose, divided
from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.periods.annual import DECIMALS
from addin.scoring.registry import Parameter, Parameters, Trouble
from addin.scoring.rounding import round_half_away, settle

PANEL = ("manager", "mentor", "hr", "peers")
"""Who marks a probation; each is a column of marks and a parameter that holds its weight."""

PROPOSALS: Mapping[str, tuple[str, ...]] = {
    "probation": ("not_confirmed", "decide", "confirm", "early"),
    "new_post": ("another_post", "supported", "confirm", "confirm"),
}
"""What each step is called; the adaptation period of a new post knows no dismissal."""

DECIDE, CONFIRM, EARLY = 1, 2, 3
BOUNDS = ("decide", "confirm", "early")


def panel_mark(marks: Mapping[str, Array], weights: Mapping[str, float]) -> tuple[Array, Array]:
    """Average the marks of a panel by their weights, renormalised over those who marked.

    Σ wᵢ·mᵢ / Σ wᵢ over the marks that are there.

    marks: by member of the panel [points, one for each person]; weights: by member, of any sum.
    Returns the mark, within the range of the marks (NaN without any), and the share of the weights present.
    Source: scoring.md section 5; defaults.md, probation.
    """
    import numpy as np

    table = np.stack([marks[member] for member in marks])
    weight = np.array([weights[member] for member in marks])[:, np.newaxis] * np.isfinite(table)
    present = weight.sum(axis=0)
    whole = sum(weights[member] for member in marks)
    return divided((np.nan_to_num(table) * weight).sum(axis=0), present), divided(present, whole)


def early_reason(columns: Columns, parameters: Parameters) -> list[str]:
    """Say what speaks against confirming early although the mark would allow it.

    Returns one code for each person: a line too low or not known, too little of the time served, or all of
    it, when there is nothing left to shorten; empty where nothing speaks against it.
    """
    import numpy as np

    served = divided(columns["days"], columns["length"])
    conditions = {
        "line_unknown": np.isnan(columns["lowest_line"]),
        "line_low": columns["lowest_line"] < parameters["line"],
        "too_early": settle(served) < settle(parameters["served"]),
        "time_served": settle(served) >= 1,
    }
    codes: list[str] = np.select(list(conditions.values()), list(conditions), "").tolist()
    return codes


def held_back(columns: Columns, parameters: Parameters) -> list[str]:
    """Say what keeps a confirmation from being proposed whatever the mark: a veto, the attendance.

    Returns one code for each person, empty where nothing does.
    """
    import numpy as np

    conditions = {"veto": np.array(columns["veto"]) == "yes"}
    if "attendance" in columns:
        conditions["attendance_unknown"] = np.isnan(columns["attendance"])
        conditions["attendance_low"] = columns["attendance"] < parameters["attendance_limit"]
    codes: list[str] = np.select(list(conditions.values()), list(conditions), "").tolist()
    return codes


def inspect_probation(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find bounds in the wrong order, a panel in which nobody has a weight, and more days than there are."""
    for lower, upper in pairwise(BOUNDS):
        low, high = parameters[lower], parameters[upper]
        if low > high:
            yield Trouble("bounds_cross", lower, {"low": low, "high": high})
    if not any(parameters[member] for member in PANEL):
        yield Trouble("panel_without_weight", PANEL[0], {})
    rows = zip(columns["employee"], columns["days"].tolist(), columns["length"].tolist(), strict=True)
    for row, (employee, days, length) in enumerate(rows, start=1):
        if settle(days) > settle(length):
            values = {"row": row, "employee": employee, "days": days, "length": length}
            yield Trouble("served_beyond", "days", values)


@function(
    "probation",
    area="periods",
    fields=(
        Field("employee", "text", once=True),
        *(Field(member, required=False, blank=True) for member in PANEL),
        Field("lowest_line", blank=True),
        Field("veto", "flag"),
        Field("attendance", "share", required=False, blank=True, low=0, high=1),
        Field("days", low=0),
        Field("length", low=1),
    ),
    results=("employee", "mark", "panel", "proposal", "reason"),
    parameters=(
        Parameter("occasion", "choice", default="probation", choices=tuple(PROPOSALS)),
        Parameter("manager", "percent", default=50, low=0),
        Parameter("mentor", "percent", default=20, low=0),
        Parameter("hr", "percent", default=10, low=0),
        Parameter("peers", "percent", default=20, low=0),
        Parameter("confirm", "number", default=80),
        Parameter("early", "number", default=90),
        Parameter("decide", "number", default=60),
        Parameter("line", "number", default=70),
        Parameter("served", "share", default=0.5, low=0, high=1),
        Parameter("attendance_limit", "share", default=0.9, low=0, high=1),
        DECIMALS,
    ),
    inspect=inspect_probation,
    samples=(
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
                "manager": [95, 95, 95, 95, 80, 79, 59, None, 95],
                "mentor": [90, 90, 90, 90, 80, 80, 60, None, 90],
                "hr": [90, 90, 90, 90, 80, 80, 60, None, 90],
                "peers": [90, None, 90, 90, 80, 80, None, None, 90],
                "lowest_line": [70, 75, 69, 80, 75, 75, 50, None, None],
                "veto": [*["no"] * 8, "yes"],
                "days": [45, 44, 60, 90, 90, 90, 90, 90, 60],
                "length": [90, 90, 90, 90, 90, 90, 90, 90, 90],
            },
            {},
            {
                "mark": [92.5, 93.13, 92.5, 92.5, 80, 79.5, 59.38, None, 92.5],
                "panel": [1, 0.8, 1, 1, 1, 1, 0.8, 0, 1],
                "proposal": [
                    "early",
                    "confirm",
                    "confirm",
                    "confirm",
                    "confirm",
                    "decide",
                    "not_confirmed",
                    "",
                    "decide",
                ],
                "reason": ["", "too_early", "line_low", "time_served", "", "", "", "no_mark", "veto"],
            },
            "defaults.md, probation",
        ),
        Sample(
            {
                "employee": ["1", "2", "3"],
                "manager": [85, 70, 50],
                "lowest_line": [80, 60, 40],
                "veto": ["no", "no", "no"],
                "attendance": [0.89, 1, None],
                "days": [90, 90, 90],
                "length": [90, 90, 90],
            },
            {"occasion": "new_post"},
            {
                "mark": [85, 70, 50],
                "panel": [0.5, 0.5, 0.5],
                "proposal": ["supported", "supported", "another_post"],
                "reason": ["attendance_low", "", "attendance_unknown"],
            },
            "defaults.md, people in a new post",
        ),
    ),
)
def probation(columns: Columns, parameters: Parameters) -> Columns:
    """Propose how a probation ends, for a person to decide: early, confirmed, open, or not confirmed.

    From `confirm` points confirmed; from `early` points early, with no line under `line`, half of the time
    served and some of it left; from `decide` points a person decides without a proposal; below, "not
    confirmed" is proposed, with the evidence. A veto or a low attendance lets nothing better than "a person
    decides" be proposed.

    columns: marks of the panel, lowest line [points], veto [yes or no], attendance [share], days served
    of length.
    Returns the mark [points], the share of the panel that marked, a proposal and its reason, as codes.
    Source: scoring.md section 5; defaults.md, probation and people in a new post.
    """
    import numpy as np

    blank = np.full(len(columns["employee"]), np.nan)
    marks, panel = panel_mark({member: columns.get(member, blank) for member in PANEL}, parameters)
    mark = round_half_away(marks, int(parameters["decimals"]))
    steps = sum((settle(mark) >= parameters[bound]).astype(int) for bound in BOUNDS)
    against = np.array(early_reason(columns, parameters))
    back = np.array(held_back(columns, parameters))
    shortened = choose((steps == EARLY) & (against != ""), CONFIRM, steps)
    step = choose(back != "", np.minimum(shortened, DECIDE), shortened).astype(int)
    unmarked = np.isnan(mark)
    reason = np.select(
        [unmarked, back != "", (steps == EARLY) & (against != "")], ["no_mark", back, against], ""
    )
    return {
        "employee": columns["employee"],
        "mark": mark,
        "panel": panel,
        "proposal": np.where(unmarked, "", np.array(PROPOSALS[parameters["occasion"]])[step]).tolist(),
        "reason": reason.tolist(),
    }
