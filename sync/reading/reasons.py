"""Why a file could not be read, and what was noted while reading it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from addin.texts import knows, say
from sync.reading.cells import Unreadable
from sync.reading.gate.programs import ANY


def reason(unreadable: Unreadable, language: str) -> str:
    """Say in one line why a file cannot be read and what to do about it."""
    return in_words(f"reading.reasons.{unreadable.code}", unreadable.values, language)


def in_words(key: str, values: Mapping[str, object], language: str) -> str:
    """Say a reason as it is kept: what to do in the words of the program's own menus, where it is known."""
    menus: dict[str, object] = {**_menus(str(values.get("program", ANY)), language)}
    return say(key, language).format_map(menus | dict(values))


def _menus(program: str, language: str) -> dict[str, str]:
    """Return how to save as .xlsx, and without a password, in the words of a program."""
    return {
        what: say(f"reading.{what}.{program if knows(f'reading.{what}.{program}') else ANY}", language)
        for what in ("save_as", "no_password")
    }


def noted(note: str, language: str) -> str:
    """Say one of a submission's notes."""
    code, _, detail = note.partition(" ")
    return say(f"reading.notes.{code}", language, detail=detail)
