"""`waive`: a person accepts a finding as it is, until a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from sync.archive.restating import restate
from sync.archive.rows import FormRow
from sync.archive.store import Archive
from sync.archive.waivers import Ended
from sync.findings import Finding, Waiver
from sync.service.deciding import deciding
from sync.service.restating import Counted, besides, restated, standing, today_of
from sync.settings import Workspace, stop

SHORTEST = 4
"""So many signs of a finding's number are enough, where no other one begins with them."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that was waived, with the waiver and the forms that stand otherwise since.

    `without` are those of them that have no score all the same.
    """

    finding: Finding
    waiver: Waiver
    forms: tuple[FormRow, ...] = ()
    without: tuple[str, ...] = ()


def waive(workspace: Workspace, number: str, reason: str, by: str, until: date) -> Waived:
    """Accept a finding as it is, until the end of a day: it is no longer asked for and holds nobody up.

    It ends by itself when what it waives changes or is mended. Waived again, the new reason and day
    count; the same again changes nothing.
    Raises CannotGoOn where no such finding counts now, or the day has passed.
    """
    with deciding(workspace) as archive:
        while True:
            place, found = _found(archive, number)
            if until < today_of(archive, place.cycle):
                raise stop("waived_until_past", workspace.language, until=until.isoformat())
            given = _waiver(place, found, reason, by, until)
            stood = standing(archive, place.cycle, given.workbook)
            if same := next((one for one in stood if _is(one, given)), None):
                return Waived(found, same)
            ended: list[Ended] = [(one.number, "replaced") for one in stood if one.finding == found.id]
            new = restated(archive, place, stood, ended, given)
            if restate(archive, new, by) == "written":
                without = tuple(row.employee for row in new.results if row.score is None)
                return Waived(found, given, new.forms, without)


def _found(archive: Archive, number: str) -> tuple[Counted, Finding]:
    """Return a finding that counts now with where; raises CannotGoOn where none or several fit."""
    found = list(_beginning(archive, number)) if len(number) >= SHORTEST else []
    if len(found) != 1:
        key = "several_findings" if found else "unknown_finding"
        raise stop(key, archive.language, finding=number, number=len(found))
    return found[0]


def _beginning(archive: Archive, number: str) -> Iterator[tuple[Counted, Finding]]:
    """Yield the findings whose number begins so: of workbooks, across them, of those that did not come."""
    for submission, one in archive.findings_numbered(number):
        record = archive.submission(submission)
        yield Counted(record.cycle or "", record), one
    for cycle in archive.cycles():
        yield from ((Counted(cycle), one) for one in besides(archive, cycle) if one.id.startswith(number))


def _is(one: Waiver, given: Waiver) -> bool:
    """Tell whether a waiver says the very same as one to be given."""
    what = attrgetter("finding", "mark", "reason", "by", "until")
    return bool(what(one) == what(given))


def _waiver(place: Counted, found: Finding, reason: str, by: str, until: date) -> Waiver:
    record = place.record
    return Waiver(
        number=0,
        cycle=place.cycle,
        workbook=record.workbook if record else None,
        finding=found.id,
        code=found.code,
        mark=found.mark,
        reason=reason,
        by=by,
        until=until.isoformat(),
        at="",
        submission=record.submission if record else None,
        event=0,
    )
