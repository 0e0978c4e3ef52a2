"""Checks of the Check rules sheet: rules that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Problem
from templates.severities import fixed, severities
from templates.tables.scheme import CHECKS


@check("S043", "scheme")
def rule_without_effect(subject: SchemeSubject) -> Iterator[Problem]:
    """Find rules for a code that no check has, or whose severity is fixed; the usual one stays."""
    listed = subject.scheme.checks if CHECKS.key in subject.scheme.settings.modules else ()
    for code in listed:
        reason = _idle(code)
        if reason is not None:
            meant = code.upper() if reason == "near" else None
            what = say(f"checks.S043.whats.{reason}", subject.language)
            mend = say(f"checks.S043.mends.{reason}", subject.language, meant=meant)
            yield subject.at(CHECKS.key, "code", code, found=code, expected=meant, what=what, mend=mend)


def _idle(code: str) -> str | None:
    """Return why a rule changes nothing: fixed, near (small letters) or unknown; None where it does."""
    if code in fixed():
        return "fixed"
    if code in severities():
        return None
    return "near" if code.upper() in severities() else "unknown"
