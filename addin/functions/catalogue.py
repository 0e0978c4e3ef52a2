"""The catalogue of spreadsheet functions: what each is called, takes and gives, in every program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from addin.texts import say

DIALECTS: Mapping[str, str] = {
    "vba": "MERIT_{}",
    "google": "MERIT_{}",
    "calc": "MERIT.{}",
    "office": "_xldudf_MERIT_{}",
}
"""How a function is written in formulas of Excel with macros, Google Sheets, LibreOffice, Office.js."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a function: one cell or a range, of numbers or texts, and whether it may be left out.

    measured: a single number of which a blank says something else than 0.
    """

    key: str
    kind: Literal["scalar", "range"] = "scalar"
    holds: Literal["number", "text"] = "number"
    optional: bool = False
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function of cells: its arguments and whether it gives one cell or a range.

    compute(*arguments, language) -> a cell, or rows of cells. Its texts stand in functions.toml [cells.KEY].
    """

    key: str
    arguments: tuple[Argument, ...]
    gives: Literal["scalar", "range"]
    compute: Callable[..., Any]

    def name(self, dialect: str) -> str:
        """Return how the function is called in formulas of a dialect."""
        return DIALECTS[dialect].format(self.key.upper())

    def title(self, language: str) -> str:
        """Return the function's name in words."""
        return say(f"functions.cells.{self.key}.name", language)

    def help(self, language: str) -> str:
        """Say what the function does."""
        return say(f"functions.cells.{self.key}.help", language)

    def argument_help(self, key: str, language: str) -> str:
        """Say what an argument is."""
        return say(f"functions.cells.{self.key}.arguments.{key}", language)

    def example(self, dialect: str, language: str) -> str:
        """Return an example as it is typed into a cell."""
        return say(f"functions.cells.{self.key}.example", language, name=self.name(dialect))


CATALOGUE: dict[str, Function] = {}

Compute = Callable[..., Any]


def function(
    *arguments: Argument, gives: Literal["scalar", "range"] = "scalar"
) -> Callable[[Compute], Compute]:
    """Register the decorated function under its own name."""

    def register(compute: Compute) -> Compute:
        key = compute.__name__
        assert key not in CATALOGUE, f"function {key} is registered twice"
        CATALOGUE[key] = Function(key, arguments, gives, compute)
        return compute

    return register


def number(key: str, optional: bool = False, measured: bool = False) -> Argument:
    """Declare an argument that is one number."""
    return Argument(key, optional=optional, measured=measured)


def text(key: str, optional: bool = False) -> Argument:
    """Declare an argument that is one text."""
    return Argument(key, holds="text", optional=optional)


def numbers(key: str, optional: bool = False) -> Argument:
    """Declare an argument that is a range of numbers."""
    return Argument(key, "range", optional=optional)


def texts(key: str, optional: bool = False) -> Argument:
    """Declare an argument that is a range of texts."""
    return Argument(key, "range", "text", optional)
