"""How high a row must be for its wrapped texts; spreadsheets do not agree on doing this by themselves.

A row into which people type is written by `SafeSheet.grow`: Excel and LibreOffice fit it to every text typed
later. They would make it as low as one line, too, so a strut, an empty cell of a large font beside the table,
holds it open.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from unicodedata import east_asian_width

LINE, LEAST, HIGHEST = 15.0, 19.0, 409.0
"""Programs show no row that is higher than 409 points."""

SLACK, MARGIN = 1.02, 1.5
"""Fonts differ from program to program; a border and the indent take some room."""

LEADING, LARGEST = 1.3, 240
"""A line is at least so much higher than its font; no look has a larger one [points]."""


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Return the height [points] of a row from its texts and their column widths [characters]."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(HIGHEST, max(LEAST, lines * LINE + 4))


def breaks(heights: Sequence[float], headings: Collection[int], room: float, above: float) -> list[int]:
    """Return before which rows a page ends so that a heading has two rows with it on its page.

    heights: of all rows [points]; headings: which of them are; room: on a page [points], of which `above` is
    taken on every later page by what is repeated.
    """
    found: list[int] = []
    used = 0.0
    for row, height in enumerate(heights):
        needed = sum(heights[row : row + 3]) if row in headings else height
        if used + needed > room:
            found.append(row)
            used = above
        used += height
    return found


def strut(height: float) -> str:
    """Return the look of the empty cell that keeps a row from becoming lower than so [points]."""
    return f"strut_{min(LARGEST, int(height / LEADING))}"


def shown_width(text: str) -> int:
    """Return how wide a text is [characters]; Chinese signs are twice as wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


@lru_cache(maxsize=4096)
def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    parts = (math.ceil(shown_width(part) * SLACK / (width - MARGIN)) for part in text.split("\n"))
    return sum(max(1, lines) for lines in parts)
