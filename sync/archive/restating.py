"""Giving and ending waivers: forms stand otherwise, results get a version, all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam

from sync.archive import queries, waivers
from sync.archive.recording import Recorded, add_results
from sync.archive.rows import FormRow, ResultRow
from sync.archive.schema import form
from sync.archive.store import PROGRAM, Archive
from sync.archive.waivers import Ended
from sync.archive.writing import Writing, finish, touched
from sync.findings import Waiver

RESTATED = (
    form.update()
    .where(form.c.cycle == bindparam("period"), form.c.employee == bindparam("subject"))
    .values(state=bindparam("to"), event=bindparam("seq"))
)


@dataclass(frozen=True, slots=True)
class Restated:
    """A waiver given, or waivers that end, and the forms and results that stand otherwise because of it.

    `counted` is the submission that counted, and `stood` the waivers that stood, when this was worked out;
    `name` and `department` are those of its workbook. For what was found across workbooks there are none.
    """

    name: str
    workbook: str | None
    department: str | None
    counted: int | None
    stood: tuple[Waiver, ...]
    given: Waiver | None = None
    ended: tuple[Ended, ...] = ()
    cycle: str = ""
    forms: tuple[FormRow, ...] = ()
    results: tuple[ResultRow, ...] = ()


def restate(archive: Archive, new: Restated, by: str = PROGRAM) -> Recorded:
    """Write a waiver, or the end of some; nothing where another submission or waiver came in between."""
    with archive.writing() as writing:
        return _restate(writing, new, by)


def _restate(writing: Writing, new: Restated, by: str) -> Recorded:
    if _overtaken(writing, new):
        return "overtaken"
    waivers.end(writing, new.ended, new.counted)
    if new.given is not None:
        waivers.give(writing, new.given)
    for row in new.forms:
        moved = {"period": new.cycle, "subject": row.employee, "to": row.state, "seq": writing.seq}
        writing.connection.execute(RESTATED, moved)
        touched(writing, form, cycle=new.cycle, employee=row.employee)
    if new.results and new.counted is not None and new.department is not None:
        add_results(writing, new.cycle, new.department, new.counted, new.results)
    kind, subject = ("waived", new.given.finding) if new.given else ("waivers_ended", new.cycle)
    finish(writing, by, kind, subject, _details(new))
    return "written"


def _overtaken(writing: Writing, new: Restated) -> bool:
    if new.workbook is None:
        across = waivers.across(new.cycle)
        return waivers.choose(writing.connection, *across, ended=False) != new.stood
    same = queries.accepted(writing.connection, new.workbook) == new.counted
    return not same or waivers.standing(writing.connection, new.workbook) != new.stood


def _details(new: Restated) -> dict[str, Any]:
    details: dict[str, Any] = {"name": new.name, "ended": [list(one) for one in new.ended]}
    if new.given is not None:
        told = ("code", "reason", "until")
        details |= {key: getattr(new.given, key) for key in told}
    return details | {"forms": [list(row) for row in new.forms]}
