"""Outlines of two talks for the tests: one with all there can be, one that is the first of its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from addin.texts import say
from templates.books.interview import Against, Outline, OutlineBook, Period
from templates.stamp import Stamp
from templates.tables.registers import REGISTERS
from tests.builders import CYCLE, sample_roster, sample_stamp
from tests.templates.books.slip.material import sample_slip


def stamp(language: str = "en") -> Stamp:
    """Return the stamp of outlines."""
    columns = {"interviews": tuple(one.key for one in REGISTERS["interviews"].table.columns)}
    return replace(sample_stamp(language=language, edition="interviews"), columns=columns)


TALK = {
    "held_on": date(2026, 10, 26),
    "review": "Reached what was agreed.",
    "causes": "Two customers left.",
    "plan": "Visit each customer once a month, from November on.",
    "follow_up": date(2026, 11, 30),
}


def sample_outlines(language: str = "en") -> OutlineBook:
    """Return the outlines of Zhao Min for two people."""
    gap = say("interview.page.gap", language, indicator="Teamwork", own="5", manager="3.5")
    trend = [Period("2026-Q1", 92.0, "B"), Period("2026-Q2", None, None), Period("2026-Q2b", 97.5, "B")]
    full = Outline(
        sample_slip(language),
        ("grade", "change"),
        [*trend, Period(CYCLE, 95.0, "B")],
        Against(7, 93.255, -1.5),
        (gap,),
    )
    first = replace(
        full,
        content=sample_slip(language, subject=sample_roster()["00124"], lines=()),
        reasons=(),
        trend=[Period(CYCLE, 95.0, "B")],
        against=None,
        gaps=(),
    )
    return OutlineBook("Example Ltd", CYCLE, "Zhao Min", (full, first), date(2026, 10, 28), language)
