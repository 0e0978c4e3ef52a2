"""Choice lists: the words people choose from, and where a list stands that is too long for a validation.

words = choices("category", "en")        # ["KPI", "Behaviour", "Ability", "Management"]
lists = Lists()
source = lists.source("category", words) # the words, or "=list_category" where they are too long
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from addin.texts import words

SHEET = "_lists"
INLINE = 255
"""A validation holds at most 255 characters of words."""


def choices(table: str, language: str) -> list[str]:
    """Return the words of a table of choices (texts/choices.toml) in one language, in their order."""
    return [str(word) for word in words("choices", language)[table].values()]


def word(table: str, choice: str, language: str) -> str:
    """Return the word of one choice in one language."""
    return str(words("choices", language)[table][choice])


def fits(entries: Sequence[str]) -> bool:
    """Tell whether a list can stand inside a validation: short enough, and no comma or quote in a word."""
    joined = ",".join(entries)
    short = len(joined.encode("utf-16-le")) // 2 <= INLINE
    return short and not any("," in entry or '"' in entry for entry in entries)


@dataclass(slots=True)
class Lists:
    """The long lists of a workbook, each a column of the hidden sheet `_lists` with a name of its own."""

    columns: dict[str, tuple[str | float, ...]] = field(default_factory=dict)

    def source(self, name: str, entries: Sequence[str]) -> list[str] | str:
        """Return what a validation takes as its source: the words, or the name of their range."""
        if fits(entries):
            return list(entries)
        title = "list_" + re.sub(r"\W", "_", name)
        assert self.columns.get(title, tuple(entries)) == tuple(entries), title
        self.columns[title] = tuple(entries)
        return f"={title}"
