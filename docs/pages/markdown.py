"""The few pieces of Markdown that the pages are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from addin.scoring.parameters import told
from addin.texts import say


def number(found: object, percent: bool = False) -> str:
    """Write a number as people do: no point where it is whole, nothing where there is none."""
    if not isinstance(found, int | float):
        return "" if found is None else str(found)
    return told(found, percent).replace("%", " %")


def bounds(low: float | None, high: float | None, language: str, percent: bool = False) -> str:
    """Write what a number may be at least and at most."""
    ends = {"low": number(low, percent), "high": number(high, percent)}
    if low is not None and high is not None:
        return say("docs.bounds.both", language, **ends)
    if low is not None:
        return say("docs.bounds.from", language, **ends)
    return "" if high is None else say("docs.bounds.to", language, **ends)


def code(text: str) -> str:
    """Write what is typed as it stands."""
    return f"`{text}`" if text else ""


def grid(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; bars inside cells are escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """Write a Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def anchor(heading: str) -> str:
    """Return the link that Markdown viewers make of a heading: letters, digits and hyphens are left."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
