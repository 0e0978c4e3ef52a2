"""R: what other raters say, asked for in another system: too few of them, or far from the manager."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import fsum
from typing import cast

from addin.scoring.parameters import told
from addin.scoring.raters.functions.combining import ANONYMOUS, FEWEST_RATERS
from addin.scoring.rounding import settle
from addin.scoring.scheme import Line
from addin.texts import say
from sync.archive.across.values import Answer, Subject
from sync.archive.rated import Heard
from sync.checks.across.material import Across, at_answer, at_subject, subjects
from sync.checks.registry import check
from sync.findings import Problem
from templates.books.department.demands import scale

FEWEST = cast(int, FEWEST_RATERS.default)
"""So many raters a group needs for its mean to be shown."""

PEERS = ANONYMOUS[0]


@check("R001", "cycle")
def too_few_raters(across: Across) -> Iterator[Problem]:
    """Find groups of raters too small to be shown by themselves, of people whose form has come."""
    for book, subject in subjects(across):
        few = [one for one in _anonymous(across, subject) if one.raters < FEWEST]
        merged = sum(one.raters for one in few) >= FEWEST
        what = say(f"checks.R001.kinds.{'merged' if merged else 'withheld'}", across.language)
        for one in few:
            group = say(f"raters.choices.group.{one.relation}", across.language)
            found = at_subject(
                across,
                book,
                subject,
                subject.spot,
                found=one.raters,
                expected=FEWEST,
                group=group,
                what=what,
            )
            yield replace(found, column=one.relation)


def _anonymous(across: Across, subject: Subject) -> Sequence[Heard]:
    """Return the groups that are never shown rater by rater."""
    return [one for one in across.heard.get(subject.id, ()) if one.relation in ANONYMOUS]


@check("R002", "cycle")
def far_from_the_peers(across: Across) -> Iterator[Problem]:
    """Find manager ratings far from what the peers say on the average, with no word on why.

    |manager − mean of the peers| / highest rating, from three peers on. A comment in the row explains it and
    ends the finding: there are good reasons to see more, or something else, than the peers do.
    """
    for book, subject in subjects(across):
        heard = [one for one in across.heard.get(subject.id, ()) if one.relation == PEERS]
        for one in subject.answers:
            ratings = heard[0].ratings.get(one.indicator, ()) if heard else ()
            if len(ratings) >= FEWEST and not one.comment.strip() and _far(across, subject, one, ratings):
                mean = told(fsum(ratings) / len(ratings), decimals=2)
                yield at_answer(
                    across,
                    book,
                    subject,
                    one,
                    "manager_rating",
                    found=one.rating,
                    expected=mean,
                    n=len(ratings),
                )


def _far(across: Across, subject: Subject, answer: Answer, ratings: Sequence[float]) -> bool:
    """Tell whether a rating lies too far from the mean of others, as a share of its scale."""
    line = _judged(across, subject.id, answer.indicator)
    if line is None or answer.rating is None:
        return False
    gap = abs(answer.rating - fsum(ratings) / len(ratings)) / scale(line)
    return settle(gap) >= across.scheme.settings.gap_manager_peers


def _judged(across: Across, subject: str, indicator: str) -> Line | None:
    """Return the line by which a person is judged; None where there is none (any more)."""
    person = across.roster.get(subject)
    if person is None or person.position not in across.scheme.positions:
        return None
    lines = across.scheme.lines_of(person.position, across.cycle.kind)
    return next((line for line in lines if line.judged and line.indicator == indicator), None)
