"""Taking in bonuses, deductions and vetoes: HR goes on typing them into scheme.xlsx while a cycle is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from addin.scoring.processes import RaterTraining
from addin.scoring.scheme import Adjustment, Scheme
from addin.texts import say
from sync.archive.rows import Mark
from sync.archive.store import Archive
from sync.findings import Finding
from sync.process.deciders import roles_in
from sync.service.cycles import pinned_rules
from sync.service.opening import errors_of, read_rules
from sync.service.outcomes import ADJUSTMENTS, adjusting, adjustments_in
from sync.settings import CannotGoOn, Workspace
from sync.sources.folder import version


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The cycles whose adjustments are others now; or the errors, or the reason, why nothing was taken in."""

    cycles: tuple[str, ...] = ()
    errors: tuple[Finding, ...] = ()
    refused: str = ""


def take_in_adjustments(workspace: Workspace, archive: Archive) -> Adjusted:
    """Let adjustments, rater training and roles of today's scheme.xlsx hold in the cycles opened.

    All other rules of a cycle stay as they were pinned. A scheme workbook that has not changed since the last
    time is not read again; one with errors, or with a veto whose grade a changed cycle does not know, is left
    alone, with the reason, and looked at again next time.
    """
    mark = _mark(workspace.scheme)
    if mark is None or archive.has_seen(mark):
        return Adjusted()
    try:
        file = read_rules(workspace)
    except CannotGoOn as error:
        return Adjusted(refused=str(error))
    scheme = file.reading.scheme
    changed = tuple(_changed(archive, scheme))
    if changed or ADJUSTMENTS in scheme.settings.modules:
        errors = errors_of(file, workspace.language)
        if errors:
            return Adjusted(errors=errors)
    for unknown in _unknown_ceilings(archive, scheme, changed):
        return Adjusted(refused=say("service.collect.unknown_ceiling", workspace.language, **unknown))
    for cycle in changed:
        archive.adjust(cycle, scheme, file.content)
    archive.note(mark, file.content)
    return Adjusted(changed)


def _mark(file: Path) -> Mark | None:
    with suppress(OSError):
        return str(file.absolute()), *version(file.stat())
    return None


def _changed(archive: Archive, today: Scheme) -> Iterator[str]:
    """Yield the opened cycles in which other adjustments, training or roles hold than today's scheme says."""
    for cycle in archive.cycles():
        pinned = archive.pinned(cycle)
        assert pinned is not None, cycle
        held = adjusting(archive, pinned_rules(archive, pinned))
        if any(told(held) != told(today) for told in (partial(_adjustments, cycle), _training, roles_in)):
            yield cycle


def _adjustments(cycle: str, scheme: Scheme) -> frozenset[Adjustment]:
    return frozenset(adjustments_in(scheme, cycle))


def _training(scheme: Scheme) -> frozenset[RaterTraining]:
    return frozenset(scheme.rater_training)


def _unknown_ceilings(archive: Archive, today: Scheme, cycles: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield the vetoes that keep a person at or below a grade which the rules of the cycle do not have."""
    for cycle in cycles:
        pinned = archive.pinned(cycle)
        assert pinned is not None, cycle
        grades = [grade.id for grade in pinned_rules(archive, pinned).scheme.grades]
        for one in adjustments_in(today, cycle):
            if one.ceiling and one.ceiling not in grades:
                yield {
                    "cycle": cycle,
                    "employee": one.employee,
                    "grade": one.ceiling,
                    "grades": ", ".join(grades),
                }
