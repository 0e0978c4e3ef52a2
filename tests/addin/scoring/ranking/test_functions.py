"""What cannot work in ranking, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from addin.scoring.functions import FUNCTIONS
from addin.scoring.ranking.proposing import REASONS
from addin.texts import LANGUAGES, say

PEOPLE = {"employee": ["1", "2"], "score": [90.0, 80.0]}
TWO = {"grade": ["A", "B"], "share": [20.0, 80.0]}


def troubles(key: str, columns: Mapping[str, Sequence[Any]], parameters: Mapping[str, Any]) -> list[str]:
    """Return the codes of what is wrong, each of which has words in both languages."""
    typed = {name: np.array(v) if isinstance(v[0], float) else v for name, v in columns.items()}
    found = list(FUNCTIONS[key].inspect(typed, parameters))
    for trouble in found:
        for language in LANGUAGES:
            for word in ("what", "mend"):
                text = say(f"ranking.troubles.{trouble.code}.{word}", language, **trouble.values)
                assert text
                assert "{" not in text
    return [trouble.code for trouble in found]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"grades": ";"}, "grades_none"),
        ({"grades": "S:x"}, "grades_text"),
        ({"grades": "A:90;A:80;D"}, "grade_twice"),
        ({"grades": "A:90;B:90;D", "quotas": ""}, "grade_same"),
        ({"grades": "A:90;B:80", "quotas": ""}, "grade_bottom"),
        ({"quotas": "S"}, "quotas_text"),
        ({"quotas": "A+B<=5"}, "quota_joint"),
        ({"quotas": "X<=5"}, "quota_grade"),
        ({"quotas": "S<=101"}, "quota_share"),
        ({"quotas": "S<=1;S<=2"}, "quota_twice"),
        ({"quotas": "S=5;S+A<=25"}, "quota_inside"),
        ({"quotas": "S=60;A=60"}, "quotas_sum"),
        ({"quotas": "S<=20;A<=20;B<=20;C<=20;D<=20"}, "quotas_closed"),
    ],
)
def test_grades_and_quotas_that_cannot_work(parameters: Mapping[str, str], code: str) -> None:
    """What cannot be read or kept is named, with what to do about it."""
    assert code in troubles("distribution", PEOPLE, parameters)


@pytest.mark.parametrize(
    ("columns", "parameters", "codes"),
    [
        ({"group": ["a", "a"], "parent": ["u", "v"]}, {}, ["parent_differs"]),
        ({"veto": ["yes", ""]}, {"ceiling": "E"}, ["ceiling_unknown"]),
        ({"veto": ["no", ""]}, {"ceiling": "E"}, ["ceiling_unknown"]),
        ({}, {"ceiling": "Z"}, ["ceiling_unknown"]),
        ({}, {"grades": "A:90;B", "quotas": ""}, []),
    ],
)
def test_rows_that_cannot_work(
    columns: Mapping[str, Sequence[str]], parameters: Mapping[str, str], codes: list[str]
) -> None:
    """A group under two units is named, and an unknown ceiling, unless nobody asked for it."""
    assert troubles("distribution", {**PEOPLE, **columns}, parameters) == codes


def test_tables_of_quotas_that_cannot_work() -> None:
    """Shares that do not add up are named."""
    assert troubles("quotas", {**TWO, "share": [20.0, 70.0]}, {"people": 2}) == ["quotas_sum"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words(reason: str, language: str) -> None:
    """A reason is a short code with a text in both languages."""
    assert say(f"ranking.reasons.{reason}", language)
