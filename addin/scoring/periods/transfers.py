"""The score of a person who held more than one post in a period."""

from __future__ import annotations

from addin.scoring.arithmetic import divided, only
from addin.scoring.catalogue import Columns, Sample, function
from addin.scoring.periods.annual import DAYS, DECIMALS, EMPLOYEE, SCORE, SHORTEST, mean_by_days
from addin.scoring.periods.grouping import grouped
from addin.scoring.registry import Parameters
from addin.scoring.rounding import round_half_away, settle


@function(
    "transfers",
    area="periods",
    fields=(EMPLOYEE, SCORE, DAYS),
    results=("employee", "posts", "days", "score", "reason"),
    parameters=(SHORTEST, DECIMALS),
    samples=(
        Sample(
            {"employee": ["1", "1", "2"], "score": [90, 80, 95], "days": [10, 20, 30]},
            {},
            {
                "employee": ["1", "2"],
                "posts": [2, 1],
                "days": [30, 30],
                "score": [83.33, 95],
                "reason": ["", ""],
            },
        ),
        Sample(
            {
                "employee": ["1", "1", "2", "2", "3"],
                "score": [90, None, 90, None, 70],
                "days": [25, 5, 20, 10, 0],
            },
            {},
            {
                "score": [90, None, None],
                "reason": ["post_left_out", "post_without_score", "no_days"],
            },
            "defaults.md, served too short: under a third of the period",
        ),
    ),
)
def transfers(columns: Columns, parameters: Parameters) -> Columns:
    """Average the scores of the posts a person held in the period, each weighing by its days.

    Σ days·score / Σ days. A post without a score is left out while it is shorter than a third of the
    person's days; otherwise it is missed, and so is the person's score.

    columns: employee, score of the post [points], days in the post [days].
    Returns one row for each person; score NaN with a reason where there is none.
    Source: scoring.md sections 2 and 5.
    """
    import numpy as np

    people = grouped(columns["employee"])
    score, days = columns["score"], columns["days"]
    mean, _ = mean_by_days(people, score, days)
    held = people.totals(days)
    open_share = divided(people.totals(np.where(np.isnan(score), days, 0.0)), held)
    missed = settle(open_share) >= settle(parameters["shortest"])
    codes = [
        ("no_days", held == 0),
        ("post_without_score", missed & (open_share > 0)),
        ("post_left_out", open_share > 0),
    ]
    reason = np.select([rows for _, rows in codes], [code for code, _ in codes], "")
    return {
        "employee": list(people.names),
        "posts": people.counts(),
        "days": held,
        "score": round_half_away(
            only(mean, ~np.isin(reason, ("post_without_score",))), int(parameters["decimals"])
        ),
        "reason": reason.tolist(),
    }
