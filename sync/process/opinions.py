"""Opinions on a cycle: how they are counted, and of which departments nothing is told since too few spoke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

FEWEST = 3
"""A department is told where so many of its people gave an opinion without a name; fewer could be guessed."""


def told_departments(units: Iterable[str | None]) -> frozenset[str]:
    """Return the departments that anonymous opinions may be told by.

    What is left, those of withheld departments and of none together, is never one or two opinions either:
    then the smallest department is withheld, too.

    units: the department of each anonymous opinion, None where none was given.
    """
    counted = Counter(units)
    told = {unit: number for unit, number in counted.items() if unit is not None and number >= FEWEST}
    rest = sum(counted.values()) - sum(told.values())
    while told and 0 < rest < FEWEST:
        smallest = min(told, key=lambda unit: (told[unit], unit))
        rest += told.pop(smallest)
    return frozenset(told)
