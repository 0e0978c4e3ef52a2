"""The sentence of `Scoring standard`."""

from __future__ import annotations

from typing import Any

import pytest

from addin.scoring.methods import METHODS
from addin.scoring.scheme import Indicator, Line, Settings
from templates.sentences import SENTENCES, standard

SAL_04 = {"points": ((0.8, 0.0), (0.95, 100.0), (1.0, 120.0))}
WORDS = [
    (
        "ratio",
        {"threshold": 0.6, "floor": 0.0, "cap": 120.0},
        "x",
        "Actual ÷ target × 100; below 60 % of target 0; at most 120.",
        "实际完成值÷目标值×100；低于目标值的60%得0分；封顶120分。",
    ),
    (
        "linear",
        SAL_04,
        "%",
        "80 % gives 0, 95 % gives 100, 100 % gives 120; in proportion between; "
        "below 80 % it is 0; above 100 % it stays 120.",
        "80%得0分，95%得100分，100%得120分；中间按比例计分；低于80%得0分；高于100%得120分。",
    ),
    (
        "interval",
        {"width": 0.05, "zero": 0.15},
        "% (signed)",
        "100 within ±5 percentage points of the target; "
        "outside it falls evenly to 0 at ±15 percentage points.",
        "与目标值相差不超过±5个百分点得100分；超出后按比例递减，相差±15个百分点及以上得0分。",
    ),
    (
        "tiers",
        {"bands": ((None, 0.6, 0.0), (0.6, 0.8, 60.0), (0.8, None, 100.0))},
        "%",
        "Below 60 % gives 0; 60 % to below 80 % gives 60; from 80 % gives 100.",
        "低于60%得0分；60%（含）至80%（不含）得60分；80%及以上得100分。",
    ),
    (
        "deduct",
        {"each": 20.0},
        "x",
        "100, less 20 for each one; at least 0.",
        "满分100分，每项扣20分；保底0分。",
    ),
    (
        "rating",
        {"pass_mark": 4.0},
        "1-5",
        "Rating ÷ 5 × 100; half steps allowed; 4 is the pass mark.",
        "评分÷5×100；可评半级；4分为达标线。",
    ),
    ("yes_no", {}, "x", "Yes gives 100, no gives 0.", "是得100分，否得0分。"),
]


def said(key: str, parameters: Any, unit: str, language: str) -> str:
    """Return the sentence of a line."""
    line = Line("T", "I", 10.0, key, 1.0, parameters)
    return standard(line, Indicator("I", "I", "kpi", unit), Settings(), language)


@pytest.mark.parametrize(("key", "parameters", "unit", "english", "chinese"), WORDS)
def test_known_sentences(key: str, parameters: Any, unit: str, english: str, chinese: str) -> None:
    """The sentences people read most stand here word by word."""
    assert said(key, parameters, unit, "en") == english
    assert said(key, parameters, unit, "zh") == chinese


def test_every_method_speaks() -> None:
    """Each registered method has a sentence."""
    assert SENTENCES.keys() == METHODS.keys()


@pytest.mark.parametrize("key", METHODS)
@pytest.mark.parametrize("unit", ["x", "%"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_worked_case_can_be_said(key: str, unit: str, language: str) -> None:
    """Whatever the parameters, the sentence is filled in and ends."""
    for case in METHODS[key].cases:
        sentence = said(key, case.parameters, unit, language)
        assert sentence[-1] in ".。"
        assert "{" not in sentence


def test_a_rule_that_cannot_work_has_no_sentence() -> None:
    """Nothing is promised where parameters contradict each other."""
    assert said("interval", {"width": 5.0}, "x", "en") == ""
