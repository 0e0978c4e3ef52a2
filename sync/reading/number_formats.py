"""Number formats of a workbook: whether a cell shows a percentage, a date, text, or neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sync.reading.cells import AS_TEXT, DATE, GENERAL, PERCENT
from sync.reading.parts import MAIN, walk

BUILT_IN = {9: PERCENT, 10: PERCENT, 49: AS_TEXT} | dict.fromkeys(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), DATE
)
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|e[+-]', re.IGNORECASE)
LONGEST_CODE = 1000
REMEMBERED_UNTIL = 1 << 17
"""Larger styles [bytes] are not kept to be recognised."""
DATE_PARTS = frozenset("ymdhsagbe")
GENERAL_ELSEWHERE = re.compile(r"G/[^\x00-\x7f]+")
"""`G/通用格式` is how a Chinese Excel shows General; programs store it so where somebody copied it."""


def format_class(code: str) -> str:
    """Tell what a number format code shows: percent, date, text, or "" for any other number.

    Only its first section counts; quoted text, escapes, colours and conditions are not what it shows.
    """
    shown = NOT_SHOWN.sub("", code[:LONGEST_CODE]).partition(";")[0].lower()
    if "%" in shown:
        return PERCENT
    if DATE_PARTS & set(shown):
        return DATE
    return AS_TEXT if shown.strip() == "@" else GENERAL


def read_formats(part: str, content: bytes) -> Mapping[str, str]:
    """Return, for each style number as cells name it, its format class; plain ones are left out.

    Workbooks issued together and saved by the same program mostly have the same styles.
    """
    return _remembered(part, content) if len(content) < REMEMBERED_UNTIL else _formats(part, content)


def _formats(part: str, content: bytes) -> Mapping[str, str]:
    custom: dict[str, str] = {}
    found: dict[str, str] = {}
    inside, count = "", 0

    def start(local: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        if local in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = local
        elif local == "numFmt" and inside != "dxfs":
            custom[attributes.get("numFmtId", "")] = format_class(_stored(attributes.get("formatCode", "")))
        elif local == "xf" and inside == "cellXfs":
            if shown := _shown(attributes.get("numFmtId", "0"), custom):
                found[str(count)] = shown
            count += 1

    walk(part, content, MAIN, start)
    return found


_remembered = lru_cache(maxsize=16)(_formats)


def _shown(number: str, custom: dict[str, str]) -> str:
    if number in custom:
        return custom[number]
    return (
        BUILT_IN.get(int(number), GENERAL)
        if number.isascii() and number.isdecimal() and len(number) < 9
        else GENERAL
    )


def _stored(code: str) -> str:
    """Return a format code as Excel itself stores it."""
    return GENERAL_ELSEWHERE.sub("General", code)
