"""Functions for indicators: the score of one, of a whole range, and how a score came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addin.functions.catalogue import function, number, numbers, text, texts
from addin.functions.values import NUMBER, Cell, CellError, Grid, flat, shaped, spread
from addin.functions.words import language_of, method_of, parameters_of, refused, wrong, yes_or_no
from addin.scoring.cells import score_cells
from addin.scoring.combine import METHOD_UNKNOWN, score_form
from addin.scoring.explain import steps
from addin.scoring.form import Entry
from addin.scoring.registry import Method
from addin.scoring.scheme import Line
from addin.scoring.settings import Settings

SHOWN = ("actual", "manager_rating", "target", "score")
"""The steps of an explanation that are about the indicator itself."""


@function(
    text("method"),
    number("actual", measured=True),
    number("target", optional=True, measured=True),
    text("parameters", optional=True),
    number("full", optional=True),
)
def score(method: Cell, actual: Cell, target: Cell, parameters: Cell, full: Cell, language: str) -> Cell:
    """Return the points of one indicator, unrounded; nothing while its value is blank."""
    found = scores([[method]], [[actual]], [[target]], [[parameters]], full, language)
    return found if isinstance(found, CellError) else found[0][0]


@function(
    texts("methods"),
    numbers("actuals"),
    numbers("targets", optional=True),
    texts("parameters", optional=True),
    number("full", optional=True),
    gives="range",
)
def scores(
    methods: Grid, actuals: Grid, targets: Grid | None, parameters: Grid | None, full: Cell, language: str
) -> Grid | CellError:
    """Return the points of many indicators, each by its own method; a single method or target serves all."""
    whole = full_score(full, language)
    if isinstance(whole, CellError):
        return whole
    given = (spread(rows, actuals) for rows in (methods, targets, parameters))
    fitting = [cells for cells in given if cells is not None]
    if len(fitting) < 3:
        return wrong("shapes", language)
    words, aims, typed = fitting
    return shaped(_by_rule(words, typed, flat(actuals), aims, whole, language), actuals)


def _by_rule(
    words: Sequence[Cell],
    typed: Sequence[Cell],
    values: Sequence[Cell],
    targets: Sequence[Cell],
    full: float,
    language: str,
) -> list[Cell]:
    """Return the points of each row, those with the same method and parameters computed at once."""
    if len(set(words)) == len(set(typed)) == 1:
        return _points((words[0], typed[0]), values, targets, full, language)
    groups: dict[tuple[Cell, Cell], list[int]] = {}
    for place, rule in enumerate(zip(words, typed, strict=True)):
        groups.setdefault(rule, []).append(place)
    points: list[Cell] = [None] * len(values)
    for rule, places in groups.items():
        own = [[cells[place] for place in places] for cells in (values, targets)]
        for place, found in zip(places, _points(rule, own[0], own[1], full, language), strict=True):
            points[place] = found
    return points


def full_score(full: Cell, language: str) -> float | CellError:
    """Return the full score [points, above 0], 100 where nobody says."""
    if full is None:
        return Settings().full_score
    if isinstance(full, float) and full > 0:
        return full
    return wrong("full", language, NUMBER)


def _points(
    rule: tuple[Cell, Cell], values: Sequence[Cell], targets: Sequence[Cell], full: float, language: str
) -> list[Cell]:
    """Return the points of values that share a method and its parameters."""
    method, parameters = _rule(*rule, language)
    if method is None or isinstance(parameters, CellError):
        nothing = rule == (None, None)
        return [None if nothing and value is None else _fault(parameters) for value in values]
    if method.value == "yes_no":
        values = [yes_or_no(value) for value in values]
    clean, aims = _without_errors(values), _without_errors(targets)
    found = score_cells(method.key, clean, aims, parameters, full)
    if isinstance(found, str):
        return [refused(found, _line(method, parameters, None), language)] * len(values)
    told = _Told(method, parameters, language)
    return [
        points if type(points) is float else told.shown(value, target, points)
        for value, target, points in zip(values, targets, found, strict=True)
    ]


def _without_errors(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return cells with nothing where there is an error."""
    if CellError not in set(map(type, cells)):
        return cells
    return [None if isinstance(one, CellError) else one for one in cells]


def _rule(word: Cell, typed: Cell, language: str) -> tuple[Method | None, dict[str, Any] | CellError]:
    """Return the method and the parameters two cells stand for, or what is wrong with them."""
    for one in (word, typed):
        if isinstance(one, CellError):
            return None, one
    method = method_of(word)
    if method is None:
        return None, refused(METHOD_UNKNOWN, Line("", "", 100, ""), language)
    return method, parameters_of(method, typed, language)


def _fault(parameters: Mapping[str, Any] | CellError) -> CellError:
    assert isinstance(parameters, CellError)
    return parameters


def _line(method: Method, parameters: Mapping[str, Any], target: Cell) -> Line:
    aim: Any = target
    return Line("", "1", 100.0, method.key, aim, parameters)


class _Told:
    """Why values gave no points, in words; each reason and target is put into words once."""

    def __init__(self, method: Method, parameters: Mapping[str, Any], language: str) -> None:
        self._method, self._parameters, self._language = method, parameters, language
        self._known: dict[tuple[str, Cell], CellError] = {}

    def shown(self, value: Cell, target: Cell, found: float | str | None) -> Cell:
        """Return what the cell shows: points, nothing, the error that came in, or why there are no points."""
        if isinstance(value, CellError) or found is None:
            return value
        if isinstance(target, CellError) and isinstance(found, str) and found.startswith("target"):
            return target
        return self._why(found, target) if isinstance(found, str) else found

    def _why(self, code: str, target: Cell) -> CellError:
        if (code, target) not in self._known:
            line = _line(self._method, self._parameters, target)
            self._known[code, target] = refused(code, line, self._language)
        return self._known[code, target]


@function(
    text("method"),
    number("actual", measured=True),
    number("target", optional=True, measured=True),
    text("parameters", optional=True),
    number("full", optional=True),
    text("language", optional=True),
    gives="range",
)
def explain(
    method: Cell, actual: Cell, target: Cell, parameters: Cell, full: Cell, asked: Cell, language: str
) -> Grid | CellError:
    """Tell how a score came about, or why there is none: a row for each step with its value and its rule."""
    spoken = language_of(asked, language)
    chosen, given = _rule(method, parameters, spoken)
    whole = full_score(full, spoken)
    for fault in (given, whole):
        if isinstance(fault, CellError):
            return [[fault.message or fault.kind]]
    assert chosen is not None
    assert isinstance(given, dict)
    line = _line(chosen, given, target)
    value: Any = yes_or_no(actual) if chosen.value == "yes_no" else actual
    settings = Settings(full_score=whole) if isinstance(whole, float) else Settings()
    found = score_form([line], {"1": Entry("1", actual=value, manager_rating=value)}, settings, ())
    fault = score(method, actual, target, parameters, full, spoken)
    rows = [step for step in steps(found, settings, (), spoken) if step.column in SHOWN]
    told: Grid = [[step.step, value if step.column in SHOWN[:2] else step.value, step.rule] for step in rows]
    if isinstance(fault, CellError) and fault.message:
        told[-1][2] = fault.message
    return told
