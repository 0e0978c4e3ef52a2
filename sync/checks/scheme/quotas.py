"""Checks of the Quotas sheet: shares that nobody can keep."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from addin.scoring.grading import best_first
from addin.scoring.parameters import told
from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Problem
from templates.tables.scheme import QUOTAS


@check("S034", "scheme")
def impossible_quotas(subject: SchemeSubject) -> Iterator[Problem]:
    """Find quotas that leave no place for somebody, or have more places than people."""
    scheme, language = subject.scheme, subject.language
    if QUOTAS.key not in scheme.settings.modules:
        return
    from addin.scoring.ranking.quotas import inspect_quotas, listed_quotas

    grades = [grade.id for grade in best_first(scheme.grades)]
    unclear = {problem.key[0] for problem in subject.reading.problems if problem.table == QUOTAS.key}
    for trouble in inspect_quotas(grades, listed_quotas(scheme.quotas)) if not unclear else ():
        named = str(trouble.values.get("grade", next((one.grade for one in scheme.quotas), "")))
        values = {k: told(v) if isinstance(v, float) else v for k, v in trouble.values.items()}
        key = f"ranking.troubles.{trouble.code}"
        what, mend = (say(f"{key}.{part}", language, **values) for part in ("what", "mend"))
        yield subject.at(QUOTAS.key, "share", named, found=values.get("total"), what=what, mend=mend)


@check("S040", "scheme")
def limit_without_effect(subject: SchemeSubject) -> Iterator[Problem]:
    """Find limits that a limit for worse grades makes needless, since the better ones are counted in it."""
    scheme = subject.scheme
    if QUOTAS.key not in scheme.settings.modules:
        return
    limits = {quota.grade: quota.share for quota in scheme.quotas if quota.at_most}
    order = [grade.id for grade in best_first(scheme.grades) if grade.id in limits]
    for better, worse in pairwise(order):
        if limits[better] > limits[worse]:
            found, most = (told(share, percent=True) for share in (limits[better], limits[worse]))
            yield subject.at(QUOTAS.key, "share", better, found=found, expected=f"≤ {most}", other=worse)
