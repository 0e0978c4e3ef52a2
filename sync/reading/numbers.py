"""What a person typed, understood: numbers, percentages, yes or no, dates; what is odd is named."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Final, Literal

from addin.scoring.parameters import LARGEST_FRACTION, told
from addin.texts import LANGUAGES, lookup, phrase
from sync.reading.cells import BLANK, BOOLEAN, DATE, ERROR, GENERAL, PERCENT, PERCENT_SIGN, Cell
from sync.reading.chinese_numerals import chinese_number

NOT_APPLICABLE: Final = "not_applicable"

OddCode = Literal[
    "missing",
    "not_calculated",
    "error_value",
    "not_a_number",
    "ambiguous_percent",
    "not_yes_no",
    "not_a_date",
    "ambiguous_date",
]

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?P<by>[, '])[0-9]{3})(?:(?P=by)[0-9]{3})*(?:\.[0-9]+)?")
CONTINENTAL = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})*(?:\.[0-9]{3},[0-9]+|(?<=\.[0-9]{3})\.[0-9]{3})"
)
COMMA_DECIMAL = re.compile(r"[+-]?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{5,})|0,[0-9]+|[0-9]{4,},[0-9]{3})")
"""Four digits behind a comma may also be a group of 万: neither 12,3456 nor 1234,5678 is read."""

SIGNS = str.maketrans(
    dict.fromkeys("−–﹣\u2010\u2011\u2012", "-") | {"。": ".", "’": "'", "‘": "'", "％": "%", "﹪": "%"}
)
RAISED = re.compile("[0-9０-９][⁰¹²³⁴-⁹₀-₉]")
"""10² is folded to 102, which nobody wrote."""

SEVERAL = re.compile(r"[0-9０-９]\s*[\t-\r\x1c-\x1f\x85\u2028\u2029\u3000]\s*[0-9０-９]")
"""Digits in two lines, or a Chinese letter's width apart, are two numbers: no space between thousands."""

TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of writing: 69 behind one of them is shown as 96."""

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
YEAR_FIRST = re.compile(r"([12][0-9]{3})([-/.]| *年 *)([0-9]{1,2})(?:[-/.]| *月 *)([0-9]{1,2})(?: *[日号])?")
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([12][0-9]{3})")
COMPACT = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])")
TIME = re.compile(r"(?<![T ])[T ]++[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$")
DAY_SECONDS = 86_400
LAST_DAY = 2_958_466
SERIALS = range(10_000, 110_000)
"""Day numbers of 1927 to 2201: a plain number among them may stand for a date whose format was lost."""


@dataclass(frozen=True, slots=True)
class Odd:
    """What stands in a cell and cannot be taken as meant: why, and the content as found."""

    code: OddCode
    found: str


def folded(text: str) -> str:
    """Return typed text as compared: full-width forms, look-alikes, invisible signs and spaces made plain."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(SIGNS)).translate(SIGNS)
        text = INVISIBLE.sub("", text)
    return " ".join(text.split())


def shown(cell: Cell, date1904: bool = False) -> str:
    """Return a cell's content as its reader saw it, for messages: a date with its time, where it has one."""
    if isinstance(cell.value, float) and cell.format == DATE:
        return _moment(cell.value, date1904) or told(cell.value)
    if isinstance(cell.value, float):
        return told(cell.value, cell.format == PERCENT) + ("%" if cell.format == PERCENT_SIGN else "")
    if isinstance(cell.value, bool):
        return str(cell.value).upper()
    return "" if cell.value is None else str(cell.value)


def _moment(value: float, date1904: bool) -> str | None:
    """Return a day number as 2026-11-05, 2026-11-05 14:24 or 14:24; None where it is neither day nor time."""
    if not 0 < value < LAST_DAY:
        return None
    whole, seconds = divmod(int(value * DAY_SECONDS + 0.5), DAY_SECONDS)
    at = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    written = at.isoformat("seconds" if at.second else "minutes") if seconds else ""
    if not whole:
        return written or None
    day = _day_of(whole, date1904)
    return f"{day.isoformat()} {written}".rstrip() if day else None


def as_number(
    cell: Cell | None,
    percent: bool,
    unit: str = "",
    largest_plain: float = LARGEST_FRACTION,
    date1904: bool = False,
) -> float | Odd | Literal["not_applicable"]:
    """Understand a cell as a number, as its writer meant it.

    Takes numbers, and text such as `８５`, `85分`, `85%`, `1,234.5`, `85,5`, `八十五`, with any spaces. In a
    percent cell the number is a fraction: typed `85%` is 0.85; above 5 it is ambiguous (85 %, or 8500 %), and
    so is a percentage where none is asked for. Returns the number, NOT_APPLICABLE, or why it is neither.

    percent: whether the line's unit is %; unit: the line's unit, which may be written after the number;
    largest_plain: up to this a number without a percent sign is a fraction where a percentage is asked for;
    date1904: whether the workbook counts its days from 1904.
    """
    if cell is None or cell.kind in (BLANK, ERROR, BOOLEAN):
        return _no_value(cell)
    if isinstance(cell.value, float) and cell.format == DATE:
        return Odd("not_a_number", shown(cell, date1904))
    if isinstance(cell.value, float):
        return _measured(cell, cell.value, percent, largest_plain)
    text = folded(str(cell.value))
    if text.casefold() in not_applicable_words():
        return NOT_APPLICABLE
    if not text:
        return Odd("missing", "")
    with_sign = text.endswith("%")
    text = text.removeprefix("'").removesuffix("%").rstrip()
    odd = any(sign.search(str(cell.value)) for sign in (RAISED, SEVERAL, TURNED))
    number = None if odd else typed_number(_without_unit(text, unit))
    if number is None:
        return Odd("not_a_number", shown(cell))
    if with_sign:
        return _measured(cell._replace(format=PERCENT), number / 100, percent, largest_plain)
    return _measured(cell._replace(format=GENERAL), number, percent, largest_plain)


def _measured(cell: Cell, number: float, percent: bool, largest_plain: float) -> float | Odd:
    """Refuse what may be meant as a percentage or not.

    A format such as 0"%" shows 85 as 85%; but 0.85 or 4 under it may as well have been typed as 85% or 400%.
    """
    if not percent:
        clear = not number or cell.format not in (PERCENT, PERCENT_SIGN)
    elif cell.format == PERCENT_SIGN:
        clear = not number or LARGEST_FRACTION < abs(number) <= 100 * LARGEST_FRACTION
        number /= 100
    else:
        clear = abs(number) <= (LARGEST_FRACTION if cell.format == PERCENT else largest_plain)
    return number if clear else Odd("ambiguous_percent", shown(cell))


def _no_value(cell: Cell | None) -> Odd:
    if cell is None:
        return Odd("missing", "")
    if cell.kind == BLANK:
        return Odd("not_calculated" if cell.formula else "missing", "")
    return Odd("error_value" if cell.kind == ERROR else "not_a_number", shown(cell))


def _without_unit(text: str, unit: str) -> str:
    """Drop the unit a person wrote after the number: 分, or the line's own.

    What begins with a digit, such as 10k CNY, is no unit right behind another: 110k CNY may be anything.
    """
    for word in (folded(unit), "分"):
        if word and word != "%" and text.casefold().endswith(word.casefold()):
            number = text[: -len(word)]
            return text if word[0].isdecimal() and number[-1:].isdecimal() else number.rstrip()
    return text


def typed_number(text: str) -> float | None:
    """Return the number that folded text stands for, None where it is none or may be two.

    `1,234` is read with a thousands separator, as both of our languages write it.
    """
    compact = re.sub(r"^([+-]) +", r"\1", text)
    if PLAIN.fullmatch(compact):
        return _finite(compact)
    if THOUSANDS.fullmatch(compact):
        return _finite(re.sub("[, ']", "", compact))
    if CONTINENTAL.fullmatch(compact):
        return _finite(compact.replace(".", "").replace(",", "."))
    if COMMA_DECIMAL.fullmatch(compact):
        return _finite(compact.replace(",", "."))
    return chinese_number(compact)


def _finite(text: str) -> float | None:
    number = float(text)
    return number if number - number == 0.0 else None


def as_yes_no(cell: Cell | None, date1904: bool = False) -> bool | Odd | Literal["not_applicable"]:
    """Understand a cell as yes or no: the words of both languages, TRUE and FALSE, 1 and 0, √ and ×."""
    if cell is None or cell.kind in (BLANK, ERROR):
        return _no_value(cell)
    if isinstance(cell.value, bool):
        return cell.value
    if isinstance(cell.value, float):
        return bool(cell.value) if cell.value in (0.0, 1.0) else Odd("not_yes_no", shown(cell, date1904))
    word = folded(str(cell.value)).casefold()
    if word in not_applicable_words():
        return NOT_APPLICABLE
    meant = yes_no_words().get(word)
    if meant is None:
        return Odd("not_yes_no" if word else "missing", shown(cell))
    return meant


def typed_yes_no(text: str) -> bool | None:
    """Return what folded text says: the words of both languages, 1 and 0; None where it is neither."""
    return {"1": True, "0": False}.get(text, yes_no_words().get(text.casefold()))


@cache
def not_applicable_words() -> frozenset[str]:
    """Return every way to say that a line does not apply, in any language."""
    words = [phrase("choices.not_applicable", language) for language in LANGUAGES]
    words += [word for language in LANGUAGES for word in _listed("reading.typed.not_applicable", language)]
    return frozenset(folded(word).casefold() for word in words)


@cache
def yes_no_words() -> dict[str, bool]:
    """Return every way to say yes or no, in any language."""
    found = {word: choice == "yes" for word, choice in lookup("choices.flag").items()}
    for choice in ("yes", "no"):
        for language in LANGUAGES:
            found |= dict.fromkeys(_listed(f"reading.typed.{choice}", language), choice == "yes")
    return {folded(word).casefold(): meant for word, meant in found.items()}


def _listed(key: str, language: str) -> list[str]:
    return phrase(key, language).split("|")


def as_date(cell: Cell | None, date1904: bool = False) -> date | Odd:
    """Understand a cell as a date: a day number, or text such as 2026-11-05, 2026/11/5, 2026年11月5日.

    Day and month before the year are taken only where their order is certain.
    """
    if cell is None or cell.kind in (BLANK, ERROR, BOOLEAN):
        found = _no_value(cell)
        return Odd("not_a_date", found.found) if found.code == "not_a_number" else found
    if isinstance(cell.value, float):
        return _day(cell, cell.value, date1904)
    text = TIME.sub("", folded(str(cell.value)))
    if not text:
        return Odd("missing", "")
    return _written_date(text, shown(cell))


def _day(cell: Cell, value: float, date1904: bool) -> date | Odd:
    """Turn a day number into a date."""
    whole = int(value)
    if cell.format != DATE and whole not in SERIALS:
        return _written_date(str(whole), shown(cell)) if whole == value else Odd("not_a_date", shown(cell))
    return _day_of(whole, date1904) or Odd("not_a_date", shown(cell))


def _day_of(whole: int, date1904: bool) -> date | None:
    """Return the date of a day number, None for none; spreadsheets count a 29 February 1900."""
    if not 0 < whole < (2_957_004 if date1904 else LAST_DAY) or (whole == 60 and not date1904):
        return None
    if date1904:
        return date(1904, 1, 1) + timedelta(days=whole)
    return date(1899, 12, 31 if whole < 60 else 30) + timedelta(days=whole)


def _written_date(text: str, found: str) -> date | Odd:
    match = YEAR_FIRST.fullmatch(text)
    if match:
        return _calendar_day(match[1], match[3], match[4], found)
    match = COMPACT.fullmatch(text)
    if match:
        return _calendar_day(match[1], match[2], match[3], found)
    match = YEAR_LAST.fullmatch(text)
    if match is None:
        return Odd("not_a_date", found)
    first, second, year = match[1], match[3], match[4]
    if int(first) <= 12 and int(second) <= 12 and first != second:
        return Odd("ambiguous_date", found)
    month, day = (first, second) if int(second) > 12 else (second, first)
    return _calendar_day(year, month, day, found)


def _calendar_day(year: str, month: str, day: str, found: str) -> date | Odd:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Odd("not_a_date", found)
