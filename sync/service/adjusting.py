"""Taking in bonuses, deductions and vetoes: HR goes on typing them into scheme.xlsx while a cycle is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from addin.scoring.scheme import Scheme
from sync.archive.rows import Mark
from sync.archive.store import Archive
from sync.findings import Finding
from sync.service.cycles import pinned_rules
from sync.service.opening import errors_of, read_rules
from sync.service.outcomes import ADJUSTMENTS, adjustments_in, adjustments_of
from sync.settings import CannotGoOn, Workspace


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The cycles whose adjustments are others now; or the errors, or the reason, why nothing was taken in."""

    cycles: tuple[str, ...] = ()
    errors: tuple[Finding, ...] = ()
    refused: str = ""


def take_in_adjustments(workspace: Workspace, archive: Archive) -> Adjusted:
    """Let the adjustments of today's scheme.xlsx hold in the cycles that were opened.

    All other rules of a cycle stay as they were pinned. A scheme workbook that has not changed since the last
    time is not read again; one with errors is left alone, with the reason, and looked at again next time.
    """
    mark = _mark(workspace.scheme)
    if mark is None or archive.has_seen(mark):
        return Adjusted()
    try:
        file = read_rules(workspace)
    except CannotGoOn as error:
        return Adjusted(refused=str(error))
    if ADJUSTMENTS in file.reading.scheme.settings.modules:
        errors = errors_of(file, workspace.language)
        if errors:
            return Adjusted(errors=errors)
    changed = tuple(_changed(archive, file.reading.scheme))
    for cycle in changed:
        archive.adjust(cycle, file.reading.scheme, file.content)
    archive.note(mark, file.content)
    return Adjusted(changed)


def _mark(file: Path) -> Mark | None:
    with suppress(OSError):
        found = file.stat()
        return str(file.absolute()), found.st_size, found.st_mtime_ns
    return None


def _changed(archive: Archive, today: Scheme) -> Iterator[str]:
    """Yield the opened cycles in which other adjustments hold than the scheme of today says."""
    for cycle in archive.cycles():
        pinned = archive.pinned(cycle)
        assert pinned is not None, cycle
        if set(adjustments_of(archive, pinned_rules(archive, pinned))) != set(adjustments_in(today, cycle)):
            yield cycle
