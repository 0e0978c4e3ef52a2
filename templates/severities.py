"""How serious each finding is out of the box, and which of them a company cannot change."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from typing import Any

FILE = os.path.join(os.path.dirname(__file__), "severities.toml")  # noqa: PTH118, PTH120 - pathlib is slow


def severities() -> dict[str, str]:
    """Return the severity of every code out of the box: error, warning or note."""
    found: dict[str, str] = _read()["severities"]
    return found


@cache
def fixed() -> frozenset[str]:
    """Return the codes whose severity no scheme changes."""
    return frozenset(_read()["fixed"])


@cache
def _read() -> dict[str, Any]:
    with open(FILE, "rb") as file:
        return tomllib.load(file)
