"""The pieces of spreadsheet text the native formulas are written in, known to Excel 2010 and all others."""

from __future__ import annotations

from collections.abc import Sequence

from addin.scoring.decimals import SIGNIFICANT
from addin.scoring.rounding import SETTLED

INVALID = "?"
"""What a Score cell shows where a value or target cannot give a score."""


def literal(value: float | str) -> str:
    """Write a constant: a number with the 15 digits a spreadsheet keeps, a text in quotation marks."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return format(float(value), f".{SIGNIFICANT}g").replace("e", "E")


def kept(value: float) -> float:
    """Return a computed constant as the spreadsheet will know it, so that both twins use the same number."""
    return float(literal(value))


def settled(expression: str) -> str:
    """Write the rounding to 9 decimals where a value meets a bend or a band."""
    return f"ROUND({expression},{SETTLED})"


def look_up(expression: str, starts: Sequence[float], column: Sequence[float | str]) -> str:
    """Write the value of a column at the last start that the expression has reached, as array constants."""
    return f"LOOKUP({expression},{_array(starts)},{_array(column)})"


def held(expression: str, low: str, high: str) -> str:
    """Write an expression held between low and high."""
    return f"MIN({high},MAX({low},{expression}))"


def valid(condition: str, expression: str) -> str:
    """Write an expression that holds only under a condition; elsewhere the cell shows `?`."""
    return f"IF({condition},{expression},{literal(INVALID)})"


def _array(values: Sequence[float | str]) -> str:
    """Write an array constant of one row."""
    return "{" + ",".join(literal(value) for value in values) + "}"
