"""The one way a CSV file is written: for spreadsheet programs, in which a text stays a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so is a formula to a program that opens the file."""


def as_csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows as a CSV file with the mark by which spreadsheet programs know UTF-8.

    A text that looks like a formula gets an apostrophe in front: a name typed as =HYPERLINK(...) in somebody
    else's system must not run on HR's machine. Numbers stay numbers.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
