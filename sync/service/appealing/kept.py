"""Appeals as the archive keeps them: each thing done is a new version of the appeal's record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sync.archive.records import last_event, records
from sync.archive.store import Archive
from sync.process.appeals import Appeal, Change

KIND = "appeal"


def appeals_in(archive: Archive, cycle: str | None = None) -> list[Appeal]:
    """Return the appeals of a cycle, or all, in the order of their numbers."""
    with archive.reading() as connection:
        found = records(connection, KIND, cycle)
    return sorted((msgspec.convert(one.document, Appeal) for one in found), key=lambda one: in_order(one.id))


def in_order(number: str) -> tuple[int, str]:
    """Return by what numbers are sorted: A-10000 comes after A-9999."""
    return len(number), number


def seen_in(archive: Archive) -> tuple[str, int]:
    """Return up to where appeals are known; whoever decides by them asks first, and reads them then."""
    with archive.reading() as connection:
        return KIND, last_event(connection, KIND)


def note_of(appeal: Appeal) -> tuple[str, str, Mapping[str, Any]]:
    """Return an appeal as what a decision notes."""
    return KIND, appeal.id, msgspec.to_builtins(appeal)


def changes_in(archive: Archive, cycle: str) -> dict[str, tuple[Change, ...]]:
    """Return, by subject, the values of a cycle that appeals have put right, as they were decided."""
    found: dict[str, tuple[Change, ...]] = {}
    for appeal in appeals_in(archive, cycle):
        changes = tuple(change for act in appeal.acts for change in act.changes)
        if changes:
            found[appeal.subject] = (*found.get(appeal.subject, ()), *changes)
    return found
