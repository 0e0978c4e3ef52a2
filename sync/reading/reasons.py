"""Why a file could not be read, and what was noted while reading it, in the reader's language."""

from __future__ import annotations

from addin.texts import say
from sync.reading.cells import Unreadable


def reason(unreadable: Unreadable, language: str) -> str:
    """Say in one line why a file cannot be read and what to do about it."""
    return say(f"reading.reasons.{unreadable.code}", language, **unreadable.values)


def noted(note: str, language: str) -> str:
    """Say one of a submission's notes."""
    code, _, detail = note.partition(" ")
    return say(f"reading.notes.{code}", language, detail=detail)
