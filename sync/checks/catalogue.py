"""The catalogue of codes: how serious each is and what it means, without loading a single check."""

from __future__ import annotations

import os
import tomllib
from functools import cache

from addin.texts import knows, say

FILE = os.path.join(os.path.dirname(__file__), "severities.toml")  # noqa: PTH118, PTH120 - pathlib is slow


@cache
def severities() -> dict[str, str]:
    """Return the default severity of every code: error, warning or note."""
    with open(FILE, "rb") as file:
        return tomllib.load(file)


def explain(code: str, language: str) -> str | None:
    """Explain a code: title, severity, why it matters, how to mend it; None where there is no such check."""
    code = code.upper()
    if code not in severities():
        return None
    fix = f"checks.{code}.mend"
    words = {
        "head": {"code": code, "title": say(f"checks.{code}.title", language)},
        "rank": {
            "severity": say(f"choices.severity.{severities()[code]}", language),
            "family": say(f"checks.families.{code[0]}", language),
        },
        "why": {"why": say(f"checks.{code}.why", language)},
        "fix": {"fix": say(fix if knows(fix) else f"checks.{code}.fix", language)},
    }
    return "\n".join(say(f"checks.explained.{key}", language, **values) for key, values in words.items())
