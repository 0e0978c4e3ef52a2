"""What an import replaces: values and past results that earlier imports said otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sync.archive.handed import Actual, ActualRow, PastRow
from sync.archive.rated import RatingRow
from sync.archive.store import Archive
from sync.service.importing.repeats import about, in_words, whose

Before = Mapping[str, Mapping[Any, Actual]]
"""The values known before an import: by cycle, then by what they are about."""


class Replaced(NamedTuple):
    """A value that no longer counts: whose, what it was, its system, file and line, what counts now."""

    whose: str
    old: str
    source: str
    name: str
    line: int
    new: str


def replaced_values(rows: Iterable[ActualRow | RatingRow], before: Before) -> Iterator[Replaced]:
    """Yield the values that differ from those known before."""
    for row in rows:
        old = before[row.cycle].get(about(row)[1:])
        if old is not None and old.value != row.value:
            told = in_words([old.value]), old.source, old.name, old.line, in_words([row.value])
            yield Replaced(whose(row), *told)


def replaced_results(rows: Iterable[PastRow], archive: Archive) -> Iterator[Replaced]:
    """Yield the past results that differ from those known before."""
    by_person: dict[str, list[PastRow]] = {}
    for row in rows:
        by_person.setdefault(row.employee, []).append(row)
    for employee, results in by_person.items():
        known = {old.period: (old, origin) for old, origin in archive.past_results(employee)}
        for row in results:
            old, origin = known.get(row.period, (None, None))
            if old and origin and (old.score, old.grade) != (row.score, row.grade):
                was, now = in_words((old.score, old.grade)), in_words((row.score, row.grade))
                yield Replaced(whose(row), was, origin.source, origin.name, origin.line, now)
