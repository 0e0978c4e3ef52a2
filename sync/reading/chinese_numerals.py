"""Numbers written in Chinese characters, plain or formal: 八十五, 捌拾伍, 一千零三, 四点五."""

from __future__ import annotations

import re
from typing import Final

FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億點〇两", "一二三四五六七八九十百千万亿点零二")
DIGITS: Final = "零一二三四五六七八九"
DIGIT: Final = "[一二三四五六七八九]"
BELOW_10_000: Final = re.compile(
    f"(?:({DIGIT})千)?(?:({DIGIT})百)?(?:(?:^|(?<=百)|(?<=千)零)({DIGIT}?)(十))?"
    f"(?:(?:^|(?<=十)|(?<=[千百])零)({DIGIT}))?"
)
"""零 stands where a place is skipped: 一百五 means 150 in speech and 105 by a slip, so it is neither."""

GROUPED: Final = re.compile("(?:([^亿万]+)亿)?(?:([^亿万]+)万)?([^亿万]*)")


def chinese_number(text: str) -> float | None:
    """Return the number that Chinese characters write out with their units, None where they write none.

    A lone 一 may be a dash, and digits in a row (八五) may be 85, 8.5 or 85 %: neither is taken. Nor is a
    number whose last unit was left out, as in speech (一百五, 三万五): a skipped place is written 零.
    """
    whole, point, decimals = text.translate(FORMAL).removeprefix("负").partition("点")
    if text == "一" or (point and not decimals) or not set(decimals) <= set(DIGITS):
        return None
    found = _whole(whole)
    if found is None:
        return None
    behind = "".join(str(DIGITS.index(digit)) for digit in decimals)
    number = float(f"{found}.{behind or 0}")
    return -number if text.startswith("负") else number


def _whole(text: str) -> int | None:
    """Return a whole number, by its groups of four digits: 亿, 万 and what is below."""
    match = GROUPED.fullmatch(text)
    if match is None or not text:
        return None
    if text == "零":
        return 0
    number = 0
    for size, part in zip((10**8, 10**4, 1), match.groups(), strict=True):
        if part:
            below = _below_10_000(part.removeprefix("零") if number else part)
            if not below or (number and not part.startswith("零") and not _next(number // size, below)):
                return None
            number += below * size
    return number


def _next(above: int, below: int) -> bool:
    """Tell whether four digits follow the group above them with no place between that was skipped."""
    return below >= 1000 and above % 10**8 >= 10**4


def _below_10_000(text: str) -> int | None:
    match = BELOW_10_000.fullmatch(text)
    if match is None:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    return (
        1000 * _digit(thousands)
        + 100 * _digit(hundreds)
        + (10 * (_digit(tens) or 1) if ten else 0)
        + _digit(ones)
    )


def _digit(text: str | None) -> int:
    return DIGITS.index(text) if text else 0
