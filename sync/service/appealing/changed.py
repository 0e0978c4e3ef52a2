"""Results with the values that appeals have put right; whatever follows from results follows from these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.archive.rows import Result
from sync.archive.store import Archive
from sync.process.appeals import Change
from sync.process.outcomes import rules_of
from sync.service.appealing.kept import changes_in
from sync.service.cycles import Rules

Changes = Mapping[str, Sequence[Change]]


def put_right(
    archive: Archive, rules: Rules, results: Mapping[str, Result], further: Changes | None = None
) -> dict[str, Result]:
    """Return results by subject as decided appeals leave them.

    further: changes that are being decided just now.
    """
    changes: dict[str, Sequence[Change]] = {**changes_in(archive, rules.cycle.id)}
    for subject, own in (further or {}).items():
        changes[subject] = (*changes.get(subject, ()), *own)
    touched = {
        subject: _put_right(archive, rules, results[subject], own)
        for subject, own in changes.items()
        if subject in results
    }
    return {**results, **touched}


def not_applicable(archive: Archive, result: Result) -> frozenset[str]:
    """Return the lines of a result that were said not to be applicable."""
    rows = () if result.submission is None else archive.entries(result.submission, result.employee)
    return frozenset(row.indicator for row in rows if not row.applicable)


def _put_right(archive: Archive, rules: Rules, result: Result, changes: Sequence[Change]) -> Result:
    from sync.process.rescoring import rescored

    lines = rules_of(rules.scheme, rules.roster, rules.cycle, result.employee)
    return rescored(rules.scheme, lines, result, not_applicable(archive, result), changes)
