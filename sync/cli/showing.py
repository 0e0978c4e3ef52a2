"""How findings are shown to people: the worst first, repeats as one line, and what became of earlier ones."""

from __future__ import annotations

from collections.abc import Sequence

from addin.texts import say
from sync.cli.printing import coloured, show
from sync.findings import SEVERITIES, Finding, Life, Waiver


def show_findings(findings: Sequence[Finding], language: str, *, each: bool = False) -> None:
    """Print findings with code, place, what is wrong and how to mend it; then how many of each severity.

    each: every finding by itself, with its number, by which it can be waived.
    """
    from sync.checks.run import group

    if each:
        for found in findings:
            _line(found.severity, f"{coloured(found.id, 'quiet')}  {found}", language)
    else:
        for told in group(findings, language):
            _line(told.severity, told.text, language)
    show(summary(findings, language))


def _line(severity: str, text: str, language: str) -> None:
    show(f"{coloured(say(f'choices.severity.{severity}', language), severity)}  {text}")


def show_life(life: Life, language: str, *, each: bool = False) -> None:
    """Print what became of the findings of the submissions before; each: name what was mended."""
    if not life.tells:
        return
    if each:
        for found in life.mended:
            show(f"{coloured(say('choices.standing.mended', language), 'good')}  {found.id}  {found}")
    show(coloured(became(life, language), "good"))


def became(life: Life, language: str) -> str:
    """Return in a sentence how many findings were mended, are still open, and are new."""
    states = list(life.states.values())
    counts = {"mended": len(life.mended), "open": states.count("open"), "new": states.count("new")}
    return say("service.findings.became", language, **counts)


def show_waived(waived: Sequence[tuple[Finding, Waiver]], language: str, *, each: bool = False) -> None:
    """Print what is waived, with reason, name and day; each: with the number, to waive it anew."""
    from sync.service.standing import waived_in_words

    for found, waiver in waived:
        state = coloured(say("choices.standing.waived", language), "quiet")
        where = str(found).removesuffix(found.fix).rstrip()
        number = f"{found.id}  " if each else ""
        show(f"{state}  {number}{where} {waived_in_words(waiver, language)}")


def summary(findings: Sequence[Finding], language: str) -> str:
    """Return how many findings of each severity there are, in a sentence."""
    if not findings:
        return coloured(say("service.findings.none", language), "good")
    counts = {severity: sum(found.severity == severity for found in findings) for severity in SEVERITIES}
    return say("service.findings.counts", language, **counts)


def told_exempt(employee: str, name: str, reason: str, because: str | None, language: str) -> str:
    """Say who stands in no workbook and why, in HR's own words where there are any."""
    because = because or say("service.exempt.no_reason", language)
    return say(f"service.exempt.{reason}", language, employee=employee, name=name, because=because)
