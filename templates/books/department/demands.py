"""What a row still asks of the manager, decided once for the formulas' twins, the fillings and the tests."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from addin.scoring.methods import METHODS
from addin.scoring.registry import filled
from addin.scoring.scheme import Grade, Line, Settings

ENDS = 2
"""Strengths are asked for in so many of the highest grades, what to improve in so many of the lowest."""


def scale(line: Line) -> int:
    """Return the highest rating of a judged line [steps]."""
    return int(filled(METHODS[line.method], line.parameters)["scale"])


def half_steps(line: Line) -> bool:
    """Tell whether a judged line takes half steps."""
    return bool(filled(METHODS[line.method], line.parameters)["half_steps"])


def extreme(line: Line, rating: object) -> bool:
    """Tell whether a rating is the lowest or highest of its scale; that needs a comment and evidence."""
    return line.judged and rating in (1, scale(line))


def highest(line: Line, settings: Settings) -> float | None:
    """Return the highest score of a line where it lies above the full score; reaching it needs a comment."""
    best = METHODS[line.method].best(line.parameters, settings.full_score)
    return best if best > settings.full_score else None


def remarkable(line: Line, score: float | None, settings: Settings) -> bool:
    """Tell whether a score is so low, or at its cap above the full score, that it needs a comment."""
    if score is None:
        return False
    top = highest(line, settings)
    return score < settings.comment_below or (top is not None and score >= top)


def long_enough(text: str, settings: Settings) -> bool:
    """Tell whether an overall comment is long enough: 40 letters, 20 Chinese characters, or a mixture.

    Each letter counts 1/40, each Chinese character 1/20; from 1 on it is enough. Both are settings.
    """
    plain = re.sub(" +", " ", text).strip(" ")
    characters = 0 if plain.isascii() else sum(map(chinese, plain))
    letters = len(plain.encode("utf-16-le")) // 2 - characters
    wanted = settings.overall_comment_letters, settings.overall_comment_characters
    return letters * wanted[1] + characters * wanted[0] >= wanted[0] * wanted[1]


def chinese(letter: str) -> bool:
    """Tell whether a letter is a Chinese character, two wide."""
    return unicodedata.category(letter) == "Lo" and unicodedata.east_asian_width(letter) in "WF"


def top_grades(grades: Sequence[Grade]) -> tuple[str, ...]:
    """Return the grades, highest first, whose holders' strengths are to be named. grades: highest first."""
    return tuple(grade.id for grade in grades[: min(ENDS, len(grades) // 2)])


def low_grades(grades: Sequence[Grade]) -> tuple[str, ...]:
    """Return the lowest grades, for which it is to be said what to improve. grades: highest first."""
    return tuple(grade.id for grade in grades[len(grades) - min(ENDS, len(grades) // 2) :])
