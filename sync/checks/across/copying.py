"""R: ratings and words that were copied: from workbook to workbook, or from last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from addin.scoring.parameters import told
from sync.archive.across.values import Earlier, Subject
from sync.checks.across.material import Across, at_answer, at_department, subjects
from sync.checks.registry import check
from sync.findings import Problem

NO_ACCIDENT = 1e-6
"""Equal ratings are named once they would come about by accident less often than this."""


@check("R006", "cycle", whole=True)
def copied_ratings(across: Across) -> Iterator[Problem]:
    """Find departments whose ratings are the same, one after the other, in a way that is no accident."""
    for one in across.whole.copied:
        if _by_accident(one.ratings) <= NO_ACCIDENT:
            first, others = one.departments[0], one.departments[1:]
            found = " ".join(map(told, one.ratings))
            n, titles = len(one.ratings), across.titles(others)
            yield at_department(across, first, " ".join(others), found=found, n=n, others=titles)


def _by_accident(ratings: Sequence[float]) -> float:
    """Tell how probable it is that somebody who uses each rating as often gives these in this order."""
    alike: float = sum((n / len(ratings)) ** 2 for n in Counter(ratings).values())
    return alike ** len(ratings)


@check("R007", "cycle")
def as_last_time(across: Across) -> Iterator[Problem]:
    """Find people whose ratings and words are all those of the last cycle of the same kind.

    The overall comment is among them: ratings alone are often the same, one or two as they are.
    """
    for book, subject in subjects(across):
        judged = [one for one in subject.answers if one.rating is not None]
        if judged and subject.earlier and _same(subject, subject.earlier):
            words = (text for _, text in sorted(subject.words.items()))
            found = " · ".join([*(told(one.rating) for one in judged), *words])
            yield at_answer(across, book, subject, judged[0], "manager_rating", found=found, n=len(judged))


def _same(subject: Subject, earlier: Earlier) -> bool:
    ratings = {one.indicator: one.rating for one in subject.answers if one.rating is not None}
    return "overall_comment" in subject.words and (ratings, subject.words) == (earlier.ratings, earlier.words)
