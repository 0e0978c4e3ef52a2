"""Number formats of a workbook: what a cell shows, a percentage, a date, text, or its number in disguise."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sync.reading.cells import AS_TEXT, DATE, DISGUISED, GENERAL, PERCENT, PERCENT_SIGN, Unreadable
from sync.reading.parts import MAIN, walk

BUILT_IN = {9: PERCENT, 10: PERCENT, 49: AS_TEXT} | dict.fromkeys(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), DATE
)
NOT_SHOWN = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|e[+-]', re.IGNORECASE)
"""`!` stands before a sign that is only written, as a backslash does, where an East Asian Excel saved it."""

LONGEST_CODE = 1000
REMEMBERED_UNTIL = 1 << 17
"""Larger styles [bytes] are not kept to be recognised."""
DATE_PARTS = frozenset("ymdhsagbe")
GENERAL_ELSEWHERE = re.compile(r'G/("?)[^\x00-\x7f]+\1', re.IGNORECASE)
"""`G/通用格式` is how a Chinese Excel shows General; programs store it so where somebody copied it.

LibreOffice takes it for the date of an era and stores it as `g/"通用格式"`.
"""
SECTION = re.compile(r'(?:"[^"]*"|[\\!].|[^;"\\!]|!$)+|(?<=;)(?=;|$)|^(?=;)')
WRITTEN_SIGN = re.compile(r'"[^"]*%[^"]*"|[\\!]%')
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=) *(-?[0-9.]*[0-9](?:E[+-]?[0-9]{1,3})?)\]", re.IGNORECASE)
HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
DIGITS_OF_GENERAL = re.compile(r'("[^"]*")|general', re.IGNORECASE)
DRAWN = re.compile(r'"([^"]*)"?|[\\!](.)|([0#?])|[_*].|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|([1-9])|.')
ADDED_DIGIT = re.compile(r"0p[0d]|0d|0 +d+(?![dw])|d0|(?<!w)p0|(?<![wd])d[dp]* +0")
"""Digits and points that the format writes next to the number's own: 0"0" shows 9 as 90, 0" 000" as 9 000."""

A_WORD = {
    "0": re.compile(r'"[^"1-9]*[^"1-9 ][^"1-9]*"|[-–—]|@'),
    "=": re.compile(r'"[^"0-9]*[^"0-9 ][^"0-9]*"'),
}
"""How zero, or the one number of a condition such as [=1], is shown as a word or a dash."""

NO_SIGN = re.compile(r"\[[^\]]*\]|_.|\*.|[\"\\ ]")
LIKE_NEGATIVE = re.compile(r"^[^0#?]*[-−–(][0#?]")
BELOW_ZERO = re.compile(r'[-−–(△▲▼"\\]|\[(?!\$)')
"""Signs, brackets, words or a colour by which a section tells that its numbers are below zero."""

IN_THOUSANDS = re.compile("[0#?],+(?![0#?,])")


def format_class(code: str) -> str:
    """Tell what a number format code shows: percent, date, text, or "" for any other number.

    Only its first section counts; quoted text, escapes, colours and conditions are not what it shows. A sign
    that is only written behind the number (0"%") is told apart, and so are formats under which a number looks
    like another one or like nothing: DISGUISED, with the signs of the numbers concerned, or with the code
    where it has conditions.
    """
    code = code[:LONGEST_CODE]
    shown = NOT_SHOWN.sub("", code).partition(";")[0].lower()
    sections = SECTION.findall(code)
    if "%" in shown or (sections and WRITTEN_SIGN.search(sections[0])):
        signs = "" if CONDITION.search(code) else _disguised(sections)
        return f"{DISGUISED} {signs}" if signs else PERCENT if "%" in shown else PERCENT_SIGN
    if DATE_PARTS & set(shown):
        return DATE
    if shown.strip() == "@":
        return AS_TEXT
    if CONDITION.search(code):
        return f"{DISGUISED} {code}" if any(_hides_if(code, number) for number in _probes(code)) else GENERAL
    signs = _disguised(sections)
    return f"{DISGUISED} {signs}" if signs else GENERAL


def _disguised(sections: list[str]) -> str:
    """Return the signs (+, -, 0) of the numbers that the sections of a format do not show as they are."""
    if not sections:
        return ""
    above = sections[0]
    below = sections[1] if len(sections) > 1 else above
    zero = sections[2] if len(sections) > 2 else above
    odd = [sign for sign, section in (("+", above), ("-", below), ("0", zero)) if _odd(section, sign)]
    return "".join(odd) + _sign_lost(sections)


def _odd(section: str, sign: str) -> bool:
    """Tell whether a section shows no number, or another one; a zero may be shown as text, such as a dash."""
    section = DIGITS_OF_GENERAL.sub(lambda found: found[1] or "0", section)
    places = NOT_SHOWN.sub("", section)
    if sign in A_WORD and not set("0?" if sign == "0" else "0#?") & set(places):
        return not A_WORD[sign].search(section)
    if not set("0#?") & set(places):
        return "@" not in places
    return bool(IN_THOUSANDS.search(places) or ADDED_DIGIT.search(_outline(section)))


def _outline(section: str) -> str:
    """Return how a section draws a number: 0 its digits; d, p, w, x written digits, points, letters, rest."""
    drawn = []
    for found in DRAWN.finditer(section):
        bare = found[5] if "/" not in section else ""  # a denominator is no digit of the number
        written = found[1] or found[2] or found[4] or bare or (" " if found[0][0] in " _*" else "")
        drawn.append("0" if found[3] else "".join(map(_kind, written)))
    return "".join(drawn)


def _kind(sign: str) -> str:
    if sign.isspace():
        return " "
    return "d" if sign.isdigit() else "p" if sign in ".," else "w" if sign.isalpha() else "x"


def _probes(code: str) -> list[float]:
    """Return a number of every kind that the conditions of a format tell apart."""
    limits = {0.0, *(float(found[2]) for found in CONDITION.finditer(code))}
    return [limit + step for limit in limits for step in (-1e6, -1e-6, 0.0, 1e-6, 1e6)]


def _hides_if(code: str, number: float) -> bool:
    """Tell whether a format with conditions shows a number as another one, or as nothing."""
    sections = [part for part in SECTION.findall(code) if "@" not in NOT_SHOWN.sub("", part)]
    section = _section(sections, number)
    if section is None:
        return False
    condition = CONDITION.search(section)
    exact = condition is not None and condition[1] == "="
    sign = "0" if not number else "=" if exact else "+"
    return _odd(section, sign) or (number > 0 and bool(LIKE_NEGATIVE.search(NO_SIGN.sub("", section))))


def _section(sections: Sequence[str], number: float) -> str | None:
    """Return the section that shows a number: the first whose condition holds, else the last one."""
    for at, section in enumerate(sections[:2]):
        condition = CONDITION.search(section)
        if condition is None and len(sections) == 2 and at == 1:
            return section
        held, limit = (condition[1], float(condition[2])) if condition else ("<" if at else ">", 0.0)
        if HOLDS[held](number, limit):
            return section
    return sections[2] if len(sections) > 2 else None


def _sign_lost(sections: list[str]) -> str:
    """Return + where numbers above zero look as if they were below, and - where it is the other way."""
    above = LIKE_NEGATIVE.search(NO_SIGN.sub("", sections[0]))
    below = len(sections) > 1 and sections[1] and not BELOW_ZERO.search(sections[1])
    return ("+" if above else "") + ("-" if below else "")


def hides(shown: str, number: float) -> bool:
    """Tell whether a number looks like another one, or like nothing, under a format of this class."""
    if not shown.startswith(DISGUISED):
        return False
    told = shown.removeprefix(f"{DISGUISED} ")
    if CONDITION.search(told):
        return _hides_if(told, number)
    return ("+" if number > 0 else "-" if number < 0 else "0") in told


def read_formats(part: str, content: bytes) -> Mapping[str, str]:
    """Return, for each style number as cells name it, its format class; plain ones are left out.

    Workbooks issued together and saved by the same program mostly have the same styles.
    Raises Unreadable where these are no styles: percentages would be read as plain numbers.
    """
    return _remembered(part, content) if len(content) < REMEMBERED_UNTIL else _formats(part, content)


def _formats(part: str, content: bytes) -> Mapping[str, str]:
    custom: dict[str, str] = {}
    found: dict[str, str] = {}
    inside, count, whole = "", 0, False

    def start(local: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count, whole
        whole = whole or local == "styleSheet"
        if local in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = local
        elif local == "numFmt" and inside != "dxfs":
            custom[attributes.get("numFmtId", "")] = format_class(_stored(attributes.get("formatCode", "")))
        elif local == "xf" and inside == "cellXfs":
            if shown := _shown(attributes.get("numFmtId", "0"), custom):
                found[str(count)] = shown
            count += 1

    walk(part, content, MAIN, start)
    if not whole:
        raise Unreadable("broken_part", part=part, line=1)
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
