"""The example of a line in the scheme workbook: one or two telling values, and the points they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from addin.scoring.combine import score_lines
from addin.scoring.decimals import rounded
from addin.scoring.form import Entry
from addin.scoring.methods import METHODS
from addin.scoring.parameters import told
from addin.scoring.registry import filled, uses_target
from addin.scoring.scheme import Indicator, Line, Settings
from addin.texts import say

Values = Sequence[float]
SHARES = (0.1, 0.2, 0.25, 0.5)
"""So far from the target [share of it] an example lies: the first that gives a whole number."""

ON_THE_WAY = 0.4
"""So far from one bend of a line to the next an example lies [share of the way]."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line with what is said of it: its parameters with defaults, the unit of its values, the language."""

    line: Line
    parameters: Mapping[str, Any]
    percent: bool
    settings: Settings
    language: str

    def say(self, key: str, **values: str) -> str:
        """Return a part of the example."""
        return say(f"methods.example.{key}", self.language, **values)

    def told(self, value: float | None) -> str:
        """Write a value in the unit of the line; a rating is on its own scale."""
        kind = METHODS[self.line.method].value
        if kind == "yes_no":
            return say(f"choices.flag.{'yes' if value else 'no'}", self.language)
        return told(value, self.percent and kind == "number")


def example(line: Line, indicator: Indicator, settings: Settings, language: str) -> str:
    """Say by an example what a line gives, as it stands in Templates beside its rule.

    The values are chosen so that they tell something of the rule; the points are those of the method itself.
    Returns for example "270 of 300 gives 90 points; capped at 120"; "" where the line gives no score.
    """
    method = METHODS[line.method]
    if any(method.inspect(line.parameters, line.target)):
        return ""
    rule = _Rule(line, filled(method, line.parameters), indicator.percent, settings, language)
    values = VALUES[line.method](rule.parameters, line.target or 0.0, settings)
    cases = [(value, _score(line, value, settings)) for value in (rounded(one, 10) for one in values)]
    scored = [(value, score) for value, score in cases if score is not None]
    return _said(rule, scored) if len(scored) == len(cases) else ""


def _score(line: Line, value: float, settings: Settings) -> float | None:
    """Score one value as if it had been typed."""
    entry = Entry(line.indicator, actual=value, manager_rating=value)
    (found,) = score_lines((line,), {line.indicator: entry}, settings)
    return found.score


def _said(rule: _Rule, cases: Sequence[tuple[float, float]]) -> str:
    """Put values and points into a sentence, with the target and the cap where there is one."""
    line, decimals = rule.line, rule.settings.decimals
    parts = [_case(rule, value, told(score, decimals=decimals)) for value, score in cases]
    number = "point" if cases[-1][1] == 1 else "points"
    text = rule.say(number, cases=say("methods.standard.list", rule.language).join(parts))
    if uses_target(METHODS[line.method], line.parameters) and line.method not in OF_TARGET:
        text = rule.say("target", target=rule.told(line.target), points=text)
    return (
        rule.say("cap", points=text, cap=told(rule.parameters["cap"])) if "cap" in rule.parameters else text
    )


def _case(rule: _Rule, value: float, score: str) -> str:
    """Say what one value gives: so many of the target, a count of things, a rating, or any other result."""
    line = rule.line
    counted = line.method == "add" or rule.parameters.get("counted") == "count"
    things = counted and rule.parameters["step"] == 1 and value > 1 and not rule.percent
    if line.method in OF_TARGET:
        return rule.say("of", value=rule.told(value), target=rule.told(line.target), score=score)
    key = "rating" if line.judged else "count" if things else "result"
    return rule.say(key, value=rule.told(value), score=score)


OF_TARGET = ("ratio", "milestone")
"""Methods whose value is a part of the target: 270 of 300."""


def _short(target: float, least: float = 0.0) -> Values:
    """Return a value a little short of the target, if possible a whole number, or a whole percentage."""
    away = [share for share in SHARES if 1 - share >= least]
    unit = 1.0 if abs(target) > 1 else 0.01
    whole = (share for share in away if rounded(target * share / unit, 6).is_integer())
    return (target - abs(target) * next(whole, SHARES[0]),)


def _ratio(parameters: Mapping[str, Any], target: float, _: Settings) -> Values:
    return _short(target, parameters.get("threshold", 0.0))


def _below(_: Mapping[str, Any], target: float, __: Settings) -> Values:
    return _short(target)


def _above(_: Mapping[str, Any], target: float, __: Settings) -> Values:
    return (2 * target - _short(target)[0],)


def _interval(parameters: Mapping[str, Any], target: float, _: Settings) -> Values:
    """Return the edge of the width for full points, and a value outside it."""
    unit = abs(target) if parameters["style"] == "percent" else 1.0
    width = parameters["width"]
    outside = (width + parameters["zero"]) / 2 if "zero" in parameters else width + parameters["step"]
    return target + unit * width, target + unit * outside


def _linear(parameters: Mapping[str, Any], _: float, settings: Settings) -> Values:
    """Return the bend with full points, and a value on the way from it to the next."""
    points = parameters["points"]
    at = next((place for place, (_, score) in enumerate(points) if score == settings.full_score), 0)
    here, there = points[at][0], points[at + 1 if at + 1 < len(points) else at - 1][0]
    return here, here + ON_THE_WAY * (there - here)


def _tiers(parameters: Mapping[str, Any], _: float, __: Settings) -> Values:
    """Return where the two bands with the most points begin, in their order."""
    best = sorted(parameters["bands"], key=lambda band: band[2], reverse=True)[:2]
    return [_inside(low, high) for low, high, _ in parameters["bands"] if (low, high, _) in best]


def _inside(low: float | None, high: float | None) -> float:
    """Return a result that a band holds."""
    if low is not None:
        return low
    return 0.0 if high is None else high - (abs(high) / 2 or 1.0)


def _deduct(parameters: Mapping[str, Any], target: float, settings: Settings) -> Values:
    """Return two steps, or one where two already lead to the floor."""
    two = settings.full_score - 2 * parameters["each"] > parameters["floor"]
    start = target if parameters["counted"] == "excess" else 0.0
    return (start + (2 if two else 1) * parameters["step"],)


def _add(parameters: Mapping[str, Any], _: float, __: Settings) -> Values:
    return (2 * parameters["step"],)


def _rating(parameters: Mapping[str, Any], _: float, __: Settings) -> Values:
    return (parameters["scale"] - 1,)


def _yes_no(_: Mapping[str, Any], __: float, ___: Settings) -> Values:
    return 1.0, 0.0


def _okr(parameters: Mapping[str, Any], _: float, __: Settings) -> Values:
    """Return the good result, and one on the way to 1, or to it where nothing is better."""
    good = parameters["good"]
    return good, (1 + good) / 2 if good < 1 else good / 2


VALUES: Mapping[str, Callable[[Mapping[str, Any], float, Settings], Values]] = {
    "ratio": _ratio,
    "difference": _below,
    "reverse": _above,
    "interval": _interval,
    "midpoint": _above,
    "linear": _linear,
    "tiers": _tiers,
    "deduct": _deduct,
    "rating": _rating,
    "yes_no": _yes_no,
    "milestone": _below,
    "add": _add,
    "okr": _okr,
}
"""Which values tell something of each method; a test compares the keys with the registered methods."""
