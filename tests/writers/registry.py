"""The programs that write workbooks: what each writes differently, and how that is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Known = Literal["run", "kept", "built"]
"""run: the program itself writes in the test; kept: it wrote a file that is kept; built: built by hand."""


@dataclass(frozen=True, slots=True)
class Writer:
    """One program: what it writes differently, how that is known, and how it rewrites a workbook.

    `rewrite` takes the bytes of a workbook and returns it as the program writes it; None where the program
    is run by a test of its own, or wrote a file that is kept. `lost` names what does not survive: `results`
    of formulas, `formulas`, their `spelling`, `formats`, `escapes` (the text _x0041_), `places` of cells;
    `codes` are the findings that follow.
    """

    key: str
    name: str
    differs: str
    known: Known
    rewrite: Callable[[bytes], bytes] | None = None
    lost: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


WRITERS: dict[str, Writer] = {}
Rewrite = Callable[[bytes], bytes]


def writer(
    key: str, name: str, differs: str, known: Known = "built", lost: str = "", codes: str = ""
) -> Callable[[Rewrite], Rewrite]:
    """Register a function as the way in which a program writes."""

    def registered(rewrite: Rewrite) -> Rewrite:
        found = Writer(key, name, differs, known, rewrite, frozenset(lost.split()), frozenset(codes.split()))
        assert WRITERS.setdefault(key, found) is found, key
        return rewrite

    return registered


def without_rewriting(key: str, name: str, differs: str, known: Known, lost: str = "") -> None:
    """Register a program whose files are not made by a function here."""
    WRITERS[key] = Writer(key, name, differs, known, None, frozenset(lost.split()))
