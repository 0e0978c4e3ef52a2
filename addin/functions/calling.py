"""The one way into the functions: a name and the contents of cells in, the contents of cells out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addin.functions.catalogue import CATALOGUE, Argument
from addin.functions.values import NAME, Cell, CellError, Grid, grid
from addin.functions.words import wrong
from addin.scoring.parameters import told


def call(key: str, arguments: Sequence[object], language: str = "en") -> Any:
    """Return what a function gives: one cell, or rows of cells where it gives more.

    arguments: numbers, texts, None for a blank, TRUE and FALSE, or ranges as lists of rows of these.
    language: of the messages of errors. What cannot be computed is a CellError, in its own cell where the
    others can; nothing is raised for what people type.
    """
    known = CATALOGUE.get(key)
    if known is None:
        return wrong("unknown", language, NAME, known=", ".join(CATALOGUE))
    least = sum(not argument.optional for argument in known.arguments)
    if not least <= len(arguments) <= len(known.arguments):
        return wrong("count", language, least=least, most=len(known.arguments))
    missing = [None] * (len(known.arguments) - len(arguments))
    given = [_taken(*one, language) for one in zip(known.arguments, (*arguments, *missing), strict=True)]
    fault = next((one for one in given if isinstance(one, CellError)), None)
    found = fault or known.compute(*given, language=language)
    return found[0][0] if isinstance(found, list) and len(found) == len(found[0]) == 1 else found


def _taken(argument: Argument, value: object, language: str) -> Cell | Grid:
    """Return an argument as its function takes it; an error where one cell is asked for is the answer."""
    if argument.kind == "range":
        rows = grid(value)
        return None if argument.optional and rows == [[None]] else rows or wrong("uneven", language)
    rows = grid(value)
    if rows is None or len(rows) != 1 or len(rows[0]) != 1:
        return wrong("one_cell", language, argument=argument.key)
    found = rows[0][0]
    return told(found) if argument.holds == "text" and isinstance(found, float) else found


def answer(asked: Any, language: str = "en") -> dict[str, Any]:
    """Return the answer to one call as JSON has it: `{"value": ...}`, or `{"error": ..., "message": ...}`.

    asked: `{"function": "score", "arguments": [...]}`; within a range an error is such an object, too.
    Anything else is answered by an error.
    """
    asked = asked if isinstance(asked, dict) else {}
    arguments = asked.get("arguments", [])
    if not isinstance(arguments, list):
        arguments = [arguments]
    found = plain(call(str(asked.get("function", "")), arguments, language))
    return found if isinstance(found, dict) else {"value": found}


def plain(value: Any) -> Any:
    """Return what a function gives as JSON can hold it."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return {"error": value.kind, "message": value.message} if isinstance(value, CellError) else value
