"""The bars of the overview: how far each department is, drawn as a picture that needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sync.service.looking import Document

PARTS = ("checked", "returned", "open")
"""What the forms of a department are divided into, from the left."""

WHOLE = 100.0
"""Each bar is as long as the others, since what counts is how much is done [percent]."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: what it stands for, where it begins and how long it is [percent], its number."""

    kind: str
    left: float
    width: float
    number: int


def bar(row: Document) -> Iterator[Part]:
    """Yield the pieces of the bar of a department, of which `row` tells the progress."""
    left = 0.0
    for kind in PARTS:
        if row[kind]:
            width = row[kind] / row["forms"] * WHOLE
            yield Part(kind, left, width, row[kind])
            left += width
