"""Cell references as spreadsheets write them: letters of columns, cells, titles of sheets."""

from __future__ import annotations

from functools import lru_cache

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


def quoted(title: str) -> str:
    """Return a sheet's title as references write it: 'Lee''s sheet'."""
    return "'" + title.replace("'", "''") + "'"
