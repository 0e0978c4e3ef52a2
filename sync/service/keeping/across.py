"""Whether what stands across workbooks is what comparing all of them anew finds."""

from __future__ import annotations

from collections.abc import Iterator

from sync.archive import events, kept
from sync.archive.across.standing import stands
from sync.archive.rows import Broken
from sync.archive.store import Archive
from sync.findings import Finding
from sync.service.consolidating import compared, compared_at
from sync.service.keeping.following import as_far_as_possible


def not_consolidated(archive: Archive) -> Iterator[Broken]:
    """Yield the findings across workbooks that do not come up again, or come up and are not stored.

    Looked at are the cycles that only this very version of the program compared, and in which nothing has
    changed since: what came after that, the next collect compares.
    """
    for cycle, programs in kept.comparisons(archive).items():
        if programs == {events.program()}:
            found = _of(archive, cycle)
            yield from as_far_as_possible(("cycle_finding", (cycle,), ""), found, archive.language)


def _of(archive: Archive, cycle: str) -> Iterator[Broken]:
    """Compare a cycle; what somebody collects meanwhile says nothing about what stood before."""
    before = compared_at(archive, cycle)
    stored = {_identity(one): one for one in stands(archive, cycle).found}
    fresh = {_identity(one): one for _, one in compared(archive, cycle, anew=True).found} if before else {}
    if not before or compared_at(archive, cycle) != before:
        return
    for key in sorted(stored.keys() ^ fresh.keys(), key=str):
        one = stored.get(key) or fresh[key]
        yield Broken("not_found_again", "cycle_finding", cycle, str(one), one.workbook, one.employee)


def _identity(found: Finding) -> tuple[str | None, ...]:
    """Return what a finding is, whatever the language it was told in."""
    where = found.workbook, found.sheet, found.cell
    return found.id, found.code, *where, found.department, found.employee, found.indicator
