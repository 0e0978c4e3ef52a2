"""What a committee decides on: groups of people ranked together, ties at the end of a grade, places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from addin.scoring.finishing import Finish
from addin.scoring.grading import best_first
from addin.scoring.ranking.distribution import Proposal
from addin.scoring.scheme import Quota, Roster, Scheme
from sync.analysis.groups import Guide, guides
from sync.archive.rows import department_of
from sync.process.outcomes import QUOTAS
from sync.process.quotas import limits

ADVISE, EXACT = "advise", "exact"
UNITS = "@"
"""The group of the departments that have a result of their own."""

KEPT, COMMITTEE, BETTER, WORSE = "kept", "committee", "better", "worse"
"""How a tie at the end of a grade came out, or that it is to be decided on."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """People who are ranked together, or all departments: the unit they count in, and what binds them.

    `limited` is the department whose own grade says how many may be at the top, "" without one; `quotas` are
    none where nothing is asked; `small`: too few people for quotas to bind. `counted` take a place, `others`
    do not.
    """

    unit: str
    limited: str
    counted: tuple[str, ...]
    others: tuple[str, ...]
    quotas: tuple[Quota, ...]
    small: bool = False

    @property
    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.counted, *self.others)


@dataclass(frozen=True, slots=True)
class Excess:
    """A grade that more people of a group are given, or fewer, than the quotas allow.

    `grades` are those that share the places; `binding`: whether the quotas bind here, or only advise.
    """

    unit: str
    grades: tuple[str, ...]
    have: int
    most: int
    binding: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal scores at the end of a grade: how it came out, how many are equal, between which grades."""

    kind: str
    people: int
    better: str = ""
    worse: str = ""


def ranked(
    scheme: Scheme, roster: Roster, finishes: Mapping[str, Finish], proposed: Mapping[str, Proposal]
) -> list[Ranked]:
    """Return the groups of a cycle, by their units, the departments themselves last.

    Without quotas all people are one group.
    """
    own = limits(scheme, finishes) if QUOTAS in scheme.settings.modules else {}
    found: dict[tuple[str, str], list[str]] = {}
    for subject in finishes:
        if department_of(subject) is None:
            department = roster[subject].department if subject in roster else ""
            unit = proposed[subject].pool if subject in proposed else ""
            found.setdefault((unit, department if department in own else ""), []).append(subject)
    groups = [
        _group(scheme, unit, limited, own.get(limited, scheme.quotas), people, proposed)
        for (unit, limited), people in sorted(found.items())
    ]
    units = tuple(subject for subject in finishes if department_of(subject) is not None)
    return [*groups, Ranked(UNITS, "", units, (), ())] if units else groups


def _group(
    scheme: Scheme,
    unit: str,
    limited: str,
    quotas: Sequence[Quota],
    people: Sequence[str],
    proposed: Mapping[str, Proposal],
) -> Ranked:
    counted = tuple(one for one in people if one not in proposed or proposed[one].place is not None)
    others = tuple(one for one in people if one not in counted)
    small = len(counted) < scheme.settings.quota_minimum
    return Ranked(unit, limited, counted, others, tuple(quotas) if unit else (), small)


def guide_of(scheme: Scheme, group: Ranked, given: Mapping[str, str | None]) -> dict[str, Guide]:
    """Return what the quotas say of each grade in a group, as its people are given grades."""
    return guides(group.quotas, counts_of(scheme, group, given))


def counts_of(scheme: Scheme, group: Ranked, given: Mapping[str, str | None]) -> dict[str, int]:
    """Return how many people who take a place are given each grade, from the best to the worst."""
    number = Counter(given.get(one) for one in group.counted)
    return {grade.id: number[grade.id] for grade in best_first(scheme.grades)}


def exceeded(
    scheme: Scheme, group: Ranked, given: Mapping[str, str | None], proposed: Mapping[str, str | None]
) -> list[Excess]:
    """Return the grades of a group with more people, or fewer, than the quotas allow.

    What is proposed is always allowed: equals at the end of a grade may take more than its places. In a
    group that is too small nothing is exceeded.
    """
    if group.small:
        return []
    mode, lowest = scheme.settings.quota_mode, best_first(scheme.grades)[-1].id
    have, before = (counts_of(scheme, group, grades) for grades in (given, proposed))
    found = []
    for grade, guide in guides(group.quotas, have).items():
        number, usual = (sum(counts[one] for one in guide.grades) for counts in (have, before))
        bound = mode == EXACT or (mode != ADVISE and grade == lowest)
        over = (guide.at_most or mode == EXACT) and number > max(guide.people, usual)
        under = not guide.at_most and bound and number < min(guide.people, usual)
        if over or under:
            found.append(Excess(group.unit, guide.grades, number, guide.people, mode != ADVISE))
    return found


def ties(
    scheme: Scheme, group: Ranked, finishes: Mapping[str, Finish], proposed: Mapping[str, Proposal]
) -> dict[str, Tie]:
    """Return who has the score of somebody else where a grade ends, and on which side they are proposed."""
    order = [grade.id for grade in best_first(scheme.grades)]
    equal: dict[float, list[str]] = {}
    for subject in group.counted:
        score = finishes[subject].score
        if score is not None and subject in proposed:
            equal.setdefault(score, []).append(subject)
    return {
        subject: tie
        for people in equal.values()
        if len(people) > 1
        for subject, tie in _ties(people, proposed, order).items()
    }


def _ties(people: Sequence[str], proposed: Mapping[str, Proposal], order: Sequence[str]) -> dict[str, Tie]:
    """Return the ties among people of one score; there is none where all get the grade of the score."""
    reasons = {"tie_kept": KEPT, "committee": COMMITTEE}
    grades = sorted({proposed[one].proposed or "" for one in people}, key=order.index)
    found = {}
    for one in people:
        kind = reasons.get(proposed[one].reason)
        if len(grades) > 1:
            side = BETTER if proposed[one].proposed == grades[0] else WORSE
            found[one] = Tie(kind or side, len(people), grades[0], grades[-1])
        elif kind is not None:
            found[one] = Tie(kind, len(people))
    return found
