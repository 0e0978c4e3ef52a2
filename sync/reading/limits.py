"""How much of a workbook is read before it is refused: generous for people, small for an attack."""

from __future__ import annotations

from dataclasses import dataclass

from templates.references import LAST_ROW

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one workbook; over a bound is a reason told to its sender, never a crash.

    `ratio` (inflated to packed size) counts only for parts above `ratio_from` bytes, since empty styled rows
    pack very well. Text and formulas are bound to what Excel itself allows in a cell, `rows` to its sheet.
    `written` bounds the characters of all cells together, since a few kilobytes can repeat one long text or
    shared formula a million times.
    """

    file: int = 64 * MEBIBYTE
    entries: int = 4_000
    part: int = 128 * MEBIBYTE
    total: int = 256 * MEBIBYTE
    ratio: int = 250
    ratio_from: int = 8 * MEBIBYTE
    sheets: int = 512
    cells: int = 3_000_000
    rows: int = LAST_ROW
    strings: int = 1_000_000
    text: int = 32_767
    written: int = 64 * MEBIBYTE


LIMITS = Limits()
