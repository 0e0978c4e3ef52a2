"""Everybody of a company, as a register may name them: by number, and by a name that only one has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sync.reading.numbers import folded


class Staff(NamedTuple):
    """People by number, and the numbers of those whose name nobody else has, by that name."""

    names: Mapping[str, str]
    numbers: Mapping[str, str]

    def number(self, text: str) -> str | None:
        """Return whose number or name a text is; it may be both, as in a list; None where it is nobody's."""
        for number in (text, text.split(" ", 1)[0], self.numbers.get(plainly(text), "")):
            if number in self.names:
                return number
        return None


def staff_of(names: Mapping[str, str]) -> Staff:
    """Return people, given by number and name, as they can be looked up."""
    people = [(number, plainly(name)) for number, name in names.items()]
    several = Counter(name for _, name in people)
    return Staff(names, {name: number for number, name in people if several[name] == 1})


def plainly(name: str) -> str:
    """Return a name as compared: without regard to case, width and spaces."""
    return folded(name).casefold()


NOBODY = Staff({}, {})
