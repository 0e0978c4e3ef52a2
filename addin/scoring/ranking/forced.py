"""Forced distribution as a function over a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.ranking.bands import parse_grades, parse_quotas
from addin.scoring.ranking.distribution import ranked
from addin.scoring.ranking.functions import (
    EMPLOYEE,
    GRADES,
    GROUP,
    SCORE,
    inspect_typed,
    texts,
)
from addin.scoring.ranking.proposing import REASONS, Rule, propose
from addin.scoring.ranking.quotas import shares_of
from addin.scoring.registry import Parameter, Parameters, Trouble

KEYS = ("measured", "last_score")
"""The columns that break ties, in this order."""

CEILING = Parameter("ceiling", "text", default="C")

TEN: dict[str, list[Any]] = {
    "employee": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
    "score": [110, 104, 102, 102, 96, 95, 94, 88, 88, 107, 50],
    "veto": [*[""] * 9, "yes", "no"],
    "is_new": [*[""] * 10, "yes"],
}
EXACT = {"mode": "exact", "quotas": "S<=10;A<=20;B=50;C=10;D=10", "minimum": 10, "ceiling": "D"}


def inspect_distribution(columns: Columns, parameters: Parameters) -> Iterator[Trouble]:
    """Find grades and quotas that cannot work, an unknown ceiling, and a group under two units."""
    yield from inspect_parents(columns)
    found = list(inspect_typed(parameters))
    yield from found
    asked = "yes" in texts(columns, "veto") or parameters["ceiling"] != CEILING.default
    if not found and asked:
        names = [grade.id for grade in parse_grades(parameters["grades"])]
        if parameters["ceiling"] not in names:
            values = {"ceiling": parameters["ceiling"], "grades": ", ".join(names)}
            yield Trouble("ceiling_unknown", "ceiling", values)


def inspect_parents(columns: Columns) -> Iterator[Trouble]:
    """Find a group that stands under two different units."""
    first: dict[str, str] = {}
    rows = zip(texts(columns, "group"), texts(columns, "parent"), strict=True)
    for row, (group, parent) in enumerate(rows, start=1):
        if parent != first.setdefault(group, parent):
            values = {"row": row, "group": group, "parent": parent, "other": first[group]}
            yield Trouble("parent_differs", "parent", values)


@function(
    "distribution",
    area="ranking",
    fields=(
        EMPLOYEE,
        GROUP,
        Field("parent", "text", required=False, blank=True),
        SCORE,
        *(Field(key, required=False, blank=True) for key in KEYS),
        Field("veto", "flag", required=False, blank=True),
        Field("is_new", "flag", required=False, blank=True),
    ),
    results=("employee", "group", "pool", "place", "grade", "proposed", "reason", "binding"),
    parameters=(
        GRADES,
        Parameter("quotas", "text", default="S<=5;S+A<=25"),
        Parameter("mode", "choice", default="advise", choices=("advise", "limit", "exact")),
        Parameter("minimum", "integer", default=20, low=0),
        Parameter("pooling", "flag", default=True),
        Parameter("new_out", "flag", default=True),
        CEILING,
    ),
    inspect=inspect_distribution,
    samples=(
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
                "score": [108, 106, 103, 102, 101, 100, 90, 80, 60, 95, None],
            },
            {"quotas": "S<=10;S+A<=40", "minimum": 10},
            {
                "place": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 9.0, 10.0, 7.0, None],
                "grade": ["S", "S", "A", "A", "A", "A", "B", "C", "D", "B", ""],
                "proposed": ["S", "A", "A", "A", "B", "B", "B", "C", "D", "B", ""],
                "reason": ["same", "quota_full", "same", "same", "quota_full", "quota_full"]
                + ["same"] * 4
                + ["no_score"],
                "binding": ["no"] * 11,
            },
            "defaults.md, Quotas: caps of S and of S + A, wider for ten people; mode advise",
        ),
        Sample(
            TEN,
            EXACT,
            {
                "place": [1.0, 2.0, 3.0, 3.0, 5.0, 6.0, 7.0, 8.0, 8.0, 10.0, None],
                "grade": ["S", "A", "A", "A", "B", "B", "B", "B", "B", "S", "D"],
                "proposed": ["S", "A", "B", "B", "B", "B", "B", "B", "B", "D", "D"],
                "reason": [
                    *("same", "same", "committee", "committee", "same", "same", "same"),
                    *("tie_kept", "tie_kept", "veto", "new"),
                ],
                "binding": ["yes"] * 10 + ["no"],
            },
            "scoring.md section 3: a cap leaves a tie to the committee, without one both stay above",
        ),
        Sample(
            TEN | {"measured": [None, None, 90, 95, None, None, None, 80, None, None, None]},
            EXACT,
            {
                "place": [1.0, 2.0, 4.0, 3.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, None],
                "proposed": ["S", "A", "B", "A", "B", "B", "B", "B", "C", "D", "D"],
                "reason": [
                    *("same", "same", "quota_full", "same", "same", "same", "same", "same"),
                    *("quota_full", "veto", "new"),
                ],
            },
            "defaults.md, Ties: the measured part first; who has none stands behind",
        ),
        Sample(
            {
                "employee": ["1", "2", "3", "4", "5", "6"],
                "group": ["sales 1", "sales 1", "sales 2", "sales 2", "store", "store"],
                "parent": ["sales", "sales", "sales", "sales", "", ""],
                "score": [110, 108, 109, 60, 106, 105],
            },
            {"mode": "limit", "quotas": "S<=50;D<=20", "minimum": 4},
            {
                "pool": ["sales", "sales", "sales", "sales", "store", "store"],
                "place": [1.0, 3.0, 2.0, 4.0, 1.0, 2.0],
                "proposed": ["S", "A", "S", "C", "S", "A"],
                "reason": ["same", "quota_full", "same", "quota_raised", "same", "group_small"],
                "binding": ["yes", "yes", "yes", "yes", "no", "no"],
            },
            "scoring.md section 3: two small groups under one unit make a pool, a third is only advised",
        ),
    ),
)
def distribution(columns: Columns, parameters: Parameters) -> Columns:
    """Propose grades so that every group keeps its quotas, and say why one differs from that of the score."""
    import numpy as np

    grades = parse_grades(parameters["grades"])
    names = [grade.id for grade in grades]
    rule = Rule(*(parameters[key] for key in ("mode", "minimum", "pooling", "new_out")))
    groups, veto, is_new = (texts(columns, key) for key in ("group", "veto", "is_new"))
    ceiling = names.index(parameters["ceiling"]) if "yes" in veto else 0
    people, pools = ranked(
        groups,
        {group: unit for group, unit in zip(groups, texts(columns, "parent"), strict=True) if unit},
        columns["score"],
        [columns[key] for key in KEYS if key in columns],
        np.where(np.array(veto) == "yes", np.int8(ceiling), np.int8(0)),
        np.array(is_new) == "yes",
        grades,
        rule,
    )
    found = propose(people, shares_of(names, parse_quotas(parameters["quotas"], names)), rule)
    return {
        "employee": columns["employee"],
        "group": groups,
        "pool": [pools[pool] for pool in people.pools.tolist()],
        "place": found.places,
        "grade": [[*names, ""][grade] for grade in people.grades.tolist()],
        "proposed": [[*names, ""][grade] for grade in found.grades.tolist()],
        "reason": [REASONS[reason] for reason in found.reasons.tolist()],
        "binding": ["yes" if binding else "no" for binding in found.binding.tolist()],
    }
