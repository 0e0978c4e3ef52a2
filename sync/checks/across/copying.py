"""R: ratings and words that were copied: from workbook to workbook, from person to person, from last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from addin.texts import listed
from sync.archive.across.values import Earlier, Subject
from sync.checks.across.material import Across, at_answer, at_department, subjects
from sync.checks.registry import check
from sync.findings import Problem

NO_ACCIDENT = 1e-6
"""Equal ratings are named once they would come about by accident less often than this."""

SAME_WORDS, LONG = 3, 20
"""So many people with the same comment, of so many letters, are no accident."""

NAMED = 5
"""So many people are named."""

JUDGED = 4
"""So many judged lines of a person are compared with the last cycle."""


@check("R006", "cycle", whole=True)
def copied_ratings(across: Across) -> Iterator[Problem]:
    """Find departments whose ratings are the same, one after the other, in a way that is no accident."""
    for one in across.whole.copied:
        if _by_accident(one.ratings) <= NO_ACCIDENT:
            first, others = one.departments[0], one.departments[1:]
            n, told = len(one.ratings), across.titles(others)
            yield at_department(across, first, " ".join(others), found=n, n=n, others=told)


def _by_accident(ratings: Sequence[float]) -> float:
    """Tell how probable it is that somebody who uses each rating as often gives these in this order."""
    alike: float = sum((n / len(ratings)) ** 2 for n in Counter(ratings).values())
    return alike ** len(ratings)


@check("R008", "cycle")
def same_words(across: Across) -> Iterator[Problem]:
    """Find a comment that stands word for word at several people, half of a workbook or more."""
    for book in across.books:
        said: dict[str, list[Subject]] = {}
        for one in book.subjects:
            if one.words.strip() and one.state not in ("issued", "returned"):
                said.setdefault(" ".join(one.words.split()), []).append(one)
        for words, alike in said.items():
            many = len(alike) >= SAME_WORDS and 2 * len(alike) >= sum(map(len, said.values()))
            if many and len(words) >= LONG:
                names = listed((across.name(one.id) for one in alike[:NAMED]), across.language)
                values = {"n": len(alike), "names": names}
                where = alike[0].words_at
                yield at_department(across, book.department, "words", spot=where, found=words, **values)


@check("R007", "cycle")
def as_last_time(across: Across) -> Iterator[Problem]:
    """Find people whose ratings and words are all those of the last cycle of the same kind."""
    for book, subject in subjects(across):
        judged = [one for one in subject.answers if one.rating is not None]
        if subject.earlier and len(judged) >= JUDGED and _same(subject, subject.earlier):
            yield at_answer(across, book, subject, judged[0], "manager_rating", n=len(judged))


def _same(subject: Subject, earlier: Earlier) -> bool:
    ratings = {one.indicator: one.rating for one in subject.answers if one.rating is not None}
    words = {one.indicator: one.comment for one in subject.answers if one.comment}
    words |= {"": subject.words} if subject.words else {}
    return bool(words) and ratings == earlier.ratings and words == earlier.words
