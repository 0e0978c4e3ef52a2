"""Which of its two editions a cycle is issued in on a day: that of goals, or that of ratings."""

from __future__ import annotations

from sync.archive.store import Archive
from sync.service.cycles import Rules
from sync.service.steps.choosing import today
from templates.books.department.plan import GOALS, RATING


def edition_of_today(archive: Archive, rules: Rules) -> str:
    """Return the edition that is due: goals before the period begins, ratings once it has.

    A cycle whose ratings were issued stays with them, so that issuing again gives what people have.
    Source: product.md, The workbooks.
    """
    before = today(rules) < rules.cycle.starts
    return GOALS if before and not archive.forms(rules.cycle.id) else RATING


def beforehand(rules: Rules, edition: str) -> bool:
    """Tell whether workbooks are handed out before their period is where they are meant to be used.

    Goals are meant for the time before it, so these never are.
    """
    return edition == RATING and today(rules) <= rules.cycle.ends
