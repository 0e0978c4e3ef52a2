"""`explain`: what a check code means."""

from __future__ import annotations

from addin.texts import listed
from sync.checks.catalogue import explain
from sync.settings import stop
from templates.severities import severities


def explained(code: str, language: str) -> str:
    """Say what a check code means, why it is checked and how to mend it; raises CannotGoOn for no code."""
    told = explain(code, language)
    if told is None:
        alike = [known for known in severities() if known[:1] == code[:1]]
        raise stop("unknown_code", language, code=code, known=listed(alike or severities(), language))
    return told
