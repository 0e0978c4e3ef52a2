"""The functions of the catalogue as xlwings shows them to Excel: one Python function for each, made from it.

Only the free part of xlwings is used. What cannot be computed is handed over as the name of its error, which
the add-in's VBA turns into the error itself; an exception would be a text that IFERROR misses.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

import xlwings

from addin.functions import CATALOGUE, CellError, Function, call

CATEGORY = "Meritbook"
LANGUAGE = "en"
"""Of the words in Excel's function wizard: VBA keeps no Chinese where Windows is set to another language."""


def _udf(function: Function) -> Callable[..., Any]:
    """Return a function of the catalogue with the name, arguments and words that xlwings looks for."""

    def compute(*cells: Any) -> Any:
        return shown(call(function.key, cells))

    compute.__name__ = compute.__qualname__ = function.name("vba")
    compute.__doc__ = function.help(LANGUAGE)
    compute.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(
                one.key,
                Parameter.POSITIONAL_OR_KEYWORD,
                default=None if one.optional else Parameter.empty,
            )
            for one in function.arguments
        ]
    )
    return _declared(compute, function)


def _declared(compute: Callable[..., Any], function: Function) -> Callable[..., Any]:
    """Declare each argument to xlwings: ranges stay rows of cells, and errors keep their names."""
    found: Callable[..., Any] = xlwings.func(category=CATEGORY)(compute)
    for one in function.arguments:
        rows = {"ndim": 2} if one.kind == "range" else {}
        help_ = function.argument_help(one.key, LANGUAGE)
        found = xlwings.arg(one.key, doc=help_, err_to_str=True, **rows)(found)
    return found


def shown(value: Any) -> Any:
    """Return what a function gives as Excel takes it: nothing as an empty text, an error as its name."""
    if isinstance(value, list):
        return [[shown(one) for one in row] for row in value]
    if isinstance(value, CellError):
        return value.kind
    return "" if value is None else value


globals().update({one.name("vba"): _udf(one) for one in CATALOGUE.values()})
