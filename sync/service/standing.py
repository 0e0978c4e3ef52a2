"""How the findings of a cycle stand: new or open, mended since the submission before, or waived."""

from __future__ import annotations

from dataclasses import dataclass

from addin.texts import say
from sync.archive.store import Archive
from sync.findings import Finding, Life, Waiver, life, worst_first
from sync.process.waiving import sort_out
from sync.service.consolidating import overdue
from sync.service.cycles import open_to_look, opened
from sync.service.restating import today_of
from sync.settings import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong in a cycle, the worst first; what became of what was found before; what is waived."""

    open: tuple[Finding, ...]
    life: Life
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
    across = archive.across(cycle)
    told = sort_out(worst_first([*archive.findings(cycle), *besides(archive, cycle)]), waivers)
    aside = {found.id for found in told.waived}
    known = (found for found in across.found if found.id not in across.new)
    before = [*archive.findings_before(cycle), *known, *across.gone]
    return Found(
        told.open,
        life(told.open, [found for found in before if found.id not in aside]),
        tuple((found, one) for found in told.waived for one in waivers if one.covers(found)),
    )


def besides(archive: Archive, cycle: str) -> list[Finding]:
    """Return what no single workbook shows: what was found across them, and those that have not come."""
    return [*archive.across(cycle).found, *overdue(archive, opened(archive, cycle))]


def waived_in_words(waiver: Waiver, language: str) -> str:
    """Say why a finding is waived, by whom and until when."""
    return say("service.waived.how", language, reason=waiver.reason, by=waiver.by, until=waiver.until)
