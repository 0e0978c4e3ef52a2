"""From what was typed to scores: each line by its method, the lines to a total, the total to a grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, isnan
from typing import Any

from addin.scoring.arithmetic import number
from addin.scoring.form import Entry, LineScore, Score
from addin.scoring.grading import grade_of
from addin.scoring.methods import METHODS
from addin.scoring.registry import TARGET, filled, rule_trouble
from addin.scoring.rounding import round_half_away, settle
from addin.scoring.scheme import Grade, Line, Settings

NOT_A_NUMBER = "value_not_number"
REFUSED = "value_refused"
METHOD_UNKNOWN = "method_unknown"


@dataclass(frozen=True, slots=True)
class _Typed:
    """One line of one form with its value; a problem is a code of texts/methods.toml [troubles]."""

    line: Line
    value: float | None
    applicable: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a line is scored: its parameters with defaults, what it shares with others, what cannot work."""

    parameters: dict[str, Any]
    shape: tuple[object, ...]
    trouble: str | None


def score_lines(
    lines: Sequence[Line], entries: Mapping[str, Entry], settings: Settings
) -> tuple[LineScore, ...]:
    """Score each line of one form by its method.

    lines: those of the person's template; entries: what was typed, by indicator.
    Returns one LineScore per line, in order, with `score` [points, unrounded] or None.
    """
    return tuple(_scored([_typed(line, entries.get(line.indicator)) for line in lines], settings))


def score_form(
    lines: Sequence[Line], entries: Mapping[str, Entry], settings: Settings, grades: Sequence[Grade]
) -> Score:
    """Score one person's form: lines, total and grade.

    Returns a Score; its total is None as long as a line blocks or too little weight is left.
    """
    return combined(score_lines(lines, entries, settings), settings, grades)


def score_forms(
    forms: Sequence[tuple[Sequence[Line], Mapping[str, Entry]]], settings: Settings, grades: Sequence[Grade]
) -> list[Score]:
    """Score many forms at once, with one numpy call for all rows of the same method and shape.

    forms: (lines, entries by indicator) of each person. Returns the Scores in the same order.
    """
    rows = [_typed(line, entries.get(line.indicator)) for lines, entries in forms for line in lines]
    scores = iter(_scored(rows, settings))
    return [combined([next(scores) for _ in lines], settings, grades) for lines, _ in forms]


def combined(scores: Iterable[LineScore], settings: Settings, grades: Sequence[Grade]) -> Score:
    """Combine the scores of a person's lines into total and grade.

    Σw·s/Σw over the lines that count, held in [total_floor, total_cap], rounded once; the grade uses the
    rounded total. None where a line blocks, or where the lines that count hold less than `minimum_share` of
    the weight of the template.
    """
    lines = tuple(scores)
    total = None
    if not any(line.blocks for line in lines):
        total = _total(lines, settings)
    return Score(total, grade_of(total, grades), lines)


def points_of(score: LineScore, settings: Settings) -> float:
    """Return the points a counting line brings: its score, or the neutral score where it is missing."""
    return settings.neutral_score if score.score is None else score.score


def weighted_mean(lines: Sequence[LineScore], settings: Settings) -> float | None:
    """Return Σw·s/Σw over the lines that count [points, unrounded], None where too little weight is left."""
    counted = fsum(line.line.weight for line in lines if line.counts)
    whole = fsum(line.line.weight for line in lines)
    if counted <= 0 or settle(counted / whole) < settings.minimum_share:
        return None
    return fsum(line.line.weight * points_of(line, settings) for line in lines if line.counts) / counted


def _total(lines: Sequence[LineScore], settings: Settings) -> float | None:
    """Return the total, clipped and rounded once."""
    mean = weighted_mean(lines, settings)
    if mean is None:
        return None
    return round_half_away(min(settings.total_cap, max(settings.total_floor, mean)), settings.decimals)


def _typed(line: Line, entry: Entry | None) -> _Typed:
    """Take the value of a line from what was typed: a rating where it is judged, otherwise the actual."""
    if entry is None:
        return _Typed(line, None, True, None)
    value: object = getattr(entry, line.input)
    if not entry.applicable or value is None:
        return _Typed(line, None, entry.applicable, None)
    problem = unusable(value)
    return _Typed(line, None if problem else number(value), True, problem)


def unusable(value: object) -> str | None:
    """Return why what was typed is no number: of another kind, or larger or smaller than any that can be."""
    if not isnan(number(value)):
        return None
    finite = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < inf
    return REFUSED if finite else NOT_A_NUMBER


def _scored(rows: Sequence[_Typed], settings: Settings) -> list[LineScore]:
    """Score rows: those that hold a value by groups, the others by their policy."""
    scores: list[float | None] = [None] * len(rows)
    problems = [row.problem for row in rows]
    rules = _rules(rows)
    for places in _groups(rows, rules).values():
        points = _computed([rows[place] for place in places], rules, settings)
        for place, score in zip(places, points, strict=True):
            if isnan(score):
                problems[place] = rules[id(rows[place].line)].trouble or _refusal(rows[place].line)
            else:
                scores[place] = score
    return [_line_score(*found) for found in zip(rows, scores, problems, strict=True)]


def _rules(rows: Iterable[_Typed]) -> dict[int, _Rule]:
    """Return the rule of each line that holds a value, looked at once however many people it scores."""
    lines = {id(row.line): row.line for row in rows if row.value is not None}
    return {key: _rule(line) for key, line in lines.items()}


def _rule(line: Line) -> _Rule:
    """Return how a line is scored; rows of the same shape differ in numbers only."""
    if line.method not in METHODS:
        return _Rule({}, (line.method,), METHOD_UNKNOWN)
    method = METHODS[line.method]
    parameters = filled(method, line.parameters)
    trouble = rule_trouble(method, parameters, line.target)
    if trouble is not None:
        return _Rule(parameters, (id(line),), trouble.code)
    shape = ((key, None if _scalar(value) else value) for key, value in sorted(parameters.items()))
    return _Rule(parameters, (line.method, *shape), None)


def _groups(rows: Sequence[_Typed], rules: Mapping[int, _Rule]) -> dict[tuple[object, ...], list[int]]:
    """Group the places of the rows that hold a value by their shape."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        if row.value is not None:
            groups.setdefault(rules[id(row.line)].shape, []).append(place)
    return groups


def _scalar(value: object) -> bool:
    """Tell whether a parameter is a number, which may differ from row to row."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _refusal(line: Line) -> str:
    """Return why a value gave no score: its target, or else the value itself."""
    troubles = METHODS[line.method].inspect(line.parameters, line.target)
    return next((trouble.code for trouble in troubles), REFUSED)


def _computed(rows: Sequence[_Typed], rules: Mapping[int, _Rule], settings: Settings) -> list[float]:
    """Compute rows of one shape in one call; all missing where the rule itself cannot work."""
    first = rules[id(rows[0].line)]
    if first.trouble is not None:
        return [float("nan")] * len(rows)
    import numpy as np

    parameters = dict(first.parameters)
    for key in parameters:
        if _scalar(parameters[key]):
            parameters[key] = np.array(
                [rules[id(row.line)].parameters[key] for row in rows], dtype=np.float64
            )
    actual = np.array([row.value for row in rows], dtype=np.float64)
    target = np.array([number(row.line.target) for row in rows], dtype=np.float64)
    points = METHODS[rows[0].line.method].compute(actual, target, parameters, settings.full_score)
    return [float(score) for score in points]


def _line_score(row: _Typed, score: float | None, problem: str | None) -> LineScore:
    """Say how a line counts: by its score, not at all, by the neutral score, or as an open question.

    Where only the target is in the way, the line is treated as if its value were missing.
    """
    if score is not None:
        return LineScore(row.line, row.value, score, counts=True, blocks=False)
    if problem is not None and not problem.startswith(TARGET):
        return LineScore(row.line, row.value, None, counts=False, blocks=True, problem=problem)
    if not row.applicable:
        return LineScore(row.line, None, None, counts=False, blocks=False, applicable=False)
    neutral, out = row.line.missing == "neutral", row.line.missing == "renormalise"
    return LineScore(row.line, row.value, None, neutral, not (neutral or out), problem)
