"""What waivers change: forms that a waived finding held up go on, and go back when the waiver has ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from sync.archive.across.standing import stands
from sync.archive.restating import Restated, restate
from sync.archive.rows import FormRow, ResultRow, SubmissionRecord
from sync.archive.store import Archive
from sync.archive.waivers import Ended
from sync.findings import Finding, Waiver
from sync.process.waiving import sort_out
from sync.reading.submission import read_submission
from sync.service.consolidating import overdue
from sync.service.cycles import opened
from sync.service.judging import Judge, Judgement, form_rows
from sync.settings import now
from sync.states import RESTATABLE


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a finding counts: in a cycle, and in the submission that counts, if it is of a workbook."""

    cycle: str
    record: SubmissionRecord | None = None


def today_of(archive: Archive, cycle: str) -> date:
    """Return the day it is where the company of a cycle is."""
    zone = opened(archive, cycle).scheme.settings.timezone
    return now().astimezone(ZoneInfo(zone)).date()


def end_expired(archive: Archive) -> list[tuple[Finding, Waiver]]:
    """End the waivers whose last day has passed; returns what is asked for again, with the waiver it had.

    A waiver of what only the clock tells, such as a workbook that has not come, ends when that is over.
    """
    again: list[tuple[Finding, Waiver]] = []
    for cycle, of_cycle in groupby(archive.waivers(ended=False), key=lambda one: one.cycle):
        today = today_of(archive, cycle).isoformat()
        for workbook in dict.fromkeys(one.workbook for one in of_cycle):
            again += _end(archive, cycle, workbook, today)
    return again


def _end(archive: Archive, cycle: str, workbook: str | None, today: str) -> list[tuple[Finding, Waiver]]:
    while True:
        stood = standing(archive, cycle, workbook)
        found = _found(archive, cycle, workbook)
        ended: list[Ended] = [(one.number, "expired") for one in stood if one.until < today]
        ended += [(one.number, "mended") for one in stood if one.until >= today and one.finding not in found]
        if not ended:
            return []
        accepted = archive.history(workbook).accepted if workbook else None
        place = Counted(cycle, None if accepted is None else archive.submission(accepted))
        if restate(archive, restated(archive, place, stood, ended)) == "written":
            over = [one for one in stood if one.until < today and one.finding in found]
            return [(found[one.finding], one) for one in over]


def _found(archive: Archive, cycle: str, workbook: str | None) -> dict[str, Finding]:
    """Return what is found now in a workbook, or across them, by number."""
    if workbook is None:
        return {one.id: one for one in besides(archive, cycle)}
    accepted = archive.history(workbook).accepted
    return {one.id: one for one in archive.findings_of(accepted)} if accepted is not None else {}


def besides(archive: Archive, cycle: str) -> list[Finding]:
    """Return what no single workbook shows: what was found across them, and those that have not come."""
    return [*stands(archive, cycle).found, *overdue(archive, opened(archive, cycle))]


def standing(archive: Archive, cycle: str, workbook: str | None) -> tuple[Waiver, ...]:
    """Return the waivers of a workbook, or of what was found across them, that nothing has ended."""
    return tuple(one for one in archive.waivers(cycle, ended=False) if one.workbook == workbook)


def restated(
    archive: Archive,
    place: Counted,
    stood: tuple[Waiver, ...],
    ended: list[Ended],
    given: Waiver | None = None,
) -> Restated:
    """Work out which forms of the submission that counts stand otherwise under other waivers.

    What was found across workbooks holds no form up.
    """
    record = place.record
    if record is None:
        return Restated("", None, None, None, stood, given, tuple(ended), place.cycle)
    gone = {number for number, _ in ended}
    rest = [one for one in (*stood, given) if one is not None and one.number not in gone]
    forms = tuple(_moved(archive, record, rest))
    return Restated(
        record.name,
        record.workbook,
        record.department,
        record.submission,
        stood,
        given,
        tuple(ended),
        place.cycle,
        forms,
        tuple(_result(archive, place.cycle, row) for row in forms),
    )


def _moved(archive: Archive, record: SubmissionRecord, waivers: list[Waiver]) -> Iterator[FormRow]:
    """Yield the forms of a submission whose state is another one under these waivers."""
    judged = Judge(archive)(read_submission(archive.content(record.sha256)), record.name)
    assert isinstance(judged, Judgement), judged
    told = sort_out(archive.findings_of(record.submission), waivers)
    stands = {form.employee: form.state for form in archive.forms(record.cycle or "")}
    for row in form_rows(judged.context, told.open):
        if stands[row.employee] in RESTATABLE and stands[row.employee] != row.state:
            yield row


def _result(archive: Archive, cycle: str, form: FormRow) -> ResultRow:
    """Return a result as it counts, in the state its form is in now."""
    (result,) = archive.results(cycle, form.employee)
    row = ResultRow(result.employee, result.score, result.grade, result.state, result.lines)
    return replace(row, state=form.state)
