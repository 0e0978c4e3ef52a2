"""What appeals changed, in words."""

from __future__ import annotations

from collections.abc import Sequence

from addin.scoring.parameters import show
from addin.texts import say
from sync.process.appeals import Change
from sync.service.cycles import Rules


def in_words(rules: Rules, changes: Sequence[Change], language: str) -> list[str]:
    """Say what was put right, line by line, from which value to which."""
    return [say("appeals.change", language, **_values(rules, change)) for change in changes]


def _values(rules: Rules, change: Change) -> dict[str, str]:
    indicator = rules.scheme.indicators.get(change.indicator)
    percent = change.column == "actual" and indicator is not None and indicator.percent
    old = "–" if change.old is None else show(change.old, percent)
    name = indicator.name if indicator else change.indicator
    return {"indicator": f"{change.indicator} {name}", "old": old, "new": show(change.new, percent)}
