"""What the words of a file stand for: ids that lost zeros or were rounded by a spreadsheet, names for ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol
from unicodedata import normalize

from sync.checks.matching import SHORTENED, resolve
from sync.reading.cells import TEXT, Cell
from sync.reading.numbers import folded
from sync.service.importing.new_ids import derived
from templates.tables.model import ID

FLOAT = re.compile(r"([0-9]+)\.0+")
"""A number that passed through a program which knows no other numbers than decimal ones."""


class Named(Protocol):
    """Something that has a name."""

    @property
    def name(self) -> str:
        """Its name."""


class Known:
    """The ids that words may stand for, found by the id, by the name, or by what a spreadsheet made of it."""

    def __init__(self, ids: Iterable[str], names: Mapping[str, Named] | None = None) -> None:
        self._ids, self._named = frozenset(ids), bool(names)
        self._by: dict[str, set[str]] = {}
        for one in self._ids:
            self._by.setdefault(_plain(one), set()).add(one)
            if one.isdecimal():
                self._by.setdefault(_bare(one), set()).add(one)
        for one, named in (names or {}).items():
            self._by.setdefault(_plain(named.name), set()).add(one)

    def meaning(self, word: str) -> str | None:
        """Return the one id that a word stands for; None where it could be none or several."""
        if word in self._ids:
            return word
        plain = _plain(word)
        found = self._by.get(plain) or (self._by.get(_bare(plain)) if plain.isdecimal() else None)
        if found:
            return next(iter(found)) if len(found) == 1 else None
        whole = FLOAT.fullmatch(plain)
        if whole:
            return self.meaning(whole[1])
        return resolve(Cell(TEXT, word), self._ids) if SHORTENED.fullmatch(plain) else None

    def fitting(self, word: str) -> str | None:
        """Return the one id that would be derived from a word which is neither an id nor a known name.

        "C&L01" gives C-L01. Only signs may get lost on the way: "A部" is not A. What bears no names, as
        people and cycles here, has no derived ids either.
        """
        if not self._named or ID.fullmatch(word) or _plain(word) in self._by:
            return None
        made = derived(word, ()).casefold()
        found = [one for one in self._ids if one.casefold() == made]
        return found[0] if len(found) == 1 and _letters(word) == _letters(made) else None


def _plain(word: str) -> str:
    return "".join(folded(word).split()).lstrip("'").casefold()


def _letters(word: str) -> list[str]:
    """Return the letters and digits of a word, without case and accents."""
    return [sign for sign in normalize("NFKD", word).casefold() if sign.isalnum()]


def _bare(number: str) -> str:
    """Return a number without its leading zeros, told apart from one that is written so."""
    return f"\0{number.lstrip('0')}"


def meanings(words: Collection[str], known: Known) -> dict[str, str]:
    """Return what the words stand for that are no ids as they stand; "" for those that nobody knows.

    A word stands for the id derived from it where no other word does: A/1 beside A-1, or beside A&1, is
    something else.
    """
    found = {word: known.meaning(word) or "" for word in words}
    fitting = {word: known.fitting(word) or "" for word, meaning in found.items() if not meaning}
    claims = Counter(one for _, one in {(_plain(word), one) for word, one in (found | fitting).items()})
    found |= {word: one for word, one in fitting.items() if claims[one] == 1}
    return {word: meaning for word, meaning in found.items() if meaning != word}


def old_meanings(words: Collection[str], known: Known) -> dict[str, str]:
    """Return the same for words from the past: whoever is not known any more keeps the number or name.

    A number that would stand for one which the file itself also holds is somebody else's.
    """
    found: dict[str, str] = {}
    for word in words:
        meaning = known.meaning(word)
        if meaning is None or (meaning != word and meaning in words):
            whole = FLOAT.fullmatch(word)
            meaning = whole[1] if whole else word
        if meaning != word:
            found[word] = meaning
    return found
