"""Results as they are scored: what is decided where nobody gives another grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.archive.finals import Final
from sync.archive.rows import FormRecord
from sync.archive.store import Archive
from sync.process.deciding import as_scored, places
from sync.service.cycles import Rules
from sync.service.outcomes import computed_of, counting_in


def finals_as_scored(archive: Archive, rules: Rules, forms: Sequence[FormRecord]) -> Iterator[Final]:
    """Yield the results of reviewed forms as they are scored, ranked among all that have a score."""
    if not forms:
        return
    outcomes, results = computed_of(archive, rules), counting_in(archive, rules)
    ranked = places({subject: one.finish for subject, one in outcomes.items()})
    for form in forms:
        outcome = outcomes[form.employee]
        result, rank = results[form.employee], ranked[form.employee]
        yield as_scored(rules.scheme, result, outcome.finish, outcome.proposal, rank)
