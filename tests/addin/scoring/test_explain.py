"""Each step of a score in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.scoring.combine import score_form
from addin.scoring.explain import steps
from addin.scoring.form import Entry, Step
from addin.scoring.methods import METHODS
from addin.scoring.nesting import nested
from addin.scoring.scheme import Grade, Line, Settings
from addin.texts import LANGUAGES, say
from tests.addin.scoring.test_methods import TROUBLES

SETTINGS = Settings()
GRADES = (Grade("A", "A", 85.0, None, 1.0), Grade("B", "B", None, 85.0, 0.8))
LINES = (Line("T", "a", 60.0, "ratio", 100.0), Line("T", "b", 40.0, "rating", 4.0))
TYPED = {"a": Entry("a", 90.0), "b": Entry("b", manager_rating=4.0)}


def explained(lines: tuple[Line, ...], typed: dict[str, Entry], language: str = "en") -> tuple[Step, ...]:
    """Score a form and explain it."""
    return steps(score_form(lines, typed, SETTINGS, GRADES), SETTINGS, GRADES, language)


def test_every_number_of_a_score_is_a_step() -> None:
    """Inputs with their columns, scores, sum, rounding and grade come in order."""
    found = explained(LINES, TYPED)
    assert [(step.indicator, step.column, step.value) for step in found] == [
        ("a", "actual", 90.0),
        ("a", "target", 100.0),
        ("a", "weight", 60.0),
        ("a", "score", 90.0),
        ("b", "manager_rating", 4.0),
        ("b", "weight", 40.0),
        ("b", "score", 80.0),
        (None, None, 86.0),
        (None, None, 86.0),
        (None, None, "A"),
    ]
    assert found[7].rule == "sum of weight × score (8600) ÷ sum of the weights that count (100)"
    assert found[9].rule == "from 85"


def test_the_sentence_of_the_line_is_told_where_known() -> None:
    """A given scoring standard replaces the general rule of the method."""
    score = score_form(LINES, TYPED, SETTINGS, GRADES)
    told = steps(score, SETTINGS, GRADES, "en", {"a": "Actual ÷ target × 100; at most 120."})
    rules = {(step.indicator, step.column): step.rule for step in told}
    assert rules["a", "score"] == "Actual ÷ target × 100; at most 120."
    assert rules["b", "score"] == "Rating turned into points on the scale"


NESTED = nested(
    (Line("T", "KPI", 70.0, ""), Line("T", "SALES", 60.0, ""), replace(LINES[0], weight=40.0), LINES[1]),
    {"a": "SALES", "SALES": "KPI", "b": "KPI"},
)


@pytest.mark.parametrize(
    ("language", "rules"),
    [
        ("en", ["40 of SALES (60 of KPI (70 of 100))", "40 of KPI (70 of 100)"]),
        ("zh", ["SALES（KPI（100中占70）中占60）中占40", "KPI（100中占70）中占40"]),
    ],
)
def test_the_weight_of_a_part_names_its_groups(language: str, rules: list[str]) -> None:
    """A line within groups tells its part of each along the way, and weighs what that makes of the whole."""
    told = [step for step in explained(NESTED, TYPED, language) if step.column == "weight"]
    assert [step.value for step in told] == [16.8, 28.0]
    assert [step.rule for step in told] == rules


def test_a_weight_of_its_own_is_that_of_the_template() -> None:
    """A line that is a part of no group has its weight from the template."""
    told = {step.rule for step in explained(LINES, TYPED) if step.column == "weight"}
    assert told == {"as in the template"}


def test_the_limits_are_a_step_where_they_bite() -> None:
    """A total held at the cap says so."""
    high = (replace(LINES[0], parameters={"cap": 150.0}),)
    found = explained(high, {"a": Entry("a", 140.0)})
    assert [step.value for step in found[-4:]] == [140.0, 120.0, 120.0, "A"]
    assert found[-3].rule == "not below 0, not above 120"


@pytest.mark.parametrize(
    ("entry", "policy", "words"),
    [
        (Entry("b"), "block", "the total waits for it"),
        (Entry("b"), "renormalise", "the weights of the others fill its place"),
        (Entry("b"), "neutral", "counts with the neutral score 80"),
        (Entry("b", applicable=False), "block", "not applicable"),
        (Entry("b", applicable=False), "renormalise", "not applicable"),
        (Entry("b", applicable=False), "neutral", "not applicable"),
        (Entry("b", manager_rating=9.0), "block", "The value cannot be"),
        (Entry("b", manager_rating=True), "block", "The value is not a number"),
    ],
)
def test_why_a_line_has_no_score(entry: Entry, policy: str, words: str) -> None:
    """Missing, not applicable and wrong are told apart in words."""
    lines = (LINES[0], replace(LINES[1], missing=policy))
    found = explained(lines, {**TYPED, "b": entry})
    rule = next(step.rule for step in found if (step.indicator, step.column) == ("b", "score"))
    assert words in rule


@pytest.mark.parametrize("policy", ["block", "renormalise", "neutral"])
def test_not_applicable_is_never_called_empty(policy: str) -> None:
    """The value that does not apply is told as that, whatever the policy for empty lines is."""
    lines = (LINES[0], replace(LINES[1], missing=policy))
    found = explained(lines, {**TYPED, "b": Entry("b", applicable=False)})
    told = [step for step in found if step.indicator == "b"]
    assert "empty" not in " ".join(step.rule for step in told)
    assert {step.column for step in told} == {"manager_rating", "weight", "score"}


@pytest.mark.parametrize(("target", "actual"), [(100.0, None), (None, None), (0.0, 5.0)])
def test_the_neutral_score_is_a_step_where_it_counts(target: float | None, actual: float | None) -> None:
    """Under the neutral policy a blank, or a target that cannot be used, shows the points it counts with."""
    lines = (replace(LINES[0], target=target, missing="neutral"), LINES[1])
    found = explained(lines, {**TYPED, "a": Entry("a", actual)})
    (counted,) = (step for step in found if step.indicator == "a" and step.column is None)
    assert (counted.value, counted.rule) == (80.0, "counts with the neutral score of Settings")
    assert found[-1].value == "B"


def test_why_there_is_no_total() -> None:
    """Open lines, or too little weight left, are named in place of the sum."""
    assert explained(LINES, {})[-1].rule == "waits for indicators still open: 2"
    typed = {"a": Entry("a", applicable=False), "b": Entry("b", manager_rating=4.0)}
    assert explained(LINES, typed)[-1].rule == "only 40 % of the weight counts; at least 50 % are needed"


def test_both_languages_explain_the_same() -> None:
    """The Chinese explanation has the same values in the same order."""
    english, chinese = explained(LINES, TYPED), explained(LINES, TYPED, "zh")
    assert [step.value for step in english] == [step.value for step in chinese]
    assert all(one.rule != other.rule for one, other in zip(english, chinese, strict=True))


@pytest.mark.parametrize(("key", "parameters", "target", "code", "parameter"), TROUBLES)
def test_every_trouble_has_words(
    key: str, parameters: dict[str, object], target: float | None, code: str, parameter: str
) -> None:
    """What is wrong and how to mend it can be said in both languages, placeholders filled."""
    for trouble in METHODS[key].inspect(parameters, target):
        for language in ("en", "zh"):
            values = {"parameter": trouble.parameter, **trouble.values}
            key = f"methods.troubles.{trouble.code}"
            what, mend = (say(f"{key}.{part}", language, **values) for part in ("what", "mend"))
            assert what
            assert mend
            assert "{" not in what + mend


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "parameters", "target", "code", "parameter"), TROUBLES)
def test_a_trouble_is_told_with_its_values(
    key: str, parameters: dict[str, object], target: float | None, code: str, parameter: str, language: str
) -> None:
    """Why a line has no score is a whole sentence: no text has a placeholder left."""
    line = Line("T", "a", 100.0, key, target, parameters)  # type: ignore[arg-type]
    found = explained((line,), {"a": Entry("a", 1.0, manager_rating=1.0)}, language)
    assert found
    assert not any("{" in step.rule for step in found)


def test_an_unusable_target_is_named_in_its_unit() -> None:
    """The target that cannot be used is written as people typed it, in percent where its unit is."""
    score = score_form((replace(LINES[0], target=-0.05),), TYPED, SETTINGS, GRADES)
    for percent, words in (((), "The target is -0.05;"), (("a",), "The target is -5%;")):
        told = steps(score, SETTINGS, GRADES, percent=percent)
        assert words in next(step.rule for step in told if step.column == "score")
