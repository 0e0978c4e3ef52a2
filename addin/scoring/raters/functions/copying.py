"""The functions `copied` and `digits`: traces of rating without looking."""

from __future__ import annotations

from dataclasses import dataclass

from addin.scoring.catalogue import Columns, Sample, function
from addin.scoring.labels import coded
from addin.scoring.raters.copying import Copies, copies
from addin.scoring.raters.copying import digits as final_digits
from addin.scoring.raters.functions.columns import FEWEST, LISTED, RATER, RATING, rated_once, ratings_of
from addin.scoring.raters.listing import Ratings, pivot, rows_of
from addin.scoring.raters.patterns import indication
from addin.scoring.registry import Parameter, Parameters


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of ratings that are compared with each other: whose they are, and what was found."""

    rater: list[str]
    ratee: list[str]
    found: Copies


def _by_ratee(listed: Ratings, fewest: int) -> list[_Block]:
    """Compare, rater by rater, the rows of the people rated."""
    blocks = []
    for rater, own in zip(listed.raters, rows_of(listed.rater, len(listed.raters)), strict=True):
        people, code = coded(listed.ratee[own].tolist())
        shape = (len(people), len(listed.dimensions))
        found = copies(pivot(code, listed.dimension[own], listed.rating[own], shape), fewest)
        blocks.append(_Block([rater] * len(people), [listed.ratees[one] for one in people], found))
    return blocks


def _by_rater(listed: Ratings, fewest: int) -> list[_Block]:
    """Compare the raters with each other over all they rated."""
    things, code = coded((listed.ratee * len(listed.dimensions) + listed.dimension).tolist())
    table = pivot(listed.rater, code, listed.rating, (len(listed.raters), len(things)))
    return [_Block(listed.raters, [""] * len(listed.raters), copies(table, fewest))]


@function(
    "copied",
    area="raters",
    fields=LISTED,
    parameters=(
        Parameter("compared", "choice", default="ratees", choices=("ratees", "raters")),
        FEWEST,
        Parameter("least_others", "integer", default=1, low=1),
    ),
    results=("rater", "ratee", "ratings", "others", "like", "flag", "reason"),
    samples=(
        Sample(
            {
                "rater": ["A"] * 9,
                "ratee": ["1"] * 3 + ["2"] * 3 + ["3"] * 3,
                "dimension": ["quality", "speed", "teamwork"] * 3,
                "rating": [4, 3, 5, 4, 3, 5, 4, 4, 4],
            },
            {"fewest": 3},
            {
                "ratee": ["1", "2", "3"],
                "ratings": [3, 3, 3],
                "others": [1, 1, 0],
                "like": ["2", "1", ""],
                "flag": [1, 1, 0],
                "reason": ["copied", "copied", ""],
            },
        ),
        Sample(
            {
                "rater": ["A", "A", "A", "B", "B", "B", "C"],
                "ratee": ["2", "3", "4", "1", "3", "4", "3"],
                "rating": [5, 4, 4, 3, 4, 4, 4],
            },
            {"compared": "raters", "fewest": 2},
            {
                "rater": ["A", "B", "C"],
                "others": [1, 1, 0],
                "like": ["B", "A", ""],
                "reason": ["copied", "copied", "too_few"],
            },
        ),
        Sample(
            {
                "rater": ["A"] * 4,
                "ratee": ["1", "1", "2", "2"],
                "dimension": ["q", "t"] * 2,
                "rating": [3] * 4,
            },
            {"fewest": 2},
            {"others": [1, 1], "reason": ["flat", "flat"]},
        ),
    ),
    inspect=rated_once,
)
def copied(columns: Columns, parameters: Parameters) -> Columns:
    """Find rows of ratings that are the same: several people of one rater, or several raters."""
    import numpy as np

    listed, fewest = ratings_of(columns), parameters["fewest"]
    blocks = (_by_ratee if parameters["compared"] == "ratees" else _by_rater)(listed, fewest)
    found = [block.found for block in blocks]
    count = np.concatenate([[], *(one.count for one in found)])
    others = np.concatenate([[], *(one.others for one in found)])
    flat = np.concatenate([[], *(one.flat for one in found)])
    same = others >= parameters["least_others"]
    flag, reason = indication(count >= fewest, flat=same & (flat > 0), copied=same)
    return {
        "rater": [name for block in blocks for name in block.rater],
        "ratee": [name for block in blocks for name in block.ratee],
        "ratings": count,
        "others": others,
        "like": [name for block in blocks for name in _first_like(block)],
        "flag": flag,
        "reason": reason,
    }


def _first_like(block: _Block) -> list[str]:
    """Return, for each row, whose row is the first that is the same; "" for none."""
    names = block.ratee if any(block.ratee) else block.rater
    return [names[place] if place >= 0 else "" for place in block.found.like.tolist()]


@function(
    "digits",
    area="raters",
    fields=(RATER, RATING),
    parameters=(
        Parameter("unit", "number", default=1, low=1e-6),
        Parameter("chance_limit", "share", default=0.01, low=0, high=1),
        Parameter("fewest_numbers", "integer", default=50, low=1),
    ),
    results=(
        "rater",
        "ratings",
        "chi_square",
        "chance",
        "round_share",
        "digit",
        "digit_share",
        "flag",
        "reason",
    ),
    samples=(
        Sample(
            {"rater": ["A"] * 20, "rating": [80, 85, 90, 95, 70] * 4},
            {"fewest_numbers": 20},
            {
                "ratings": [20],
                "chi_square": [(10**2 + 6**2 + 8 * 2**2) / 2],
                "round_share": [1],
                "digit": [0],
                "digit_share": [0.6],
                "flag": [1],
                "reason": ["digits"],
            },
        ),
        Sample(
            {"rater": ["A"] * 10, "rating": [80, 81, 82, 83, 84, 85, 86, 87, 88, 89]},
            {},
            {"chi_square": [0], "chance": [1], "round_share": [0.2], "flag": [None], "reason": ["too_few"]},
        ),
    ),
)
def digits(columns: Columns, parameters: Parameters) -> Columns:
    """Show, per rater, whether the numbers end in some digits more often than chance would have it."""
    listed = ratings_of(columns)
    found = final_digits(listed.rater, listed.rating, len(listed.raters), parameters["unit"])
    enough = found.count >= parameters["fewest_numbers"]
    flag, reason = indication(enough, digits=found.chance < parameters["chance_limit"])
    return {
        "rater": listed.raters,
        "ratings": found.count,
        "chi_square": found.chi_square,
        "chance": found.chance,
        "round_share": found.rounded,
        "digit": found.digit,
        "digit_share": found.share,
        "flag": flag,
        "reason": reason,
    }
