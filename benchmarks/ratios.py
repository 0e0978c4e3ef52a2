"""Times taken in turn, and how they are shown: as multiples of one of them, against what is promised."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable, Mapping
from importlib.metadata import version
from time import perf_counter
from typing import NamedTuple

LIBRARIES = ("SQLAlchemy", "msgspec", "numpy", "python-calamine", "openpyxl", "XlsxWriter")


class Row(NamedTuple):
    """One line of a table: what was timed [s], its multiple of what, and the limit (None: none promised)."""

    name: str
    seconds: float
    ratio: float | None = None
    limit: float | None = None
    least: bool = False

    @property
    def verdict(self) -> str:
        """Whether the promise is kept, or by how much it is missed."""
        if self.ratio is None or self.limit is None:
            return ""
        kept = self.ratio >= self.limit if self.least else self.ratio <= self.limit
        return "met" if kept else f"missed by {abs(self.ratio / self.limit - 1):.0%}"


def in_turn(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the shortest time of each piece of work [s], in turn so that a busy moment hits all alike."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(rounds):
        for name, do in work.items():
            started = perf_counter()
            do()
            best[name] = min(best[name], perf_counter() - started)
    return best


def table(title: str, *rows: Row) -> None:
    """Print a table of times."""
    print(f"\n{title}\n\n{'':<44}{'ms':>10}{'times':>8}{'limit':>8}")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        limit = "" if row.limit is None else f"{'>=' if row.least else '<='} {row.limit:g}"
        print(f"{row.name:<44}{row.seconds * 1000:>10.2f}{ratio:>8}{limit:>8}  {row.verdict}".rstrip())


def machine() -> str:
    """Say what the numbers were measured on, and how busy it was."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} processors{load}; {libraries}"
    )
