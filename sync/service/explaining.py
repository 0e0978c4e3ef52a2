"""`explain`: what a check code means."""

from __future__ import annotations

from sync.checks.catalogue import explain, severities
from sync.settings import stop


def explained(code: str, language: str) -> str:
    """Say what a check code means, why it is checked and how to mend it; raises CannotGoOn for no code."""
    told = explain(code, language)
    if told is None:
        raise stop("unknown_code", language, code=code, known=", ".join(severities()))
    return told
