"""Why a form waits for a reason before HR has reviewed it, gathered from the archive and told with names."""

from __future__ import annotations

from collections.abc import Iterable

from addin.scoring.parameters import told
from addin.texts import phrase, say
from sync.archive.across.standing import stands
from sync.archive.store import Archive
from sync.process.fairness import Cause, Ratings, causes
from sync.process.waiving import sort_out
from sync.service.cycles import Rules
from sync.service.outcomes import adjustments_of
from sync.service.patterns import given_of, seen_of


def causes_of(archive: Archive, rules: Rules) -> dict[str, tuple[Cause, ...]]:
    """Return, by subject, why forms of a cycle wait; what was waived makes nobody wait."""
    waivers = archive.waivers(rules.cycle.id, ended=False)
    open_ = sort_out(stands(archive, rules.cycle.id).found, waivers).open
    given = given_of(archive, rules)
    managers = [one.pattern for one in seen_of(rules, given) if one.role == "manager"]
    ratings = Ratings(given.managers, given.beside, managers)
    return causes(rules.scheme.settings, open_, adjustments_of(archive, rules), ratings)


def in_words(found: Iterable[Cause], rules: Rules, language: str) -> str:
    """Say why a form waits, with the names of indicators and managers."""
    return " ".join(_said(one, rules, language) for one in found)


def _said(cause: Cause, rules: Rules, language: str) -> str:
    values = {key: told(one) if isinstance(one, float) else one for key, one in cause.values.items()}
    indicator = rules.scheme.indicators.get(str(values.get("indicator")))
    manager = rules.roster.get(str(values.get("manager")))
    if indicator is not None:
        values["indicator"] = indicator.name
    if manager is not None:
        values["manager"] = manager.name
    if "pattern" in values:
        values["pattern"] = say(f"raters.reasons.{values['pattern']}", language)
    return phrase(f"service.review.{cause.kind}", language).format(**values)
