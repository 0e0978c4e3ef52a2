"""What is wrong with a cell that is not what its column asks for, and what it may hold, in words."""

from __future__ import annotations

from addin.scoring.parameters import told
from addin.texts import knows, say
from templates.lists import choices
from templates.tables import Column
from templates.tables.settings import Setting


def reason(code: str, found: str, heading: str, expected: str | None, language: str) -> tuple[str, str]:
    """Return what is wrong with a cell and how to mend it; points and bands have words of their own."""
    key = f"methods.troubles.{code}"
    if not knows(f"{key}.what"):
        key = f"checks.S002.reasons.{code}"
    values = {"part": found, "found": found, "parameter": heading, "expected": expected}
    return say(f"{key}.what", language, **values), say(f"{key}.mend", language, **values)


def allowed(declared: Column | Setting, code: str, language: str) -> str | None:
    """Return what a cell may hold: the words of its list, or its bounds."""
    if code == "unknown_cycle_kind":
        return " / ".join(choices("cycle", language))
    if code == "unknown_choice":
        return " / ".join(choices(declared.choices or "", language))
    if code != "out_of_bounds":
        return None
    low, high = (told(end, percent=declared.kind == "percent") for end in (declared.low, declared.high))
    return f"{low}–{high}" if high else f"≥ {low}"
