"""The example of a line beside its rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from addin.scoring.methods import METHODS
from addin.scoring.scheme import Indicator, Line, Settings
from addin.texts import LANGUAGES
from templates.books.scheme import starter
from templates.examples import VALUES, example

SAL_04 = {"points": ((0.8, 0.0), (0.95, 100.0), (1.0, 120.0))}
WORDS = [
    (
        "ratio",
        {},
        300.0,
        "x",
        "270 of 300 gives 90 points; capped at 120",
        "目标值300，完成270得90分；封顶120分",
    ),
    (
        "ratio",
        {},
        0.9,
        "%",
        "81% of 90% gives 90 points; capped at 120",
        "目标值90%，完成81%得90分；封顶120分",
    ),
    ("linear", SAL_04, None, "%", "95% gives 100, 97% gives 108 points", "95%得100分，97%得108分"),
    ("deduct", {"each": 20.0}, None, "x", "2 give 60 points", "2项得60分"),
    ("deduct", {"each": 60.0}, None, "x", "1 gives 40 points", "1得40分"),
    ("deduct", {"each": 99.0}, None, "x", "1 gives 1 point", "1得1分"),
    (
        "deduct",
        {"each": 10.0, "counted": "excess"},
        2.0,
        "x",
        "target 2: 4 gives 80 points",
        "目标值2：4得80分",
    ),
    ("rating", {}, None, "1-5", "a rating of 4 gives 80 points", "评分4得80分"),
    ("rating", {"value_from": "actual"}, None, "%", "4 gives 80 points", "4得80分"),
    ("yes_no", {}, None, "x", "yes gives 100, no gives 0 points", "是得100分，否得0分"),
    (
        "interval",
        {"width": 0.05, "zero": 0.15},
        0.0,
        "% (signed)",
        "target 0%: 5% gives 100, 10% gives 50 points",
        "目标值0%：5%得100分，10%得50分",
    ),
    (
        "reverse",
        {"style": "reciprocal"},
        5.0,
        "x",
        "target 5: 6 gives 83.33 points; capped at 120",
        "目标值5：6得83.33分；封顶120分",
    ),
    (
        "tiers",
        {"bands": ((None, 10.0, 100.0), (10.0, 20.0, 60.0), (20.0, None, 0.0))},
        None,
        "x",
        "5 gives 100, 10 gives 60 points",
        "5得100分，10得60分",
    ),
]


def said(key: str, parameters: Any, target: float | None, unit: str, language: str) -> str:
    """Return the example of a line."""
    line = Line("T", "I", 10.0, key, target, parameters)
    return example(line, Indicator("I", "I", "kpi", unit), Settings(), language)


@pytest.mark.parametrize(("key", "parameters", "target", "unit", "english", "chinese"), WORDS)
def test_known_examples(
    key: str, parameters: Any, target: float | None, unit: str, english: str, chinese: str
) -> None:
    """The examples people read most stand here word by word."""
    assert said(key, parameters, target, unit, "en") == english
    assert said(key, parameters, target, unit, "zh") == chinese


def test_every_method_has_an_example() -> None:
    """Each registered method has telling values."""
    assert VALUES.keys() == METHODS.keys()


@pytest.mark.parametrize("key", METHODS)
@pytest.mark.parametrize("unit", ["x", "%"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_has_an_example_where_it_can_be_scored(key: str, unit: str, language: str) -> None:
    """Whatever the parameters, a sound line has an example, everything filled in; no other has."""
    for case in METHODS[key].cases:
        sound = not any(METHODS[key].inspect(case.parameters, case.target))
        found = said(key, case.parameters, case.target, unit, language)
        assert bool(found) == sound
        assert "{" not in found


@pytest.mark.parametrize(("key", "target"), [("ratio", None), ("ratio", 0.0), ("difference", 0.0)])
def test_a_line_that_cannot_be_scored_has_no_example(key: str, target: float | None) -> None:
    """Nothing is promised without a target the method can take."""
    assert said(key, {}, target, "x", "en") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_starter_has_an_example(language: str) -> None:
    """HR sees at once what each of the prepared lines will do."""
    scheme = starter(language, date(2026, 11, 20)).scheme
    lines = [line for lines in scheme.templates.values() for line in lines]
    assert all(example(line, scheme.indicators[line.indicator], scheme.settings, language) for line in lines)
