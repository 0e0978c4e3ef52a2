"""A result of one person for the tests of slips and forms: four lines, of every kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from addin.scoring.calendar import appeals_due
from addin.scoring.finishing import Finish
from templates.books.slip import Explained, SlipContent
from templates.stamp import Stamp
from tests.builders import CYCLE, sample_roster, sample_scheme, sample_stamp

LINES = (
    Explained("Sales amount", 40, "100", "96", 96, 38.4, -1.6, False, "Actual ÷ target × 100."),
    Explained(
        "Collection rate", 30, "95%", "98%", 112, 33.6, 3.6, True, "95 % gives 100.", "Two old debts paid."
    ),
    Explained("Customer satisfaction", 10, "4", "3.5", 70, 7.0, -3.0, False, "Actual ÷ 5 × 100."),
    Explained("Teamwork", 20, "4", "4", 80, 16.0, -4.0, True, "Rating ÷ 5 × 100; 4 is the pass mark."),
)
"""The total is 95.00: the second line is beyond what was agreed, the last one at its pass mark."""


def sample_slip(language: str = "en", **changes: Any) -> SlipContent:
    """Return the result of Li Na, with other fields where they are given."""
    scheme, person = sample_scheme(), sample_roster()["00123"]
    cycle = scheme.cycles[CYCLE]
    content = SlipContent(
        settings=scheme.settings,
        cycle=cycle,
        person=person,
        position="Sales clerk",
        department="Sales and Service",
        lines=LINES,
        finish=Finish(None, score=95.0, grade="B"),
        grades=scheme.grades,
        meaning="What was agreed was delivered.",
        appeal_by=appeals_due(cycle, scheme.settings),
        language=language,
        strengths="Won back two customers.",
        to_improve="Answer within a day, from November on.",
        overall_comment="A good quarter.",
    )
    return replace(content, **changes)


def stamp_of(edition: str) -> Stamp:
    """Return the stamp of a workbook of this edition."""
    return replace(sample_stamp(), edition=edition)
