"""What the quotas propose for the people of a cycle; a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import fsum
from types import MappingProxyType

from addin.scoring.finishing import LIMIT, Finish
from addin.scoring.goals import of_department
from addin.scoring.grading import best_first
from addin.scoring.ranking.distribution import Placed, Proposal, distribute
from addin.scoring.ranking.proposing import Rule
from addin.scoring.ranking.quotas import Quota as Share
from addin.scoring.ranking.quotas import listed_quotas
from addin.scoring.scheme import Coefficient, Person, Quota, Roster, Scheme, Settings
from sync.archive.rows import department_of
from sync.checks.across.material import Pool
from sync.process.outcomes import COEFFICIENTS, QUOTAS, Evidence, mean_of_lines, rules_of

NOTHING: Mapping[str, float] = MappingProxyType({})
WITHOUT_PLACE = ("quota_full", "quota_bottom", "committee")
"""Why somebody may not have the grade of the score: the places are taken, or equals are to be decided on."""

DAYS_OF_A_MONTH = 365.25 / 12


def proposals(
    evidence: Evidence, finishes: Mapping[str, Finish], before: Mapping[str, float] = NOTHING
) -> dict[str, Proposal]:
    """Return the grade proposed for each person with a result; none while the module is off.

    Groups are departments, small ones pooled with what they belong to. Where a department's own grade says
    how many may be at the top, its people are held to that.
    """
    scheme = evidence.scheme
    if QUOTAS not in scheme.settings.modules or not scheme.grades or not scheme.quotas:
        return {}
    people = [subject for subject in finishes if department_of(subject) is None]
    limited = limits(scheme, finishes)
    found: dict[str, Proposal] = {}
    for department, quotas in [(None, scheme.quotas), *limited.items()]:
        own = [one for one in people if _limited_by(evidence.roster[one], limited) == department]
        placed = [_placed(evidence, subject, finishes[subject], before.get(subject)) for subject in own]
        found |= dict(zip(own, _proposed(scheme, placed, listed_quotas(quotas)), strict=True))
    return found


def pools(
    proposed: Mapping[str, Proposal], roster: Roster, scheme: Scheme, waiting: Collection[str]
) -> tuple[Pool, ...]:
    """Return the groups in which people are ranked together, with those who have a better grade than a place.

    waiting: people whose form has not come; a group with one of them is not complete and left out.
    """
    groups: dict[str, list[str]] = {}
    for subject, one in proposed.items():
        if one.place is not None:
            groups.setdefault(one.pool, []).append(subject)
    open_ = {roster[subject].department for subject in waiting if subject in roster}
    found = []
    for unit, people in sorted(groups.items()):
        departments = tuple(sorted({roster[subject].department for subject in people}))
        if not open_.intersection(departments):
            above = _above([proposed[subject] for subject in people], scheme)
            found.append(Pool(unit, departments, len(people), above))
    return tuple(found)


def _above(proposed: Sequence[Proposal], scheme: Scheme) -> tuple[tuple[str, int], ...]:
    """Count for each grade, the best first, those who have no place, or of equals perhaps none."""
    full = Counter(one.grade for one in proposed if one.reason in WITHOUT_PLACE)
    return tuple((grade.id, full[grade.id]) for grade in best_first(scheme.grades) if full[grade.id])


def _proposed(scheme: Scheme, people: Sequence[Placed], quotas: Sequence[Share]) -> list[Proposal]:
    parents = {unit.id: unit.parent for unit in scheme.departments.values() if unit.parent}
    return distribute(people, best_first(scheme.grades), quotas, rule_of(scheme.settings), parents)


def rule_of(settings: Settings) -> Rule:
    """Return how quotas are applied, as Settings says."""
    return Rule(settings.quota_mode, settings.quota_minimum, new_out=settings.quota_new_months > 0)  # type: ignore[arg-type]


def _limited_by(person: Person, limited: Mapping[str, object]) -> str | None:
    return person.department if person.department in limited else None


def limits(scheme: Scheme, finishes: Mapping[str, Finish]) -> dict[str, list[Quota]]:
    """Return, for departments whose own grade limits their top grades, the quotas of their people."""
    if COEFFICIENTS not in scheme.settings.modules or scheme.settings.coefficient_form != LIMIT:
        return {}
    tops = {one.grade: one for one in scheme.coefficients if one.top_share is not None}
    graded = {unit: finishes.get(of_department(unit)) for unit in scheme.departments}
    return {
        unit: _with_top(scheme.quotas, tops[finish.grade])
        for unit, finish in graded.items()
        if finish is not None and finish.grade in tops
    }


def _with_top(quotas: Sequence[Quota], top: Coefficient) -> list[Quota]:
    """Return quotas in which the widest limit at the top is that of the department's grade.

    It never leaves less than the other grades must have.
    """
    room = 1 - fsum(one.share for one in quotas if not one.at_most)
    widest = max((one.share for one in quotas if one.at_most), default=1.0)
    assert top.top_share is not None, top
    most = min(top.top_share, room)
    return [replace(one, share=_limited(one, widest, most)) for one in quotas]


def _limited(quota: Quota, widest: float, top: float) -> float:
    """Return the share of a quota: the widest limit becomes that of the department, no other is above it."""
    if not quota.at_most:
        return quota.share
    return top if quota.share == widest else min(quota.share, top)


def _placed(evidence: Evidence, subject: str, finish: Finish, before: float | None) -> Placed:
    """Arrange a person for the distribution; ties are broken by the measured part, then the last cycle."""
    person = evidence.roster[subject]
    keys = (_measured(evidence, subject), before)
    score = None if finish.grade is None and finish.ceiling is None else finish.score
    return Placed(person.department, score, keys, finish.ceiling, _is_new(evidence, person))


def _measured(evidence: Evidence, subject: str) -> float | None:
    """Return the weighted mean of what was measured and not judged."""
    rules = rules_of(evidence.scheme, evidence.roster, evidence.cycle, subject)
    lines = evidence.results[subject].lines
    measured = [one for one in lines if one.indicator in rules and not rules[one.indicator].judged]
    return mean_of_lines(evidence, subject, measured)


def _is_new(evidence: Evidence, person: Person) -> bool:
    months = evidence.scheme.settings.quota_new_months
    served = (evidence.cycle.ends - person.hired).days if person.hired else None
    return served is not None and served < months * DAYS_OF_A_MONTH
