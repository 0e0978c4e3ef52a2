"""How high a row must be for its wrapped texts; spreadsheets do not agree on doing this by themselves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from unicodedata import east_asian_width

LINE, LEAST = 15.0, 19.0
SLACK, MARGIN = 1.02, 1.5
"""Fonts differ from program to program; a border and the indent take some room."""


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Return the height [points] of a row from its texts and their column widths [characters]."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return max(LEAST, lines * LINE + 4)


def shown_width(text: str) -> int:
    """Return how wide a text is [characters]; Chinese signs are twice as wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    parts = (math.ceil(shown_width(part) * SLACK / (width - MARGIN)) for part in text.split("\n"))
    return sum(max(1, lines) for lines in parts)
