"""Ids for departments and positions that another system knows by name only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Protocol

LONGEST = 36


class Named(Protocol):
    """Something with an id and a name."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


class Ids:
    """What is known by id or name, and what was met for the first time (`new`: name by id)."""

    def __init__(self, known: Mapping[str, Named]) -> None:
        self._known = {item.name: item.id for item in known.values()} | {one: one for one in known}
        self.new: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return the id that a text stands for; a text met for the first time gets a new one."""
        if name and name not in self._known:
            made = derived(name, self._known.values())
            self._known |= {name: made, made: made}
            self.new[made] = name
        return self._known.get(name, "")


def derived(name: str, taken: Collection[str]) -> str:
    """Derive an id from a name: its letters and digits; a name without any gets a number.

    "Sls - West" gives Sls-West; 销售部 gives unit-1. An id that is taken gets the next number.
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    base = re.sub(r"[^A-Za-z0-9._]+", "-", folded).strip("-")[:LONGEST]
    made, number = base or "unit-1", 1
    while made in taken:
        number += 1
        made = f"{base or 'unit'}-{number}"
    return made
