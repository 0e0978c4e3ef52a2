"""Ranks, grades, quotas and forced distribution as functions over tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.parameters import ParameterError
from addin.scoring.ranking.bands import graded, inspect_bands, parse_grades, parse_quotas
from addin.scoring.ranking.quotas import Quota, inspect_quotas, places, shares_of
from addin.scoring.ranking.ranks import ranks
from addin.scoring.registry import Parameter, Parameters, Trouble

EMPLOYEE, SCORE = Field("employee", "text", once=True), Field("score", blank=True)
GROUP = Field("group", "text", required=False)
GRADES = Parameter("grades", "text", default="S:105;A:100;B:85;C:70;D")


def texts(columns: Columns, key: str) -> Sequence[str]:
    """Return a column of texts that may be missing; then every row is blank."""
    found: Sequence[str] = columns.get(key, [""] * len(columns["employee"]))
    return found


@function(
    "rank",
    area="ranking",
    fields=(EMPLOYEE, GROUP, SCORE),
    results=("employee", "group", "rank"),
    parameters=(Parameter("kind", "choice", default="competition", choices=("competition", "dense")),),
    samples=(
        Sample(
            {
                "employee": ["Solomon", "Jason", "Errol", "Garry", "Bernard", "Barry", "Stephen"],
                "score": [44, 42, 42, 41, 41, 41, 39],
            },
            {},
            {"rank": [1.0, 2.0, 2.0, 4.0, 4.0, 4.0, 7.0]},
            "Rosetta Code, Ranking methods: standard",
        ),
        Sample(
            {
                "employee": ["Solomon", "Jason", "Errol", "Garry", "Bernard", "Barry", "Stephen"],
                "score": [44, 42, 42, 41, 41, 41, 39],
            },
            {"kind": "dense"},
            {"rank": [1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 4.0]},
            "Rosetta Code, Ranking methods: dense",
        ),
        Sample(
            {"employee": ["1", "2", "3", "4"], "group": ["a", "b", "a", "b"], "score": [90, 80, None, 95]},
            {},
            {"group": ["a", "b", "a", "b"], "rank": [1.0, 2.0, None, 1.0]},
        ),
    ),
)
def rank(columns: Columns, parameters: Parameters) -> Columns:
    """Rank people by score, all together or within their groups; equal scores share a rank."""
    groups = texts(columns, "group")
    found = ranks(columns["score"], groups, parameters["kind"])
    return {"employee": columns["employee"], "group": groups, "rank": found}


@function(
    "percentile",
    area="ranking",
    fields=(EMPLOYEE, GROUP, SCORE),
    results=("employee", "group", "percentile"),
    samples=(
        Sample(
            {"employee": list("abcdefghij"), "score": [13, 12, 11, 8, 4, 3, 2, 1, 1, 1]},
            {},
            {"percentile": [1.0, 8 / 9, 7 / 9, 6 / 9, 5 / 9, 4 / 9, 3 / 9, 0.0, 0.0, 0.0]},
            "support.microsoft.com, PERCENTRANK.INC: 2 is at 3/(3+6), 4 at 0.555, 8 at 0.666",
        ),
        Sample(
            {"employee": ["1", "2", "3"], "group": ["a", "b", "a"], "score": [90, 80, 70]},
            {},
            {"percentile": [1.0, 1.0, 0.0]},
            "Excel: PERCENTRANK.INC of a single value is 1",
        ),
    ),
)
def percentile(columns: Columns, parameters: Parameters) -> Columns:  # noqa: ARG001 - it has none
    """Say which share of the others each person has left behind, all together or within the groups."""
    groups = texts(columns, "group")
    found = ranks(columns["score"], groups, "percentile")
    return {"employee": columns["employee"], "group": groups, "percentile": found}


def inspect_typed(parameters: Parameters) -> Iterator[Trouble]:
    """Find grades and quotas that cannot be read or cannot work."""
    try:
        grades = parse_grades(parameters["grades"])
    except ParameterError as error:
        yield Trouble(error.code, "grades", {"part": error.part})
        return
    yield from inspect_bands(grades)
    names = [grade.id for grade in grades]
    try:
        quotas = parse_quotas(parameters.get("quotas", ""), names)
    except ParameterError as error:
        yield Trouble(error.code, "quotas", {"part": error.part})
    else:
        yield from inspect_quotas(names, quotas)


@function(
    "grades",
    area="ranking",
    fields=(EMPLOYEE, SCORE),
    results=("employee", "grade"),
    parameters=(GRADES,),
    inspect=lambda _, parameters: inspect_typed(parameters),
    samples=(
        Sample(
            {"employee": ["1", "2", "3", "4", "5"], "score": [105, 104.99, 85, 69.99, None]},
            {},
            {"grade": ["S", "A", "B", "D", ""]},
            "defaults.md, Grades",
        ),
        Sample(
            {"employee": ["1", "2", "3"], "score": [90, 89.999999999999, 59]},
            {"grades": "优秀：90；合格：60；不合格"},
            {"grade": ["优秀", "优秀", "不合格"]},
            "noise behind the 9th decimal does not count",
        ),
    ),
)
def grades_of(columns: Columns, parameters: Parameters) -> Columns:
    """Give each score the grade whose band holds it."""
    grades = parse_grades(parameters["grades"])
    names = [*(grade.id for grade in grades), ""]
    found = [names[number] for number in graded(columns["score"], grades).tolist()]
    return {"employee": columns["employee"], "grade": found}


def typed_quotas(columns: Columns) -> list[Quota]:
    """Return the quotas of a table with one row per grade; a row without a share has none."""
    caps = columns.get("at_most", [""] * len(columns["grade"]))
    rows = zip(columns["grade"], columns["share"].tolist(), caps, strict=True)
    return [Quota(grade, share, cap == "yes") for grade, share, cap in rows if share == share]


def inspect_places(columns: Columns, _: Parameters) -> Iterator[Trouble]:
    """Find shares that cannot work."""
    yield from inspect_quotas(columns["grade"], typed_quotas(columns))


STATES = {
    "Virginia": 630_560,
    "Massachusetts": 475_327,
    "Pennsylvania": 432_879,
    "North Carolina": 353_523,
    "New York": 331_589,
    "Maryland": 278_514,
    "Connecticut": 236_841,
    "South Carolina": 206_236,
    "New Jersey": 179_570,
    "New Hampshire": 141_822,
    "Vermont": 85_533,
    "Georgia": 70_835,
    "Kentucky": 68_705,
    "Rhode Island": 68_446,
    "Delaware": 55_540,
}
FIVE: dict[str, list[Any]] = {"grade": ["S", "A", "B", "C", "D"], "share": [5, 20, 60, 12, 3]}


@function(
    "quotas",
    area="ranking",
    fields=(
        Field("grade", "text"),
        Field("share", "percent", blank=True, low=0, high=100),
        Field("at_most", "flag", required=False, blank=True),
    ),
    results=("grade", "share", "at_most", "places"),
    parameters=(Parameter("people", "integer", low=0, required=True),),
    inspect=inspect_places,
    samples=(
        Sample(
            {"grade": ["1", "2", "3", "4", "5"], "share": [10, 15, 45, 25, 5]},
            {"people": 1800},
            {"places": [180.0, 270.0, 810.0, 450.0, 90.0]},
            "homeworklib.com, question 1602207: a warehouse of 1,800",
        ),
        Sample(
            {"grade": list(STATES), "share": [100 * one / sum(STATES.values()) for one in STATES.values()]},
            {"people": 60},
            {"places": [11.0, 8.0, 7.0, 6.0, 6.0, 5.0, 4.0, 3.0, 3.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0]},
            "electowiki.org, Hamilton method: 60 seats among the states of 1790",
        ),
        Sample(
            FIVE | {"at_most": ["yes", "yes", "no", "", ""]},
            {"people": 37},
            {"places": [1.0, 7.0, 23.0, 5.0, 1.0]},
            "defaults.md: the shape 5/20/60/12/3; 1.85 and 7.4 down, then 4.44 and 22.2 up",
        ),
        Sample(
            FIVE | {"share": [5, None, None, None, 3], "at_most": ["yes", "", "", "", ""]},
            {"people": 50},
            {"places": [2.0, None, None, None, 2.0]},
            "scoring.md: 2.5 of 50 down, 92 % are 46 in full, so 1.5 goes up",
        ),
    ),
)
def quota_places(columns: Columns, parameters: Parameters) -> Columns:
    """Turn percentages of grades, the best first, into whole people who add up."""
    import numpy as np

    shares = shares_of(columns["grade"], typed_quotas(columns))
    found = places(np.array([int(parameters["people"])]), shares)[0]
    caps = columns.get("at_most", [""] * len(columns["grade"]))
    return {"grade": columns["grade"], "share": columns["share"], "at_most": caps, "places": found}
