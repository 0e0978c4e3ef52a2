"""A result of one person for the tests of slips and forms: four lines, of every kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from addin.scoring.calendar import appeals_due
from addin.scoring.finishing import Finish
from addin.scoring.scheme import Adjustment
from templates.books.slip import Explained, SlipContent, Unit
from templates.stamp import Stamp
from tests.builders import CYCLE, DEPARTMENT, sample_roster, sample_scheme, sample_stamp

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
        subject=person,
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


def unit_slip(language: str = "en") -> SlipContent:
    """Return the result of a department, for its head."""
    unit = sample_scheme().departments[DEPARTMENT]
    words = {"strengths": "", "to_improve": "", "overall_comment": ""}
    return sample_slip(language, subject=unit, position="", unit=Unit("Zhao Min", "Zhao Min", 2, 6), **words)


PATENT = Adjustment(CYCLE, "00123", "bonus", "a patent", 2.0, reason="the filling head, list no. 17")
SAFETY = Adjustment(CYCLE, "00123", "veto", "a safety finding", effect="ceiling", ceiling="C")
REMARK = {
    "en": "Reached what we had agreed on, kept every promise and helped two new colleagues find their way. ",
    "zh": "完成了约定的各项工作，说到做到，并主动带教两位新同事，帮助他们尽快熟悉工作。",
}
STANDARD = {
    "en": "0 to below 3.5 gives 0; 3.5 to below 4 gives 60; 4 to below 4.3 gives 80; "
    "4.3 to below 4.6 gives 90; 4.6 to below 4.8 gives 100; from 4.8 gives 120.",
    "zh": "0（含）至3.5（不含）得0分；3.5（含）至4（不含）得60分；4（含）至4.3（不含）得80分；"
    "4.3（含）至4.6（不含）得90分；4.6（含）至4.8（不含）得100分；4.8及以上得120分。",
}


def long_slip(language: str = "en") -> SlipContent:
    """Return a result with everything there can be, and much of it: seven lines, long names and remarks."""
    remark = REMARK[language]
    lines = [
        replace(
            LINES[at % 4],
            indicator=f"{LINES[at % 4].indicator}, in all regions and for all products, part {at + 1}",
            standard=STANDARD[language],
            comment=remark * (at % 3),
        )
        for at in range(7)
    ]
    finish = Finish(95.0, (), 94.2, 2.0, 0.0, SAFETY, 96.2, 96.2, "C", "C")
    return sample_slip(
        language,
        lines=lines,
        finish=finish,
        adjustments=(PATENT, SAFETY),
        strengths=remark * 2,
        to_improve=remark,
        overall_comment=remark * 5,
    )


def stamp_of(edition: str) -> Stamp:
    """Return the stamp of a workbook of this edition."""
    return replace(sample_stamp(), edition=edition)
