"""Cell references as spreadsheets write them: letters of columns, cells, titles of sheets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The last row and column [from 1] that a sheet has."""


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return the letters of a column [from 1]: 1 is A, 27 is AA; 0 has none."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


@lru_cache(maxsize=1024)
def column_number(name: str) -> int:
    """Return the number of a column [from 1] from its letters, capital or small: A is 1."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def reference(row: int, column: int) -> str:
    """Return the reference of a cell as people write it: row 5, column 11 [from 1] is K5."""
    return f"{letters(column)}{row}"


class Area(NamedTuple):
    """A block of cells by its outer columns and rows [from 1]."""

    left: int
    top: int
    right: int
    bottom: int


def area(text: str) -> Area | None:
    """Return the block of cells a reference names, None for anything else: K5:L9 has columns 11 and 12."""
    found = AREA.fullmatch(text)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return Area(column_number(left), int(top), column_number(right), int(bottom))


def quoted(title: str) -> str:
    """Return a sheet's title as references write it: 'Lee''s sheet'."""
    return "'" + title.replace("'", "''") + "'"
