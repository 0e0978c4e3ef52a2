"""How findings are shown to people: the worst first, repeats as one line."""

from __future__ import annotations

from collections.abc import Sequence

from addin.texts import say
from sync.cli.printing import coloured, show
from sync.findings import SEVERITIES, Finding


def show_findings(findings: Sequence[Finding], language: str) -> None:
    """Print findings with code, place, what is wrong and how to mend it; then how many of each severity."""
    from sync.checks.run import group

    for told in group(findings, language):
        show(f"{coloured(say(f'choices.severity.{told.severity}', language), told.severity)}  {told.text}")
    show(summary(findings, language))


def summary(findings: Sequence[Finding], language: str) -> str:
    """Return how many findings of each severity there are, in a sentence."""
    if not findings:
        return coloured(say("service.findings.none", language), "good")
    counts = {severity: sum(found.severity == severity for found in findings) for severity in SEVERITIES}
    return say("service.findings.counts", language, **counts)
