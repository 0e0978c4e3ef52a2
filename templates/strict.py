"""Calling XlsxWriter so that nothing fails silently: its warnings and refusals raise NotWritten."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any


class NotWritten(Exception):  # noqa: N818 - it names the outcome
    """XlsxWriter refused something (off the grid, a bad rule, a name too long): a bug of the caller."""


LONGEST = 32_767
"""So much text a cell holds [UTF-16 units, as spreadsheets count]."""


def fitting(text: str) -> str:
    """Cut a text that no cell can hold, with an ellipsis where it was cut."""
    if len(text) * 2 <= LONGEST or len(units := text.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


class EmptyText(str):
    """An empty text result of a formula; XlsxWriter would write a plain "" as "not calculated"."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


EMPTY = EmptyText()


def result(value: Any) -> Any:
    """Return what a formula gives as XlsxWriter takes it."""
    return EMPTY if value is None or value == "" else fitting(value) if isinstance(value, str) else value


def done(result: Any, what: object) -> None:
    """Raise NotWritten where XlsxWriter says by a number that it refused something."""
    if isinstance(result, int) and result < 0:
        raise NotWritten(f"{what}: {result}")


def strictly(call: Callable[..., Any], *arguments: Any) -> Any:
    """Call XlsxWriter with its warnings as errors and return what it returns."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = call(*arguments)
        except UserWarning as warning:
            raise NotWritten(str(warning)) from warning
    done(result, arguments)
    return result
