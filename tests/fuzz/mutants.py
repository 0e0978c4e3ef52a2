"""Mutants by seed and number: a workbook and a few mutations, always the same ones for the same two."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import NamedTuple

from addin.texts import LANGUAGES
from tests.fuzz import cells, columns, parts, raw, rows, sheets, spellings  # noqa: F401 - they register their mutations
from tests.fuzz.corpus import Base, corpus
from tests.fuzz.judge import Verdict, judged
from tests.fuzz.packing import packed, unpacked
from tests.fuzz.registry import DAMAGES, LEVELS, MUTATIONS

WEIGHTS = (6, 4, 2, 3, 5, 3)
"""How often the levels are chosen: most where values are."""

HOW_MANY = (1, 1, 1, 2, 2, 3, 5)
"""So many mutations a mutant has, one of these by chance."""


CHECKED = 2
"""One mutant in so many goes through the checks, too, in one language after the other."""


class Mutant(NamedTuple):
    """One mutant: its number, the workbook it was, what was done to it, its bytes."""

    number: int
    base: str
    mutations: tuple[str, ...]
    data: bytes


class Told(NamedTuple):
    """What is told of a mutant that was judged: without its bytes, which its seed and number give again."""

    number: int
    base: str
    mutations: tuple[str, ...]
    verdict: Verdict


def bases(files: Sequence[str] = ()) -> tuple[Base, ...]:
    """Return the workbooks to begin with: the corpus, its last one three times, and those of given files.

    The last one was made by hand: it is small, and every cell is of another kind.
    """
    known = corpus()
    given = (Base(file, unpacked(Path(file).read_bytes()), True) for file in files)
    return (*known, known[-1], known[-1], *given)


def mutant(seed: str, number: int, begin: Sequence[Base]) -> Mutant:
    """Make a mutant."""
    dice = Random(f"{seed} {number}")
    base = dice.choice(begin)
    changed, done, damages = base.parts, [], []
    for level in dice.choices(LEVELS, WEIGHTS, k=dice.choice(HOW_MANY)):
        if level == "bytes":
            damages.append(dice.choice(sorted(DAMAGES)))
        else:
            chosen = dice.choice(sorted(MUTATIONS[level], key=attrgetter("name")))
            done.append(f"{level}.{chosen.name}")
            changed = chosen.do(dice, changed)
    data = packed(changed)
    for name in damages:
        data = DAMAGES[name](dice, data)
    return Mutant(number, base.name, (*done, *(f"bytes.{name}" for name in damages)), data)


def judged_mutants(seed: str, numbers: range, files: Sequence[str] = ()) -> list[Told]:
    """Make mutants and judge them."""
    begin, told = bases(files), []
    for number in numbers:
        made = mutant(seed, number, begin)
        language = LANGUAGES[number // CHECKED % len(LANGUAGES)]
        verdict = judged(made.data, checks="" if number % CHECKED else language)
        told.append(Told(number, made.base, made.mutations, verdict))
    return told
