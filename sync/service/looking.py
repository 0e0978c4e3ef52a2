"""What the archive says of a cycle, as the JSON documents of the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from addin.scoring.calendar import deadlines
from addin.texts import listed, say
from sync.archive.given import received
from sync.archive.registers import acknowledged
from sync.archive.rows import (
    REJECTED,
    DepartmentProgress,
    SubmissionRecord,
)
from sync.archive.store import Archive
from sync.archive.windows import extended, extensions
from sync.reading.reasons import in_words
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.excused import progress_rows
from sync.settings import Workspace, now
from sync.states import ASIDE, STATES
from templates.tables.packs import ASKED_TO_READ

Document = dict[str, Any]


def progress(workspace: Workspace, cycle: str) -> list[Document]:
    """Return where each department stands: forms by state, what step it is at, whether it is late."""
    with open_to_look(workspace) as archive:
        return progress_of(archive, opened(archive, cycle))


def packs(workspace: Workspace, cycle: str) -> list[Document]:
    """Return how many workbooks of goals and small ones were issued, and how many came back and count.

    `confirmed` are those whose sender has read the standards; None where nobody is asked.
    """
    with open_to_look(workspace) as archive, archive.reading() as connection:
        read = Counter(one.edition for one in acknowledged(connection, cycle) if one.confirmed)
        return [
            {
                "edition": edition,
                "issued": issued,
                "received": back,
                "confirmed": read[edition] if edition in ASKED_TO_READ else None,
            }
            for edition, issued, back in received(connection, cycle)
        ]


def progress_of(archive: Archive, rules: Rules) -> list[Document]:
    """Return the progress of an open archive; a department stands where the slowest of its workbooks does."""
    rows = groupby(progress_rows(archive, rules), key=lambda row: row.department)
    due, together = sending_days(archive, rules), (_together([*mine]) for _, mine in rows)
    return [progress_row(rules, one, due(one)) for one in together]


def _together(rows: Sequence[DepartmentProgress]) -> DepartmentProgress:
    """Add up the workbooks of a department: one, or one for each direct manager."""
    states: Counter[str] = Counter()
    for row in rows:
        states.update(row.states)
    read = [row.read_at for row in rows if row.read_at is not None]
    received, held = sum(row.received for row in rows), sum(row.held for row in rows)
    again, first = any(row.again for row in rows), rows[0]
    return DepartmentProgress(
        first.department, first.workbook, states, received, held, max(read, default=None), again
    )


def sending_days(archive: Archive, rules: Rules) -> Callable[[DepartmentProgress], date]:
    """Return a function that tells the day by which workbooks are to come, as extended.

    What came and went back has until resubmission: whoever mends it in time is not late.
    """
    with archive.reading() as connection:
        given = extensions(connection, rules.cycle.id)
    ends = deadlines(rules.cycle, rules.scheme.settings)

    def due(row: DepartmentProgress) -> date:
        mending = not row.open and (row.returned or row.again)
        return extended(ends, given, row.department)["resubmission" if mending else "submission"]

    return due


def progress_row(rules: Rules, row: DepartmentProgress, due: date) -> Document:
    """Return where a department stands, or one of its workbooks, which is to come by a day."""
    unit = rules.scheme.departments.get(row.department)
    return {
        "department": row.department,
        "title": unit.name if unit else row.department,
        "step": _step(row),
        "forms": row.forms,
        "open": row.open,
        "returned": row.returned,
        "checked": row.checked,
        "late": _late(rules, row, due),
        "due": due.isoformat(),
    }


def _late(rules: Rules, row: DepartmentProgress, due: date) -> bool:
    """Tell whether a department is, or was, late; a day ends at midnight where the company is."""
    done = row.read_at if row.checked == row.forms else None
    moment = now() if done is None else datetime.fromisoformat(done)
    return moment.astimezone(ZoneInfo(rules.scheme.settings.timezone)).date() > due


def _step(row: DepartmentProgress) -> str:
    """Return where the department stands: held while a person has to decide, else at its slowest form."""
    if row.held:
        return "held"
    return next((state for state in (*STATES, *ASIDE) if row.states.get(state)), "issued")


def beside(workspace: Workspace, cycle: str) -> list[str]:
    """Say in words what no finding of a cycle tells: files set aside, workbooks not received or replaced."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        submissions = archive.submissions()
        rows = progress_of(archive, rules)
        newer = _newer_out(archive, rules)
    told = {
        "set_aside": _set_aside(submissions),
        "not_received": [row["title"] for row in rows if row["open"] == row["forms"]],
        "newer_out": newer,
    }
    return _told(told, workspace.language)


def newer_out(workspace: Workspace, cycle: str) -> list[str]:
    """Say in words from which departments the copy that was issued again has not come back."""
    with open_to_look(workspace) as archive:
        return _told({"newer_out": _newer_out(archive, opened(archive, cycle))}, workspace.language)


def _newer_out(archive: Archive, rules: Rules) -> list[str]:
    newer, units = archive.newer_out(rules.cycle.id), rules.scheme.departments
    found = {row.department: None for row in progress_rows(archive, rules) if row.workbook in newer}
    return [units[one].name if one in units else one for one in found]


def _set_aside(submissions: Sequence[SubmissionRecord]) -> list[str]:
    """Return the names of files set aside, unless a file of that name was read later."""
    last = {one.name: one for one in submissions}
    return [name for name, one in last.items() if one.state == "quarantined"]


def _told(names: Mapping[str, list[str]], language: str) -> list[str]:
    return [
        say(f"service.beside.{key}", language, number=len(found), names=listed(found, language))
        for key, found in names.items()
        if found
    ]


def submission_document(record: SubmissionRecord, language: str) -> Document:
    """Return a submission as the JSON object of the contract; the reason in words."""
    return {
        "submission": record.submission,
        "workbook": record.name,
        "department": record.department or None,
        "cycle": record.cycle,
        "edition": record.edition,
        "state": record.state,
        "forms": record.forms,
        "returned": record.returned,
        "reason": reason(record.reason, record.values, language),
    }


def standing(record: SubmissionRecord) -> str:
    """Return the state of a submission as people are told it: what a person left out is no mere repeat."""
    return "rejected" if record.reason == REJECTED else record.state


def reason(key: str | None, values: Mapping[str, object], language: str) -> str | None:
    """Put the reason of a submission's state into words."""
    return in_words(key, values, language) if key else None
