"""The bars of the overview: how far each department is, drawn as a picture that needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sync.service.looking import Document

PARTS = ("checked", "returned", "open")
"""What the forms of a department are divided into, from the left."""

WIDTH, HEIGHT, STEP = 100.0, 18, 30
"""A whole bar [percent], how high it is and how far from the next one [px]."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: what it stands for, where it begins and how long it is [percent], its number."""

    kind: str
    left: float
    width: float
    number: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one department, so far below the top [px]."""

    department: str
    title: str
    top: int
    forms: int
    parts: tuple[Part, ...]


def stacked(rows: Sequence[Document]) -> tuple[Bar, ...]:
    """Return a bar for each department, each as long as the others: what counts is how much is done."""
    return tuple(
        Bar(row["department"], row["title"], index * STEP, row["forms"], tuple(_parts(row)))
        for index, row in enumerate(rows)
        if row["forms"]
    )


def _parts(row: Document) -> Iterator[Part]:
    left = 0.0
    for kind in PARTS:
        if row[kind]:
            width = row[kind] / row["forms"] * WIDTH
            yield Part(kind, left, width, row[kind])
            left += width
