"""Functions for people: totals, grades, ranks, what quotas propose, and how much somebody has improved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from addin.functions.catalogue import function, number, numbers, text, texts
from addin.functions.values import NUMBER, VALUE, Cell, CellError, Grid, first_error, flat, shaped, spread
from addin.functions.words import chosen, language_of, wrong
from addin.scoring.combine import combined
from addin.scoring.form import LineScore
from addin.scoring.formulas import LEFT_OUT
from addin.scoring.function_troubles import trouble_in_words
from addin.scoring.functions import FUNCTIONS
from addin.scoring.parameters import told
from addin.scoring.scheme import Line, Settings
from addin.texts import LANGUAGES, say

MOST_DECIMALS = 9
POLICIES = ("block", "renormalise", "neutral")
Weighted = tuple[Cell, Cell]
HOW = (text("missing", optional=True), number("decimals", optional=True), number("cap", optional=True))


@function(numbers("scores"), numbers("weights"), *HOW)
def total(scores: Grid, weights: Grid, missing: Cell, decimals: Cell, cap: Cell, language: str) -> Cell:
    """Return one person's total, rounded once; nothing as long as it waits for a score."""
    own = spread(weights, scores)
    how = _how(missing, decimals, cap, language)
    if own is None:
        return wrong("shapes", language)
    if isinstance(how, CellError):
        return how
    return _total(zip(flat(scores), own, strict=True), how, language)


@function(texts("people"), numbers("scores"), numbers("weights"), *HOW, gives="range")
def totals(
    people: Grid, scores: Grid, weights: Grid, missing: Cell, decimals: Cell, cap: Cell, language: str
) -> Grid | CellError:
    """Return the total of every person of a table with a row for each person and indicator, in its order."""
    names, own = spread(people, scores), spread(weights, scores)
    how = _how(missing, decimals, cap, language)
    if names is None or own is None:
        return wrong("shapes", language)
    if isinstance(how, CellError):
        return how
    fault = first_error(names)
    if fault:
        return fault
    lines: dict[str, tuple[Cell, list[Weighted]]] = {}
    for name, *line in zip(names, flat(scores), own, strict=True):
        if name is not None:
            lines.setdefault(_label(name), (name, []))[1].append((line[0], line[1]))
    return [[name, _total(found, how, language)] for name, found in lines.values()] or [[None]]


def _label(value: Cell) -> str:
    """Return what a number or text is called: the numbers of people may be typed as either."""
    return told(value) if isinstance(value, float) else str(value or "").strip()


def _how(missing: Cell, decimals: Cell, cap: Cell, language: str) -> tuple[str, Settings] | CellError:
    """Return what happens to missing scores, and the settings of a total."""
    policy = chosen(missing, "choices.missing", POLICIES, POLICIES[0])
    if policy is None:
        words = ", ".join(say(f"choices.missing.{one}", language) for one in POLICIES)
        return wrong("choice", language, known=words)
    settings = Settings()
    if decimals is not None:
        if not (isinstance(decimals, float) and decimals in range(MOST_DECIMALS + 1)):
            return wrong("decimals", language, NUMBER, most=MOST_DECIMALS)
        settings = replace(settings, decimals=int(decimals))
    if cap is not None:
        if not (isinstance(cap, float) and cap > 0):
            return wrong("cap", language, NUMBER)
        settings = replace(settings, total_cap=cap)
    return policy, settings


def _total(lines: Iterable[Weighted], how: tuple[str, Settings], language: str) -> Cell:
    """Return Σw·s/Σw as `combined` gives it; rows without score and weight are none."""
    policy, settings = how
    found: list[LineScore] = []
    for one in lines:
        if one == (None, None):
            continue
        line = _line(*one, policy, language)
        if isinstance(line, CellError):
            return line
        found.append(line)
    return combined(found, settings, ()).total if found else None


def _line(score: Cell, weight: Cell, policy: str, language: str) -> LineScore | CellError:
    """Return how one score counts, or the error that stands in the way."""
    fault = first_error((score, weight))
    if fault:
        return fault
    if not isinstance(weight, float):
        return wrong("weight", language)
    if weight < 0:
        return wrong("weight", language, NUMBER)
    line = Line("", "", weight, "ratio", missing=policy)
    if isinstance(score, float):
        return LineScore(line, score, score, counts=True, blocks=False)
    if _left_out(score):
        return LineScore(line, None, None, counts=False, blocks=False, applicable=False)
    if score is not None:
        return wrong("score", language, found=score)
    return LineScore(line, None, None, counts=policy == "neutral", blocks=policy == "block")


def _left_out(score: Cell) -> bool:
    """Tell whether a score's cell says that the indicator is not applicable."""
    words = {say("choices.not_applicable", language) for language in LANGUAGES}
    return isinstance(score, str) and score.strip().lower() in words | {LEFT_OUT}


def _points(scores: Sequence[Cell], language: str) -> list[float | None] | CellError:
    """Return scores as numbers, nothing where there is none; one error or text makes all of them doubtful."""
    found: list[float | None] = []
    for score in scores:
        if isinstance(score, CellError):
            return score
        if isinstance(score, str) and not _left_out(score):
            return wrong("score", language, found=score)
        found.append(score if isinstance(score, float) else None)
    return found


def _applied(
    key: str, columns: Mapping[str, Sequence[Any]], parameters: Mapping[str, Any], language: str
) -> dict[str, list[Any]] | CellError:
    """Apply a function over tables to columns; what it finds wrong becomes one error, told in words."""
    import numpy as np

    known = FUNCTIONS[key]
    rows = len(next(iter(columns.values())))
    numeric = [one.key for one in known.fields if one.kind == "number"]
    given: dict[str, Any] = {"employee": [str(row + 1) for row in range(rows)]} | dict(columns)
    for column in numeric:
        if column in given:
            given[column] = np.array([np.nan if one is None else one for one in given[column]], dtype=float)
    trouble = next(iter(known.inspect(given, parameters)), None)
    if trouble is not None:
        return CellError(VALUE, trouble_in_words(known, trouble, language))
    found = known.compute(given, parameters)
    return {name: _listed(values) for name, values in found.items()}


def _listed(values: Any) -> list[Any]:
    """Return a column as plain cells, nothing where there is no number or text."""
    plain = values.tolist() if hasattr(values, "tolist") else list(values)
    return [None if value == "" or value != value else value for value in plain]


@function(numbers("scores"), text("grades", optional=True), gives="range")
def grade(scores: Grid, grades: Cell, language: str) -> Grid | CellError:
    """Return the grade of each score; nothing where there is no score, the error where there is one."""
    cells = flat(scores)
    found: list[Any] = [_points([one], language) for one in cells]
    points = [None if isinstance(one, CellError) else one[0] for one in found]
    done = _applied("grades", {"score": points}, {"grades": grades}, language)
    if isinstance(done, CellError):
        return done
    pairs = zip(found, done["grade"], strict=True)
    return shaped([one if isinstance(one, CellError) else given for one, given in pairs], scores)


def _grouped(groups: list[Cell], points: Sequence[float | None]) -> list[str]:
    """Return the groups as texts; a row with neither score nor group is an empty one."""
    return [
        _label(one) or ("" if score is not None else "–") for one, score in zip(groups, points, strict=True)
    ]


def _ranked(scores: Grid, groups: Grid | None, language: str) -> dict[str, Any] | CellError:
    """Return scores and groups as columns, or what is wrong with them."""
    points, names = _points(flat(scores), language), spread(groups, scores)
    if isinstance(points, CellError):
        return points
    if names is None:
        return wrong("shapes", language)
    fault = first_error(names)
    if fault or groups is None:
        return fault or {"score": points}
    return {"score": points, "group": _grouped(names, points)}


@function(numbers("scores"), texts("groups", optional=True), text("kind", optional=True), gives="range")
def rank(scores: Grid, groups: Grid | None, kind: Cell, language: str) -> Grid | CellError:
    """Return the rank of each score, the highest first, all together or within the groups."""
    columns = _ranked(scores, groups, language)
    found = chosen(kind, "ranking.choices.kind", ("competition", "dense"), "competition")
    if isinstance(columns, CellError):
        return columns
    if found is None:
        return wrong("choice", language, known="competition, dense")
    done = _applied("rank", columns, {"kind": found}, language)
    return done if isinstance(done, CellError) else shaped(done["rank"], scores)


@function(
    numbers("scores"),
    text("quotas", optional=True),
    texts("groups", optional=True),
    text("grades", optional=True),
    text("mode", optional=True),
    number("minimum", optional=True),
    text("language", optional=True),
    gives="range",
)
def distribution(
    scores: Grid,
    quotas: Cell,
    groups: Grid | None,
    grades: Cell,
    mode: Cell,
    minimum: Cell,
    asked: Cell,
    language: str,
) -> Grid | CellError:
    """Return for each score its grade, the grade that keeps the quotas, and why the two differ."""
    columns = _ranked(scores, groups, language)
    modes = ("advise", "limit", "exact")
    found = chosen(mode, "ranking.choices.mode", modes, modes[0])
    if isinstance(columns, CellError):
        return columns
    if found is None:
        return wrong("choice", language, known=", ".join(modes))
    asked_for = {"quotas": quotas, "grades": grades, "mode": found, "minimum": minimum}
    done = _applied("distribution", columns, asked_for, language)
    if isinstance(done, CellError):
        return done
    reasons = [_reason(one, language_of(asked, language)) for one in done["reason"]]
    rows = zip(done["grade"], done["proposed"], reasons, columns["score"], strict=True)
    return [[None] * 3 if score is None else list(row) for *row, score in rows]


def _reason(code: str, language: str) -> str:
    return say(f"ranking.reasons.{code}", language)


@function(numbers("before"), numbers("after"), texts("direction", optional=True), gives="range")
def improvement(before: Grid, after: Grid, direction: Grid | None, language: str) -> Grid | CellError:
    """Return by which share each value has become better; nothing where one is missing."""
    ends, words = spread(after, before), spread(direction, before)
    if ends is None or words is None:
        return wrong("shapes", language)
    ways = [chosen(one, "periods.choices.direction", ("higher", "lower"), "higher") for one in words]
    if None in ways:
        return wrong("choice", language, known="higher, lower")
    pairs = list(zip(flat(before), ends, strict=True))
    columns: dict[str, list[Any]] = {
        key: [one if isinstance(one, float) else None for one in cells]
        for key, cells in zip(("before", "after"), zip(*pairs, strict=True), strict=True)
    }
    done = _applied("improvement", columns | {"direction": ways}, {}, language)
    if isinstance(done, CellError):
        return done
    rows = zip(pairs, done["change"], done["reason"], strict=True)
    return shaped([_changed(*row, language) for row in rows], before)


def _changed(pair: Weighted, change: float | None, reason: str | None, language: str) -> Cell:
    """Return a change, nothing where a number is missing, and an error where it cannot be told."""
    fault = first_error(pair)
    if fault:
        return fault
    text_ = next((one for one in pair if isinstance(one, str)), None)
    if text_ is not None:
        return wrong("score", language, found=text_)
    return wrong("from_zero", language, NUMBER) if reason == "from_zero" else change
