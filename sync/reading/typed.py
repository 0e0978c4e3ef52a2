"""One cell of a scheme table as the value its column declares; what cannot be understood is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from addin.scoring.decimals import rounded
from addin.scoring.parameters import RANGE, ParameterError, parse_bands, parse_points, told
from addin.texts import lookup
from sync.reading.cells import GENERAL, NUMBER, PERCENT_SIGN, Cell
from sync.reading.numbers import NOT_APPLICABLE, Odd, as_date, as_number, as_yes_no, folded, shown
from sync.reading.tables import written
from templates.tables import Column

Value = object

SEPARATORS = re.compile(r"[;,、；，\n]+")
LONGEST_RANGE = 366
"""Days between two dates of a range; more was surely a slip of the pen."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be understood: where, a code of texts/checks.toml [S002.reasons], what stands there.

    `key` is the key of its row (empty where that is what is missing), `row` its number in the sheet.
    """

    table: str
    column: str
    row: int
    code: str
    found: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why a cell's content is not what its column asks for."""

    code: str
    found: str


def typed(column: Column, cell: Cell, percent: bool, date1904: bool) -> Value | Unclear:
    """Understand a cell that is not blank by the kind of its column.

    percent: whether the row's unit is a percentage. Returns the value (str, float, bool, date, points, bands,
    tuple of choices) or why there is none.
    """
    special = _SPECIAL.get(column.key)
    if special is not None:
        return special(cell, percent)
    if column.kind == "choice":
        return chosen(cell, column.choices or "")
    if column.kind == "flag":
        return _understood(as_yes_no(cell))
    if column.kind == "date":
        return _understood(as_date(cell, date1904))
    if column.kind in ("number", "integer"):
        return _understood(as_number(cell, percent=False))
    if column.kind in ("percent", "value"):
        return _understood(as_number(cell, percent=percent or column.kind == "percent"))
    if column.kind == "id":
        return identity(cell)
    return _text(cell)


def within(column: Column, value: Value | Unclear) -> Value | Unclear:
    """Return a value as it is, or why not where it lies outside the bounds of its column."""
    if isinstance(value, float) and (
        (column.low is not None and value < column.low) or (column.high is not None and value > column.high)
    ):
        return Unclear("out_of_bounds", told(value))
    return value


def _understood(value: Value) -> Value | Unclear:
    """Turn what the number reader found odd into ours; "not applicable" has no place in a scheme."""
    if isinstance(value, Odd):
        return Unclear(value.code, value.found)
    return Unclear("not_a_number", "") if value == NOT_APPLICABLE else value


def _text(cell: Cell) -> Value | Unclear:
    """Return trimmed text; an error value is no text."""
    return Unclear("error_value", shown(cell)) if cell.kind == "e" else written(cell)


def identity(cell: Cell) -> Value | Unclear:
    """Return an id as text, full-width forms made plain; a number is written in full."""
    if cell.kind == NUMBER and isinstance(cell.value, float):
        return f"{cell.value:.0f}" if cell.value.is_integer() else written(cell)
    return Unclear("error_value", shown(cell)) if cell.kind == "e" else folded(written(cell))


def chosen(cell: Cell, choices: str) -> Value | Unclear:
    """Return the choice that a word of any language stands for."""
    word, words = folded(written(cell)).lower(), _words(choices)
    choice = words.get(word, word if word in words.values() else None)
    return Unclear("unknown_choice", shown(cell)) if choice is None else choice


@cache
def _words(choices: str) -> Mapping[str, str]:
    """Return the choices by their words in every language, as these are compared."""
    return {folded(known).lower(): choice for known, choice in lookup(f"choices.{choices}").items()}


def _weight(cell: Cell, _percent: bool) -> Value | Unclear:
    """Return a weight out of 100; 30% is 30, and so is a 30 whose format only writes the sign behind it."""
    if cell.format == PERCENT_SIGN:
        cell = cell._replace(format=GENERAL)
    number = as_number(cell, percent=False)
    if isinstance(number, Odd) and number.code == "ambiguous_percent":
        number = as_number(cell, percent=True)
        return rounded(number * 100, 9) if isinstance(number, float) else Unclear("not_a_number", shown(cell))
    return _understood(number)


def _points(cell: Cell, percent: bool) -> Value | Unclear:
    return _parsed(parse_points, cell, percent)


def _bands(cell: Cell, percent: bool) -> Value | Unclear:
    return _parsed(parse_bands, cell, percent)


def _parsed(parse: Callable[[str, bool], Value], cell: Cell, percent: bool) -> Value | Unclear:
    try:
        return parse(written(cell), percent)
    except ParameterError as error:
        return Unclear(error.code, error.part)


def _cycles(cell: Cell, _percent: bool) -> Value | Unclear:
    """Return kinds of cycles: `quarter, year`."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in SEPARATORS.split(written(cell)))):
        kind = chosen(cell._replace(value=part), "cycle")
        if isinstance(kind, Unclear):
            return Unclear("unknown_cycle_kind", part)
        found.append(str(kind))
    return tuple(found)


_SPECIAL: Mapping[str, Callable[[Cell, bool], Value | Unclear]] = {
    "weight": _weight,
    "points": _points,
    "bands": _bands,
    "cycles": _cycles,
}


def days(cell: Cell, date1904: bool) -> tuple[date, ...] | Unclear:
    """Return the days of a list such as `2026-10-01..2026-10-07; 2026-12-25`, each once, in order."""
    single = as_date(cell, date1904)
    if isinstance(single, date):
        return (single,)
    found: set[date] = set()
    for part in filter(None, (part.strip() for part in SEPARATORS.split(written(cell)))):
        ends = [as_date(cell._replace(value=end.strip())) for end in RANGE.split(part)]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or not isinstance(first, date) or not isinstance(last, date):
            return Unclear("bad_days", part)
        if not 0 <= (last - first).days < LONGEST_RANGE:
            return Unclear("bad_days", part)
        found |= {first + timedelta(days=day) for day in range((last - first).days + 1)}
    return tuple(sorted(found))
