"""Forced distribution of people: groups to pools, scores to grades, and what the quotas propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from addin.scoring.arithmetic import Array, numbers
from addin.scoring.ranking.bands import graded
from addin.scoring.ranking.pools import pools_of
from addin.scoring.ranking.proposing import REASONS, People, Rule, propose
from addin.scoring.ranking.quotas import Quota, shares_of
from addin.scoring.ranking.standing import Flags, Whole
from addin.scoring.scheme import Grade


@dataclass(frozen=True, slots=True)
class Placed:
    """One person to be ranked: group, rounded score [points] or None, and what breaks a tie, in its order.

    ceiling: the best grade a veto leaves, None without a veto; is_new: whether the person is new.
    """

    group: str
    score: float | None
    keys: tuple[float | None, ...] = ()
    ceiling: str | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one person: grade by the score, proposed grade, place within the pool, and why.

    grade, proposed: None without a score; place: from 1, None for who takes none; reason: one of REASONS;
    binding: whether the quotas bind here, or only advise.
    """

    grade: str | None
    proposed: str | None
    place: int | None
    pool: str
    reason: str
    binding: bool


def distribute(
    people: Sequence[Placed],
    grades: Sequence[Grade],
    quotas: Sequence[Quota],
    rule: Rule,
    parents: Mapping[str, str] | None = None,
) -> list[Proposal]:
    """Propose a grade for each person so that every group, or pool of small groups, keeps its quotas.

    grades: from the best to the worst, with nothing wrong in their bands; quotas: such that `inspect_quotas`
    finds nothing; people: all with the same number of keys; parents: the unit above a group.
    Returns one proposal per person, in their order, on which nothing else depends.
    Source: scoring.md section 3, defaults.md Quotas.
    """
    names = [grade.id for grade in grades]
    asked, pools = _arranged(people, grades, names, rule, parents or {})
    found = propose(asked, shares_of(names, quotas), rule)
    columns = (asked.grades, found.grades, found.places, asked.pools, found.reasons, found.binding)
    return [
        Proposal(
            names[grade] if grade >= 0 else None,
            names[proposed] if proposed >= 0 else None,
            int(place) if place > 0 else None,
            pools[pool],
            REASONS[reason],
            binding,
        )
        for grade, proposed, place, pool, reason, binding in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def _arranged(
    people: Sequence[Placed],
    grades: Sequence[Grade],
    names: Sequence[str],
    rule: Rule,
    parents: Mapping[str, str],
) -> tuple[People, list[str]]:
    """Arrange people as arrays; the names of their pools come back, too."""
    import numpy as np

    ceilings = [0 if one.ceiling is None else names.index(one.ceiling) for one in people]
    return ranked(
        [one.group for one in people],
        parents,
        numbers([one.score for one in people]),
        [numbers(key) for key in zip(*(one.keys for one in people), strict=True)],
        np.array(ceilings, dtype=np.int8),
        np.array([one.is_new for one in people], dtype=np.bool_),
        grades,
        rule,
    )


def ranked(
    groups: Sequence[str],
    parents: Mapping[str, str],
    scores: Array,
    keys: Sequence[Array],
    ceilings: Whole,
    is_new: Flags,
    grades: Sequence[Grade],
    rule: Rule,
) -> tuple[People, list[str]]:
    """Arrange people for `propose`: their grades by the score, and their pools, whose names come back, too.

    All columns have one value per person; ceilings: the number of the best grade a veto leaves, 0 for none.
    """
    found, out = graded(scores, grades), is_new & rule.new_out
    minimum = rule.minimum if rule.pooling else 0
    pools, names = pools_of(groups, parents, (found >= 0) & ~out, minimum)
    return People(scores, keys, found, pools, len(names), ceilings, out), names
