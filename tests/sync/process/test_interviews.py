"""With whom results are talked over first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.scoring.scheme import Settings
from sync.process.interviews import reasons_to_talk, urgency

GRADES = ("S", "A", "B", "C", "D")
SETTINGS = Settings()


@pytest.mark.parametrize(
    ("kind", "grade", "before", "appealed", "expected"),
    [
        ("month", "B", "A", False, ()),
        ("month", "S", None, False, ("grade",)),
        ("month", "B", "S", False, ("change",)),
        ("month", "D", "B", True, ("appeal", "grade", "change")),
        ("quarter", "B", "B", False, ("everybody",)),
        ("quarter", "C", "B", False, ("grade",)),
        ("month", None, "B", False, ()),
    ],
)
def test_reasons(kind, grade, before, appealed, expected):
    """After a month some, after longer periods everybody; the weightiest reason comes first."""
    assert reasons_to_talk(SETTINGS, kind, GRADES, grade, before, appealed=appealed) == expected


def test_settings_decide():
    """Other grades, another change, or nobody without a reason."""
    own = replace(SETTINGS, interview_grades="A，b", interview_change=1, interview_everybody=False)
    assert reasons_to_talk(own, "year", GRADES, "B", "C") == ("grade", "change")
    assert reasons_to_talk(own, "year", GRADES, "S", "S") == ()


def test_the_most_urgent_talk_comes_first():
    """An appeal before a grade, the lowest grade first, those without a reason last."""
    talks = [(("everybody",), "D"), (("grade",), "S"), ((), "B"), (("grade",), "D"), (("appeal",), "A")]
    ordered = sorted(talks, key=lambda one: urgency(one[0], GRADES, one[1]))
    assert [talk[1] for talk in ordered] == ["A", "D", "S", "D", "B"]
