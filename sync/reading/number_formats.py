"""Number formats of a workbook: whether a cell shows a percentage, a date, text, or neither."""

from __future__ import annotations

import re

from sync.reading.cells import AS_TEXT, DATE, GENERAL, PERCENT, Unreadable
from sync.reading.parts import MAIN, walk

BUILT_IN = {9: PERCENT, 10: PERCENT, 49: AS_TEXT} | dict.fromkeys(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), DATE
)
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|e[+-]', re.IGNORECASE)
LONGEST_CODE = 1000
DATE_PARTS = frozenset("ymdhsagbe")


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


def read_formats(part: str, content: bytes) -> dict[str, str]:
    """Return, for each style number as cells name it, its format class; plain ones are left out.

    Raises Unreadable where these are no styles: percentages would be read as plain numbers.
    """
    custom: dict[str, str] = {}
    found: dict[str, str] = {}
    inside, count, whole = "", 0, False

    def start(local: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count, whole
        whole = whole or local == "styleSheet"
        if local in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = local
        elif local == "numFmt" and inside != "dxfs":
            custom[attributes.get("numFmtId", "")] = format_class(attributes.get("formatCode", ""))
        elif local == "xf" and inside == "cellXfs":
            if shown := _shown(attributes.get("numFmtId", "0"), custom):
                found[str(count)] = shown
            count += 1

    walk(part, content, MAIN, start)
    if not whole:
        raise Unreadable("broken_part", part=part, line=1)
    return found


def _shown(number: str, custom: dict[str, str]) -> str:
    if number in custom:
        return custom[number]
    return (
        BUILT_IN.get(int(number), GENERAL)
        if number.isascii() and number.isdecimal() and len(number) < 9
        else GENERAL
    )
