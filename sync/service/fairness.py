"""Which forms of a cycle wait for a reason, from what the archive holds, and how that is told to HR."""

from __future__ import annotations

from addin.scoring.parameters import told
from addin.texts import phrase, say
from sync.archive.store import Archive
from sync.process.fairness import Cause, causes
from sync.service.cycles import Rules
from sync.service.outcomes import adjustments_of
from sync.service.patterns import given_of, seen_of

NUMBERS = ("rating", "peers", "own")


def causes_of(archive: Archive, rules: Rules) -> dict[str, tuple[Cause, ...]]:
    """Return why forms of a cycle wait for a reason, by subject; those that are fine are not in it."""
    found = given_of(archive, rules)
    shown = [one.pattern for one in seen_of(rules, found) if one.role == "manager"]
    adjustments = adjustments_of(archive, rules)
    return causes(rules.scheme.settings, found.managers, found.beside, adjustments, shown)


def cause_in_words(cause: Cause, rules: Rules, language: str) -> str:
    """Say why a form waits, with the names of indicator and manager."""
    values = dict(cause.values)
    for key in NUMBERS:
        if isinstance(value := values.get(key), float):
            values[key] = told(value, decimals=2)
    indicator, manager = (str(values.get(key, "")) for key in ("indicator", "manager"))
    if indicator in rules.scheme.indicators:
        values["indicator"] = rules.scheme.indicators[indicator].name
    if manager in rules.roster:
        values["manager"] = rules.roster[manager].name
    if "pattern" in values:
        values["pattern"] = say(f"raters.reasons.{values['pattern']}", language)
    return phrase(f"service.review.{cause.kind}", language).format(**values)
