"""Each step of a score in words: what went in, by which rule, what came out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from addin.scoring.combine import points_of, weighted_mean
from addin.scoring.form import LineScore, Score, Step
from addin.scoring.methods import METHODS
from addin.scoring.nesting import WHOLE
from addin.scoring.parameters import show, told
from addin.scoring.registry import uses_target
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Grade, Line, Settings
from addin.scoring.troubles import what
from addin.texts import say


def steps(
    score: Score,
    settings: Settings,
    grades: Sequence[Grade],
    language: str = "en",
    standards: Mapping[str, str] | None = None,
    percent: Collection[str] = (),
) -> tuple[Step, ...]:
    """Explain one person's score: each line with its inputs, then sum, limits, rounding and grade.

    standards: the sentence of `Scoring standard` by indicator; without one the method's general rule is told;
    percent: the indicators whose values are fractions shown in percent.
    Returns the Steps in order; `column` names the column of Appraisal an input stands in.
    """
    teller = _Teller(settings, language, standards or {}, percent)
    lines = [step for line in score.lines for step in _line(line, teller)]
    return (*lines, *_total(score, settings, grades, language))


@dataclass(frozen=True, slots=True)
class _Teller:
    """What every line is told with: settings, language, sentences of the rules, percent indicators."""

    settings: Settings
    language: str
    standards: Mapping[str, str]
    percent: Collection[str]

    def say(self, key: str, **values: object) -> str:
        """Return a text of the steps."""
        return say(f"methods.steps.{key}", self.language, **values)


def _line(line: LineScore, teller: _Teller) -> Iterator[Step]:
    """Explain one line: value, target, weight, score, and the neutral score where it counts instead."""
    rule, indicator = line.line, line.line.indicator
    found: dict[str, tuple[float | None, str]] = {rule.input: (line.value, _source(line, teller))}
    if rule.method in METHODS and uses_target(METHODS[rule.method], rule.parameters):
        found["target"] = (rule.target, teller.say("missing" if rule.target is None else "target"))
    found["weight"] = (rule.weight, _weight(rule, teller))
    found["score"] = (line.score, _rule(line, teller))
    for key, (value, words) in found.items():
        yield Step(say(f"tables.appraisal.columns.{key}", teller.language), value, words, indicator, key)
    if line.counts and line.score is None:
        neutral = points_of(line, teller.settings)
        yield Step(teller.say("points"), neutral, teller.say("points_rule"), indicator)


def _weight(rule: Line, teller: _Teller) -> str:
    """Say where a weight comes from: the template, or its part of nested groups, as 40 of KPI (70 of 100)."""
    if rule.part is None:
        return teller.say("weight")
    whole = show(WHOLE)
    for group in rule.groups:
        part = teller.say("weight_part", part=told(group.weight), whole=whole)
        whole = teller.say("weight_group", group=group.indicator, part=part)
    return teller.say("weight_part", part=told(rule.part), whole=whole)


def _source(line: LineScore, teller: _Teller) -> str:
    """Say where the value of a line comes from, or why there is none."""
    if line.value is not None:
        return teller.say("value")
    if line.problem is not None or not line.applicable:
        return _rule(line, teller)
    return teller.say("missing")


def _rule(line: LineScore, teller: _Teller) -> str:
    """Say by which rule a line has its score, or why it has none."""
    settings = teller.settings
    if line.problem is not None:
        percent = line.line.indicator in teller.percent
        return teller.say("problem", what=what(line.problem, line.line, percent, teller.language))
    if line.score is not None:
        general = say(f"methods.{line.line.method}.rule", teller.language, full=show(settings.full_score))
        return teller.standards.get(line.line.indicator) or general
    if not line.applicable:
        return teller.say("not_applicable")
    if line.counts:
        return teller.say("neutral", neutral=show(settings.neutral_score))
    return teller.say("blocks" if line.blocks else "renormalised")


def _total(score: Score, settings: Settings, grades: Sequence[Grade], language: str) -> Iterator[Step]:
    """Explain the weighted sum, the limits where they bite, the rounding and the grade."""
    mean = None if any(line.blocks for line in score.lines) else weighted_mean(score.lines, settings)
    yield Step(say("methods.steps.sum", language), mean, _sum(score, mean, settings, language))
    if mean is None or score.total is None:
        return
    held = min(settings.total_cap, max(settings.total_floor, mean))
    if held != mean:
        limits = {"floor": show(settings.total_floor), "cap": show(settings.total_cap)}
        yield Step(
            say("methods.steps.clip", language), held, say("methods.steps.clip_rule", language, **limits)
        )
    yield Step(
        say("methods.steps.round", language),
        score.total,
        say("methods.steps.round_rule", language, decimals=settings.decimals),
    )
    yield Step(say("methods.steps.grade", language), score.grade, band(score.grade, grades, language))


def _sum(score: Score, mean: float | None, settings: Settings, language: str) -> str:
    """Say how the weighted sum came about, or what it waits for."""
    waiting = sum(line.blocks for line in score.lines)
    counted = [line for line in score.lines if line.counts]
    weight = fsum(line.line.weight for line in counted)
    if waiting:
        return say("methods.steps.sum_open", language, count=waiting)
    if mean is None:
        whole = fsum(line.line.weight for line in score.lines)
        share = _brief(100 * weight / whole) if whole else "0"
        return say(
            "methods.steps.sum_share", language, share=share, minimum=_brief(100 * settings.minimum_share)
        )
    points = fsum(line.line.weight * points_of(line, settings) for line in counted)
    return say("methods.steps.sum_rule", language, points=_brief(points), weight=_brief(weight))


def _brief(value: float) -> str:
    """Write a number of the explanation with at most four decimals."""
    return show(round_half_away(value, 4))


def band(grade: str | None, grades: Sequence[Grade], language: str) -> str:
    """Say which band of scores a grade holds."""
    band = next((found for found in grades if found.id == grade), None)
    if band is None:
        return say("methods.steps.grade_none", language)
    ends = {key: show(end) for key, end in (("low", band.low), ("high", band.high)) if end is not None}
    key = "between" if len(ends) == 2 else "any" if not ends else "from" if "low" in ends else "under"
    return say(f"methods.steps.grade_{key}", language, **ends)
