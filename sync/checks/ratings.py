"""R: ratings that ask for a second look: far from the own view without a word, or the same for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.parameters import told
from addin.texts import listed
from sync.checks.context import Context, FormReading
from sync.checks.registry import check
from sync.checks.remarks import to_be_explained, unexplained
from sync.checks.saying import at_line
from sync.checks.values import sent_lines
from sync.findings import Problem
from templates.books.department.demands import scale

APART = 0.4
"""So far apart [share of the scale] the two ratings of a line need a word: 2 of 5."""

PEOPLE, LINES = 5, 2
"""From so many people on, with so many judged lines each, the same ratings are no chance."""


@check("R003")
def far_from_own_view(context: Context) -> Iterator[Problem]:
    """Find lines whose two ratings are far apart without a word why; what V007 asks for is asked once."""
    asked = {id(line) for _, line, _ in to_be_explained(context)}
    for form, line, _ in sent_lines(context):
        own, rating = line.entry.self_rating, line.entry.manager_rating
        if own is None or rating is None or id(line) in asked:
            continue
        most = scale(line.line)
        on_scale = 1 <= own <= most and 1 <= rating <= most
        if on_scale and abs(own - rating) >= APART * most and unexplained(context, form, line):
            ratings = {"own": told(own), "rating": told(rating), "scale": most}
            yield at_line(context, form, line, "comment", found=ratings["rating"], **ratings)


@check("R004")
def same_for_everybody(context: Context) -> Iterator[Problem]:
    """Find that all people of a workbook got the same ratings: one in all lines, or line by line the same."""
    people = [form for form in context.forms if form.person]
    forms: set[tuple[tuple[str, float], ...]] = set()
    single: set[float] = set()
    for form in people:
        rated = _rated(form)
        forms.add(rated)
        single.update(rating for _, rating in rated)
        if len(rated) < LINES or min(len(forms), len(single)) > 1:
            return
    if len(people) >= PEOPLE:
        first = next(line for line in people[0].lines if line.entry.manager_rating is not None)
        found = listed(map(told, sorted(single)), context.language)
        yield at_line(context, people[0], first, "manager_rating", found=found, n=len(people))


def _rated(form: FormReading) -> tuple[tuple[str, float], ...]:
    """Return the judged indicators of a form with their ratings."""
    lines = ((line.indicator.id, line.entry.manager_rating) for line in form.lines)
    return tuple((indicator, rating) for indicator, rating in lines if rating is not None)
