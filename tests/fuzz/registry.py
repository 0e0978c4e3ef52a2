"""The mutations by level: a mutation is a small function that does one thing to a workbook."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.fuzz.packing import Parts

LEVELS = ("cells", "rows", "columns", "sheets", "parts", "bytes")

OnParts = Callable[[Random, Parts], Parts]
OnBytes = Callable[[Random, bytes], bytes]


class Mutation(NamedTuple):
    """One mutation of parts: its level, its name, what it does."""

    level: str
    name: str
    do: OnParts


MUTATIONS: dict[str, list[Mutation]] = {level: [] for level in LEVELS[:-1]}
DAMAGES: dict[str, OnBytes] = {}
"""The mutations of the level `bytes`, which work on the finished zip."""


def mutation(level: str) -> Callable[[OnParts], OnParts]:
    """Register a mutation of parts under its level."""

    def register(do: OnParts) -> OnParts:
        MUTATIONS[level].append(Mutation(level, do.__name__, do))
        return do

    return register


def add(level: str, name: str, do: OnParts) -> None:
    """Register a mutation that was made, not written."""
    MUTATIONS[level].append(Mutation(level, name, do))


def damage(do: OnBytes) -> OnBytes:
    """Register a mutation of bytes."""
    DAMAGES[do.__name__] = do
    return do
