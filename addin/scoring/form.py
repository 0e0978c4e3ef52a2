"""What a person's form holds (entries) and what comes out of it (scores with their steps)."""

from __future__ import annotations

from dataclasses import dataclass

from addin.scoring.scheme import Line


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one person and indicator; None is blank, never zero.

    `actual` is in the indicator's unit (a fraction for %; 1 or 0 for yes and no), ratings are on the
    line's scale. `applicable` is False where "not applicable" was chosen.
    """

    indicator: str
    actual: float | None = None
    self_rating: float | None = None
    manager_rating: float | None = None
    applicable: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a score in words a person can follow: what it is, its value, the rule that gave it."""

    step: str
    value: float | str | None
    rule: str
    indicator: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class LineScore:
    """The score of one line [points, unrounded; None where missing or not applicable] and how it counts.

    `applicable` is False where "not applicable" was chosen.
    """

    line: Line
    value: float | None
    score: float | None
    counts: bool
    blocks: bool
    problem: str | None = None
    applicable: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """A person's provisional total [points, rounded; None until complete] and grade, line by line."""

    total: float | None
    grade: str | None
    lines: tuple[LineScore, ...]
