"""R: ratings of a workbook that ask for a second look: the same for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.parameters import told
from addin.texts import listed
from sync.checks.context import Context, FormReading, LineReading
from sync.checks.registry import check
from sync.checks.saying import at_line
from sync.findings import Problem

PEOPLE, RATINGS = 5, 10
"""From so many people and ratings on, the same ratings are no chance."""


@check("R004")
def same_for_everybody(context: Context) -> Iterator[Problem]:
    """Find that all people of a workbook got the same ratings: one in all lines, or line by line the same.

    It waits until every line is rated.
    """
    judged = [(form, lines) for form in context.forms if form.person and (lines := _judged(form))]
    by_person = [tuple((one.indicator.id, one.entry.manager_rating) for one in lines) for _, lines in judged]
    ratings = [rating for rated in by_person for _, rating in rated if rating is not None]
    complete = len(ratings) == sum(map(len, by_person))
    alike = min(len({*ratings}), len({*by_person})) == 1
    if complete and alike and len(judged) >= PEOPLE and len(ratings) >= RATINGS:
        form, lines = judged[0]
        shown = ratings[: len({*ratings}) == 1 or len(lines)]
        found = listed(map(told, shown), context.language)
        yield at_line(context, form, lines[0], "manager_rating", found=found, n=len(judged))


def _judged(form: FormReading) -> list[LineReading]:
    """Return the lines of a form that take a rating."""
    return [line for line in form.lines if line.line.judged and line.entry.applicable]
