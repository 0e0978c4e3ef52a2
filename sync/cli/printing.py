"""How the command line shows things: tables, colours that respect NO_COLOR, JSON, a progress bar."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

COLOURS = {"error": "31", "warning": "33", "note": "36", "good": "32", "quiet": "2", "strong": "1"}

LARGE = 1e8
"""From here on, ten significant digits are fewer than two decimals."""


def show(text: str = "") -> None:
    """Print one line to standard output."""
    sys.stdout.write(text + "\n")


def show_json(document: object) -> None:
    """Print one JSON document and nothing else."""
    show(as_json(document))


def as_json(document: object, indent: int | None = 2) -> str:
    """Return a JSON document as it is printed: its numbers without the dust of binary fractions."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=indent, allow_nan=False)


def _plain(document: object) -> object:
    """Round every number to ten significant digits; of large ones two decimals stay (amounts of money)."""
    if isinstance(document, float):
        return float(f"{document:.10g}" if abs(document) < LARGE else f"{document:.2f}")
    if isinstance(document, dict):
        return {key: _plain(value) for key, value in document.items()}
    return [_plain(value) for value in document] if isinstance(document, list | tuple) else document


def coloured(text: str, colour: str) -> str:
    """Colour a text where a terminal shows it and NO_COLOR is not set."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return f"\033[{COLOURS[colour]}m{text}\033[0m"


def width(text: str) -> int:
    """Return how many columns a text takes in a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def show_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings in aligned columns; numbers to the right, None as nothing.

    The decimals of a column are as many as its longest number has.
    """
    columns = [_aligned(column) for column in zip(*rows, strict=True)]
    body = list(zip(*columns, strict=True))
    numeric = [all(_number(row[i]) for row in body) and bool(body) for i in range(len(headings))]
    widths = [max([width(h), *(width(row[i]) for row in body)]) for i, h in enumerate(headings)]
    show(coloured(_line(headings, widths, numeric), "strong"))
    for row in body:
        show(_line(row, widths, numeric))


def _aligned(values: Sequence[object]) -> list[str]:
    from sync.findings import shown

    texts = [shown(value) or "" for value in values]
    pairs = list(zip(values, texts, strict=True))
    decimals = max(
        (len(text.partition(".")[2]) for value, text in pairs if isinstance(value, float)), default=0
    )
    return [f"{value:.{decimals}f}" if isinstance(value, float) else text for value, text in pairs]


def _number(text: str) -> bool:
    return not text.strip("-–") or text.replace(".", "", 1).lstrip("-").isdigit()


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = (
        " " * (size - width(cell)) + cell if right else cell + " " * (size - width(cell))
        for cell, size, right in zip(cells, widths, numeric, strict=True)
    )
    return "  ".join(padded).rstrip()


def progress(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """Pass items on, with a progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from tqdm import tqdm

    yield from tqdm(items, total=total, desc=label, file=sys.stderr, leave=False)
