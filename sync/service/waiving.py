"""`waive`: a person accepts a finding as it is, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from sync.archive.rows import FormRow, SubmissionRecord
from sync.archive.store import Archive
from sync.archive.waivers import Ended
from sync.findings import Finding, Waiver
from sync.service.deciding import deciding
from sync.service.restating import restated, today_of
from sync.settings import Workspace, stop

SHORTEST = 4
"""So many signs of a finding's number are enough, where no other one begins with them."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that was waived, with the waiver and the forms that stand otherwise since."""

    finding: Finding
    waiver: Waiver
    forms: tuple[FormRow, ...]


def waive(workspace: Workspace, number: str, reason: str, by: str, until: date) -> Waived:
    """Accept a finding as it is, until the end of a day: it is no longer asked for and holds nobody up.

    It ends by itself when what it waives changes or is mended. Waived again, the new reason and day
    count; the same again changes nothing.
    Raises CannotGoOn where no such finding counts now, or the day has passed.
    """
    with deciding(workspace) as archive:
        while True:
            record, found = _found(archive, number)
            if until < today_of(archive, record.cycle or ""):
                raise stop("waived_until_past", workspace.language, until=until.isoformat())
            given = _waiver(record, found, reason, by, until)
            stood = archive.history(record.workbook or "").waivers
            if same := next((one for one in stood if _is(one, given)), None):
                return Waived(found, same, ())
            ended: list[Ended] = [(one.number, "replaced") for one in stood if one.finding == found.id]
            new = restated(archive, record, stood, ended, given)
            if archive.restate(new, by) == "written":
                return Waived(found, given, new.forms)


def _found(archive: Archive, number: str) -> tuple[SubmissionRecord, Finding]:
    """Return a finding that counts now with its submission; raises CannotGoOn where none or several fit."""
    found = archive.findings_numbered(number) if len(number) >= SHORTEST else []
    if len(found) != 1:
        key = "several_findings" if found else "unknown_finding"
        raise stop(key, archive.language, finding=number, number=len(found))
    ((submission, one),) = found
    return archive.submission(submission), one


def _is(one: Waiver, given: Waiver) -> bool:
    """Tell whether a waiver says the very same as one to be given."""
    what = attrgetter("finding", "mark", "reason", "by", "until")
    return bool(what(one) == what(given))


def _waiver(record: SubmissionRecord, found: Finding, reason: str, by: str, until: date) -> Waiver:
    return Waiver(
        number=0,
        cycle=record.cycle or "",
        workbook=record.workbook,
        finding=found.id,
        code=found.code,
        mark=found.mark,
        reason=reason,
        by=by,
        until=until.isoformat(),
        at="",
        submission=record.submission,
        event=0,
    )
