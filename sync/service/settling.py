"""What becomes of one submission: judged, decided, recorded as one transaction, its copy handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sync.archive.answers import filled, remarks, understood
from sync.archive.recording import Recorded
from sync.archive.rows import History, IssuedWorkbook, Outcome, SubmissionRecord
from sync.archive.store import PROGRAM, Archive
from sync.findings import UNKNOWN, Finding, Life, Waiver, life
from sync.process.acceptance import READ, STRANGE, decide, incoming, without_content
from sync.process.waiving import Sorted, sort_out
from sync.reading.cells import Unreadable
from sync.reading.submission import Submission, read_submission
from sync.reports.returned import legible, returned_copy
from sync.service.journal import Journal
from sync.service.judging import (
    Judge,
    Judgement,
    Stranger,
    entry_rows,
    form_rows,
    given_rows,
    result_rows,
    turned_away,
    typed_rows,
    unreadable,
)
from sync.service.returning import hand_out, lay_ready
from sync.service.senders import may_send
from sync.settings import Workspace
from templates.macros import renewed
from templates.stamp import sign
from templates.tables.packs import PACKS

NAMING = ("members", *PACKS)
"""Tables that say who is who, so that a copy that goes back can call people by their names."""

MARKED = ("error", "warning")
"""A copy goes back where there is something of these severities to look at."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: the submission as archived, its findings, where the returned copy lies.

    `life` says what became of the findings of the submission that counted before, `changed` are the waivers
    that ended because something else stands there now.
    """

    record: SubmissionRecord
    findings: tuple[Finding, ...] = ()
    copy: Path | None = None
    life: Life = UNKNOWN
    changed: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Settling:
    """An outcome, the findings its sender is told, and what became of those told before."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    life: Life = UNKNOWN


def settle(
    judge: Judge, workspace: Workspace, number: int, read: Submission | Unreadable, journal: Journal
) -> Taken | None:
    """Decide what becomes of a submission and record it; None where another collect has settled it already.

    Where another submission of the workbook was accepted meanwhile, it is decided anew.
    """
    while True:
        record = judge.archive.submission(number)
        settling = _settling(judge, record, read, journal)
        outcome = settling.outcome
        if outcome.state == "read" and outcome.stamp is not None:
            journal.note(outcome.stamp.workbook, number, record.sha256)
        done = finished(judge.archive, workspace, settling)
        if done != "overtaken":
            return done if isinstance(done, Taken) else None


def finished(
    archive: Archive, workspace: Workspace, settling: Settling, by: str = PROGRAM
) -> Taken | Recorded:
    """Record an outcome and hand out its copy, or return why nothing was written."""
    outcome = settling.outcome
    ready = lay_ready(workspace, outcome.returned) if outcome.returned else None
    recorded = archive.record(outcome, by)
    if recorded == "written":
        copy = hand_out(ready) if ready else None
        gone = {number for number, why in outcome.unwaived if why == "changed"}
        changed = tuple(one for one in outcome.waivers if one.number in gone)
        record = archive.submission(outcome.submission)
        return Taken(record, settling.findings, copy, settling.life, changed)
    if ready is not None:
        ready.unlink()
    return recorded


def _settling(
    judge: Judge, record: SubmissionRecord, read: Submission | Unreadable, journal: Journal
) -> Settling:
    """Decide what becomes of a submission, with the findings its sender is told."""
    language = judge.archive.language
    if isinstance(read, Unreadable):
        told = unreadable(read, record.name, language)
        outcome = _quarantined(record, f"reading.reasons.{read.code}", read.values)
        return Settling(outcome, tuple(told))
    judged = judge(read, record.name)
    if isinstance(judged, Stranger):
        told = turned_away(judged, record.name, language)
        outcome = _quarantined(record, f"service.reasons.{judged.reason}", judged.values)
        return Settling(outcome, tuple(told))
    twice = journal.came_before(judged.stamp.workbook, record.submission, record.sha256)
    return _judged(judge, record, read, judged, twice)


def _quarantined(record: SubmissionRecord, key: str, values: Mapping[str, object]) -> Outcome:
    shown = {name: str(value) for name, value in values.items()}
    return Outcome(record.submission, "quarantined", key, shown)


def _judged(
    judge: Judge, record: SubmissionRecord, read: Submission, judged: Judgement, twice: bool
) -> Settling:
    entries, registers = entry_rows(judged.context), typed_rows(judged.context)
    digest = read.content_digest
    archive = judge.archive
    known = _as_handed_out(judge, judged, archive.history(judged.stamp.workbook))
    new = incoming(judged.stamp.revision, digest, entries, registers)
    decision = decide(new, known, at_once=twice)
    if decision.state == "ignored" and new.base == known.bases.get(digest):
        earlier = known.contents[digest]
        if _mended(archive, earlier, judged.findings, understood(entries, registers)):
            decision = decide(new, without_content(known, digest), at_once=twice)
    if decision.state != "ignored" and not may_send(archive, record.source, judged):
        decision = STRANGE
    outcome = Outcome(
        record.submission,
        decision.state,
        decision.reason,
        decision.values,
        stamp=judged.stamp,
        content_digest=digest,
        accepted=known.accepted,
        entries=entries,
        registers=registers,
        given=given_rows(judged.context),
    )
    if decision != READ:
        return Settling(outcome)
    return with_results(archive, record, judged, outcome, known)


def _as_handed_out(judge: Judge, judged: Judgement, known: History) -> History:
    """Return what was received before without what the copy handed out since has no answer to any more.

    A workbook issued anew under other rules leaves out what does not fit; its sender emptied nothing.
    """
    if known.accepted is None or judged.issued.kind != "filled":
        return known
    copy = judge.context(read_submission(judge.archive.content(judged.issued.sha256)), judged.issued)
    entries, registers = entry_rows(copy), typed_rows(copy)
    return replace(
        known,
        filled=known.filled & filled(entries),
        remarks=known.remarks & remarks(entries, registers),
    )


def _mended(archive: Archive, earlier: int, findings: Sequence[Finding], read: object) -> bool:
    """Tell whether the same content is read otherwise than before, or something found then is found no more.

    So it is where a number format, a merge or hidden rows were put right as a finding had asked.
    """
    if understood(archive.entries(earlier), archive.registers(earlier)) != read:
        return True
    return bool({found.id for found in archive.findings_of(earlier)} - {found.id for found in findings})


def with_results(
    archive: Archive, record: SubmissionRecord, judged: Judgement, outcome: Outcome, known: History
) -> Settling:
    """Add to the outcome of a submission that counts its forms, results, findings and returned copy.

    What is waived is kept with the findings, but neither holds a form up nor goes back to its sender.
    """
    told = sort_out(judged.findings, known.waivers)
    forms = form_rows(judged.context, told.open)
    before = None if known.accepted is None else archive.findings_of(known.accepted)
    became = _became(told, before)
    whole = replace(
        outcome,
        forms=forms,
        results=result_rows(judged.context, forms),
        findings=judged.findings,
        returned=_returned(archive, record, judged, told.open, became),
        waivers=known.waivers,
        unwaived=told.ended,
    )
    return Settling(whole, told.open, became)


def _became(told: Sorted, before: Sequence[Finding] | None) -> Life:
    """Compare with what was found before; what is waived is neither open nor mended."""
    waived = {found.id for found in told.waived}
    earlier = None if before is None else [found for found in before if found.id not in waived]
    return replace(life(told.open, earlier), waived=told.waived)


def _returned(
    archive: Archive, record: SubmissionRecord, judged: Judgement, findings: Sequence[Finding], became: Life
) -> IssuedWorkbook | None:
    """Make the copy that goes back: the sender's own file with its findings marked, as the next revision."""
    if not any(found.severity in MARKED for found in findings):
        return None
    revision = archive.next_revision(judged.stamp.workbook)
    stamp = sign(replace(judged.stamp, revision=revision), archive.key)
    content = archive.content(record.sha256)
    tables = judged.context.submission.tables.items()
    grids = {table.sheet for key, table in tables if key not in NAMING}
    book = legible(content, grids)
    copy, suffix = renewed(returned_copy(content, findings, stamp, stamp.language, book, became))
    return IssuedWorkbook(
        stamp=stamp,
        name=f"{judged.issued.name.rpartition('.')[0]}{suffix}",
        content=copy,
        roster=judged.issued.roster,
    )
