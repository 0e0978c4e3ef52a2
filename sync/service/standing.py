"""How the findings of a cycle stand: new or open, mended since the submission before, or waived."""

from __future__ import annotations

from dataclasses import dataclass

from addin.texts import say
from sync.archive.across.standing import stands
from sync.archive.store import Archive
from sync.findings import Finding, Life, Waiver, life, worst_first
from sync.process.waiving import sort_out
from sync.service.consolidating import overdue
from sync.service.cycles import open_to_look, opened
from sync.service.restating import today_of
from sync.settings import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong in a cycle, the worst first; what became of what was found before; what is waived.

    `since` is the same as `life` but for workbooks that came once: there was nothing before.
    """

    open: tuple[Finding, ...]
    life: Life
    since: Life
    waived: tuple[tuple[Finding, Waiver], ...]


def found_in(workspace: Workspace, cycle: str) -> Found:
    """Return how the findings of a cycle stand. Raises CannotGoOn where the cycle was not issued."""
    with open_to_look(workspace) as archive:
        opened(archive, cycle)
        return found_of(archive, cycle)


def found_of(archive: Archive, cycle: str) -> Found:
    """Return how the findings of a cycle stand in an open archive; a waiver holds to the end of its day."""
    today = today_of(archive, cycle).isoformat()
    waivers = [one for one in archive.waivers(cycle, ended=False) if one.until >= today]
    across, late = stands(archive, cycle), overdue(archive, opened(archive, cycle))
    told = sort_out(worst_first([*archive.findings(cycle), *across.found, *late]), waivers)
    earlier, departments = archive.findings_before(cycle)
    known = (found for found in across.found if found.id not in across.new)
    aside = {found.id for found in told.waived}
    before = [found for found in (*earlier, *known, *across.gone) if found.id not in aside]
    compared = {found.id for found in across.found}
    again = [found for found in told.open if found.id in compared or found.department in departments]
    return Found(
        told.open,
        life(told.open, [*before, *late]),
        life(again, before),
        tuple((found, one) for found in told.waived for one in waivers if one.covers(found)),
    )


def waived_in_words(waiver: Waiver, language: str) -> str:
    """Say why a finding is waived, by whom and until when."""
    return say("service.waived.how", language, reason=waiver.reason, by=waiver.by, until=waiver.until)
