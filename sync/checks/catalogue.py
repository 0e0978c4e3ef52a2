"""The catalogue of codes: how serious each is and what it means, without loading a single check."""

from __future__ import annotations

from addin.texts import knows, say
from templates.severities import fixed, severities


def explain(code: str, language: str) -> str | None:
    """Explain a code: title, severity, why it matters, how to mend it; None where there is no such check."""
    code = code.upper()
    if code not in severities():
        return None
    change = "fixed" if code in fixed() else "changeable"
    words = {
        "head": {"code": code, "title": say(f"checks.{code}.title", language)},
        "rank": {
            "severity": say(f"choices.severity.{severities()[code]}", language),
            "family": say(f"checks.families.{code[0]}", language),
            "change": say(f"checks.explained.{change}", language),
        },
        "why": {"why": say(f"checks.{code}.why", language)},
        "fix": {"fix": cure(code, language)},
    }
    return "\n".join(say(f"checks.explained.{key}", language, **values) for key, values in words.items())


def cure(code: str, language: str) -> str:
    """Say how to mend what a check finds, in words that hold wherever it was found."""
    mend = f"checks.{code}.mend"
    return say(mend if knows(mend) else f"checks.{code}.fix", language)
