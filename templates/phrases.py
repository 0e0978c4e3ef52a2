"""Texts inside formulas: a sentence becomes an expression, each placeholder an expression of its own."""

from __future__ import annotations

import re

from addin.scoring.expression import literal

LONGEST = 120
"""A formula holds texts of at most 255 characters; a longer one is put together from pieces."""


def joined(text: str, **parts: str) -> str:
    """Turn a text with {placeholders} into a spreadsheet expression that puts expressions in their place."""
    found = []
    for at, piece in enumerate(re.split(r"\{(\w+)\}", text)):
        chunks = re.findall(rf"(?s).{{1,{LONGEST}}}", piece)
        found += [parts[piece]] if at % 2 else [literal(chunk) for chunk in chunks]
    return "&".join(found) or literal("")
