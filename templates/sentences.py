"""The sentence of the column `Scoring standard`, generated from method and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from addin.scoring.methods import METHODS
from addin.scoring.parameters import show
from addin.scoring.registry import filled, rule_trouble
from addin.scoring.scheme import Indicator, Line, Settings
from addin.texts import say


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a sentence speaks of: parameters with defaults, full score, whether results are percentages."""

    method: str
    parameters: Mapping[str, Any]
    full: float
    percent: bool
    language: str

    def number(self, key: str) -> str:
        """Return a parameter as a plain number."""
        return show(self.parameters[key])


def standard(line: Line, indicator: Indicator, settings: Settings, language: str) -> str:
    """Say in one sentence how a line is scored, as it stands beside the score in the workbook.

    Returns for example "Actual ÷ target × 100; below 60 % of target 0; at most 120." Parameters that cannot
    work give no sentence ("").
    """
    method = METHODS[line.method]
    if rule_trouble(method, line.parameters, line.target):
        return ""
    terms = _Terms(
        line.method, filled(method, line.parameters), settings.full_score, indicator.percent, language
    )
    parts = say("methods.standard.join", language).join(SENTENCES[line.method](terms))
    return parts[:1].upper() + parts[1:] + say("methods.standard.end", language)


def _say(terms: _Terms, key: str, **values: str) -> str:
    """Return a part of the sentence of the terms' method."""
    return say(f"methods.{terms.method}.standard.{key}", terms.language, full=show(terms.full), **values)


def _percent(share: float, language: str) -> str:
    """Write a share in percent, 0.95 as 95 %."""
    return say("methods.standard.percent", language, number=show(share, percent=True).rstrip("%"))


def _result(value: float, terms: _Terms) -> str:
    """Write a result in the indicator's unit."""
    return _percent(value, terms.language) if terms.percent else show(value)


def _distance(value: float, terms: _Terms) -> str:
    """Write a distance between two results; between percentages it is in percentage points."""
    if not terms.percent:
        return show(value)
    number = show(value, percent=True).rstrip("%")
    key = "one_point_of_percent" if number == "1" else "points_of_percent"
    return say(f"methods.standard.{key}", terms.language, number=number)


def _step(terms: _Terms) -> str:
    """Write the step by which points are taken, usually one unit."""
    step = terms.parameters["step"]
    if step == 1 and not terms.percent:
        return say("methods.standard.unit", terms.language)
    return _distance(step, terms)


def _limits(terms: _Terms) -> Iterator[str]:
    """Yield floor (where it is not 0) and cap."""
    if terms.parameters["floor"] != 0:
        yield say("methods.standard.floor", terms.language, floor=terms.number("floor"))
    if "cap" in terms.parameters:
        yield say("methods.standard.cap", terms.language, cap=terms.number("cap"))


def _rule(terms: _Terms) -> str:
    """Return the rule of the method in words."""
    return say(f"methods.{terms.method}.rule", terms.language, full=show(terms.full))


def _ratio(terms: _Terms) -> Iterator[str]:
    yield _rule(terms)
    if "threshold" in terms.parameters:
        yield _say(terms, "threshold", threshold=_percent(terms.parameters["threshold"], terms.language))
    yield from _limits(terms)


def _by_percent(terms: _Terms) -> Iterator[str]:
    yield _say(terms, "rule", point=show(terms.full / 100))
    yield from _limits(terms)


def _reverse(terms: _Terms) -> Iterator[str]:
    yield _say(terms, terms.parameters["style"], point=show(terms.full / 100), cap=terms.number("cap"))
    yield from _limits(terms)


def _interval(terms: _Terms) -> Iterator[str]:
    found = terms.parameters
    sides = {
        "width": found["width"],
        "width_below": found.get("width_below", found["width"]),
        "zero": found.get("zero"),
        "zero_below": found.get("zero_below", found.get("zero")),
    }
    words = {key: _side(value, terms) for key, value in sides.items() if value is not None}
    yield _say(terms, "same" if words["width"] == words["width_below"] else "sides", **words)
    if "each" in found:
        yield _say(terms, "each", each=terms.number("each"), step=_side_step(terms))
    else:
        yield _say(terms, "zero" if words["zero"] == words["zero_below"] else "zero_sides", **words)


def _side(value: float, terms: _Terms) -> str:
    """Write a width of an interval: a share of the target, or a distance."""
    if terms.parameters["style"] == "percent":
        return _percent(value, terms.language)
    return _distance(value, terms)


def _side_step(terms: _Terms) -> str:
    """Write the step beyond the width by which points are taken."""
    if terms.parameters["style"] == "percent":
        return _percent(terms.parameters["step"], terms.language)
    return _step(terms)


def _linear(terms: _Terms) -> Iterator[str]:
    points = terms.parameters["points"]
    given = [_say(terms, "point", x=_result(x, terms), score=show(score)) for x, score in points]
    yield say("methods.standard.list", terms.language).join(given)
    yield _say(terms, "between")
    falling = "" if points[-1][0] > points[0][0] else "_falling"
    before = points[0][1] if terms.parameters["below"] == "first" else 0.0
    yield _say(terms, f"before{falling}", x=_result(points[0][0], terms), score=show(before))
    yield _say(terms, f"beyond{falling}", x=_result(points[-1][0], terms), score=show(points[-1][1]))


def _tiers(terms: _Terms) -> Iterator[str]:
    for low, high, score in terms.parameters["bands"]:
        ends = {key: _result(end, terms) for key, end in (("low", low), ("high", high)) if end is not None}
        key = "band" if len(ends) == 2 else "all" if not ends else "over" if "low" in ends else "under"
        yield _say(terms, key, score=show(score), **ends)


def _deduct(terms: _Terms) -> Iterator[str]:
    found = terms.parameters
    excess = found["counted"] == "excess"
    key = "excess" if excess else "count" if found["step"] == 1 else "count_step"
    yield _say(terms, key, each=terms.number("each"), step=_step(terms))
    if excess or found["rounding"] != "proportional":
        yield _say(terms, found["rounding"])
    yield say("methods.standard.floor", terms.language, floor=terms.number("floor"))


def _rating(terms: _Terms) -> Iterator[str]:
    found = terms.parameters
    source = "actual_" if found["value_from"] == "actual" else ""
    steps = show(found["scale"] - 1)
    yield _say(terms, f"{source}{found['style']}", scale=terms.number("scale"), steps=steps)
    if found["half_steps"] and not source:
        yield _say(terms, "half_steps")
    if "pass_mark" in found:
        yield _say(terms, "pass_mark", mark=terms.number("pass_mark"))


def _yes_no(terms: _Terms) -> Iterator[str]:
    yield _rule(terms)


def _milestone(terms: _Terms) -> Iterator[str]:
    yield _say(terms, "rule")
    yield from _limits(terms)


def _add(terms: _Terms) -> Iterator[str]:
    found = terms.parameters
    yield _say(
        terms, "count" if found["step"] == 1 else "count_step", each=terms.number("each"), step=_step(terms)
    )
    if found["rounding"] != "proportional":
        yield _say(terms, found["rounding"])
    yield say("methods.standard.cap", terms.language, cap=terms.number("cap"))


def _okr(terms: _Terms) -> Iterator[str]:
    yield _say(terms, "rule", good=_result(terms.parameters["good"], terms))
    if terms.parameters["good"] < 1:
        yield _say(terms, "beyond", cap=terms.number("cap"))


SENTENCES: Mapping[str, Callable[[_Terms], Iterator[str]]] = {
    "ratio": _ratio,
    "difference": _by_percent,
    "reverse": _reverse,
    "interval": _interval,
    "midpoint": _by_percent,
    "linear": _linear,
    "tiers": _tiers,
    "deduct": _deduct,
    "rating": _rating,
    "yes_no": _yes_no,
    "milestone": _milestone,
    "add": _add,
    "okr": _okr,
}
"""How each method speaks; a test compares the keys with the registered methods."""
