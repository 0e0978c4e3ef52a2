"""Applying a function to a file: columns found by title, cells understood, the result put in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any

from addin.scoring.catalogue import FUNCTIONS, Function
from addin.scoring.function_troubles import choice_word, trouble_in_words
from addin.scoring.registry import Trouble
from addin.texts import LANGUAGES, knows, listed, say
from sync.reading.rows import Record
from sync.service.applying.typed import column, parameters
from sync.service.importing.mapping import Columns, columns_of, read_bytes, read_table, refuse_twins, texts_of
from sync.settings import CannotGoOn, stop

NAMED = 5
"""So many troubles are told in the one line."""
LARGEST_WHOLE = 1e15
"""Below this every whole float is exactly the number it is written as."""


@dataclass(frozen=True, slots=True)
class Told:
    """What cannot work, in words: its code, the column or parameter, the row of the file where it is one."""

    code: str
    column: str
    row: int | None
    message: str


class CannotScore(CannotGoOn):
    """A function cannot work by a table or parameters; the line names the first, `troubles` holds all."""

    def __init__(self, file: Path, troubles: Sequence[Told], language: str) -> None:
        told = [one.message for one in troubles[:NAMED]]
        if len(troubles) > NAMED:
            told.append(say("functions.more", language, number=len(troubles) - NAMED))
        values = {"file": file.name, "number": len(troubles), "troubles": " ".join(told)}
        super().__init__(say("stops.score_troubles", language, **values), "score_troubles")
        self.troubles = tuple(troubles)


@dataclass(frozen=True, slots=True)
class Applied:
    """The result of a function: its columns by key, in order, and the rows as values."""

    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]
    unused: Sequence[str] = ()


def apply(name: str, file: Path, settings: Sequence[str], language: str) -> Applied:
    """Apply a function to a CSV or xlsx file.

    Columns are found by their key or their title in any language; others are left aside and named.
    settings: parameters as `name=value`. Raises CannotGoOn for an unknown function or parameter, a file that
    is no table, and for what cannot work, cell by cell.
    """
    function = function_of(name, language)
    given, troubles = parameters(function, settings, language)
    table = read_table(read_bytes(file, language), file, lambda titles: _lacks(function, titles), language)
    columns = columns_of(table.titles, "", (), _titles(function))
    refuse_twins(columns, table.titles, file, language)
    typed, wrong = _typed(function, columns, table.records)
    troubles = troubles + wrong or list(function.inspect(typed, given))
    if troubles:
        raise CannotScore(file, [_told(function, one, table.records, language) for one in troubles], language)
    used = {title for titles in columns.values() for title in titles}
    unused = [title for title in table.titles if title and title not in used]
    return _result(function, function.compute(typed, given), unused, language)


def function_of(name: str, language: str) -> Function:
    """Return a function by its key; raises CannotGoOn naming those there are."""
    if name not in FUNCTIONS:
        raise stop("unknown_function", language, name=name, known=listed(FUNCTIONS, language))
    return FUNCTIONS[name]


def _titles(function: Function) -> dict[str, str]:
    """Return the field of each title a column may bear: its key, or its words in any language."""
    words = {
        say(f"{function.area}.columns.{field.key}", language): field.key
        for language in LANGUAGES
        for field in function.fields
    }
    return {field.key: field.key for field in function.fields} | words


def _lacks(function: Function, titles: Sequence[str]) -> int:
    found = columns_of(titles, "", (), _titles(function))
    return sum(field.required and field.key not in found for field in function.fields)


def _typed(
    function: Function, columns: Columns, records: Sequence[Record]
) -> tuple[dict[str, Any], list[Trouble]]:
    """Return the cells of each column as the function takes them, and those that cannot be taken."""
    texts = [texts_of(record, columns) for record in records]
    typed: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for field in (field for field in function.fields if field.key in columns):
        typed[field.key], wrong = column(function, field, (row[field.key] for row in texts))
        troubles += wrong
    return typed, troubles


def _told(function: Function, trouble: Trouble, records: Sequence[Record], language: str) -> Told:
    """Put a trouble into words; its row is the line of the file, not the number of the record."""
    number = trouble.values.get("row")
    row = records[number - 1].line if isinstance(number, int) else None
    placed = trouble if row is None else replace(trouble, values={**trouble.values, "row": row})
    return Told(trouble.code, trouble.parameter, row, trouble_in_words(function, placed, language))


def _result(function: Function, found: Mapping[str, Any], unused: Sequence[str], language: str) -> Applied:
    titles = {key: say(f"{function.area}.columns.{key}", language) for key in found}
    lists = {key: [_plain(function, key, one, language) for one in values] for key, values in found.items()}
    rows = [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    return Applied(titles, rows, unused)


def _whole(value: float) -> float | int:
    """Return a whole number as one, such as a rank: 1, not 1.0."""
    return int(value) if value.is_integer() and abs(value) < LARGEST_WHOLE else value


def _plain(function: Function, column: str, value: Any, language: str) -> Any:
    """Return a value as people read it: blanks as None, a rank as 1, reasons and choices in words."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return None if isnan(value) else _whole(value)
    if not isinstance(value, str):
        return value
    reason = f"{function.area}.reasons.{value}"
    if column in ("reason", "note"):
        return say(reason, language) if value and knows(reason) else value or None
    return choice_word(function, column, value, language) or None
