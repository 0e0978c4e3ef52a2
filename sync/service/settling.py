"""What becomes of one submission: judged, decided, recorded as one transaction, its copy handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sync.archive.answers import understood
from sync.archive.recording import Recorded
from sync.archive.rows import IssuedWorkbook, Outcome, SubmissionRecord
from sync.archive.store import PROGRAM, Archive
from sync.findings import Finding
from sync.process.acceptance import READ, decide, incoming, without_content
from sync.reading.cells import Unreadable
from sync.reading.submission import Submission
from sync.reports.returned import legible, returned_copy
from sync.service.journal import Journal
from sync.service.judging import (
    Judge,
    Judgement,
    Stranger,
    entry_rows,
    form_rows,
    result_rows,
    summary_rows,
    turned_away,
    unreadable,
)
from sync.service.returning import hand_out, lay_ready
from sync.settings import Workspace
from templates.stamp import sign

MARKED = ("error", "warning")
"""A copy goes back where there is something of these severities to look at."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: the submission as archived, its findings, where the returned copy lies."""

    record: SubmissionRecord
    findings: tuple[Finding, ...] = ()
    copy: Path | None = None


def settle(
    judge: Judge, workspace: Workspace, number: int, read: Submission | Unreadable, journal: Journal
) -> Taken | None:
    """Decide what becomes of a submission and record it; None where another collect has settled it already.

    Where another submission of the workbook was accepted meanwhile, it is decided anew.
    """
    while True:
        record = judge.archive.submission(number)
        outcome, findings = _outcome(judge, record, read, journal)
        if outcome.state == "read" and outcome.stamp is not None:
            journal.note(outcome.stamp.workbook, number, record.sha256)
        done = finished(judge.archive, workspace, outcome, findings)
        if done != "overtaken":
            return done if isinstance(done, Taken) else None


def finished(
    archive: Archive,
    workspace: Workspace,
    outcome: Outcome,
    findings: tuple[Finding, ...],
    by: str = PROGRAM,
) -> Taken | Recorded:
    """Record an outcome and hand out its copy, or return why nothing was written."""
    ready = lay_ready(workspace, outcome.returned) if outcome.returned else None
    recorded = archive.record(outcome, by)
    if recorded == "written":
        return Taken(archive.submission(outcome.submission), findings, hand_out(ready) if ready else None)
    if ready is not None:
        ready.unlink()
    return recorded


def _outcome(
    judge: Judge, record: SubmissionRecord, read: Submission | Unreadable, journal: Journal
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Decide what becomes of a submission, with the findings its sender is told."""
    language = judge.archive.language
    if isinstance(read, Unreadable):
        told = unreadable(read, record.name, language)
        return _quarantined(record, f"reading.reasons.{read.code}", read.values), tuple(told)
    judged = judge(read, record.name)
    if isinstance(judged, Stranger):
        told = turned_away(judged, record.name, language)
        return _quarantined(record, f"service.reasons.{judged.reason}", judged.values), tuple(told)
    twice = journal.came_before(judged.stamp.workbook, record.submission, record.sha256)
    return _judged(judge.archive, record, read, judged, twice)


def _quarantined(record: SubmissionRecord, key: str, values: Mapping[str, object]) -> Outcome:
    shown = {name: str(value) for name, value in values.items()}
    return Outcome(record.submission, "quarantined", key, shown)


def _judged(
    archive: Archive, record: SubmissionRecord, read: Submission, judged: Judgement, twice: bool
) -> tuple[Outcome, tuple[Finding, ...]]:
    entries, registers = entry_rows(judged.context), summary_rows(judged.context)
    digest = read.content_digest
    known = archive.history(judged.stamp.workbook)
    new = incoming(judged.stamp.revision, digest, entries, registers)
    decision = decide(new, known, at_once=twice)
    if decision.state == "ignored" and new.base == known.bases.get(digest):
        earlier = known.contents[digest]
        if _mended(archive, earlier, judged.findings, understood(entries, registers)):
            decision = decide(new, without_content(known, digest), at_once=twice)
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
    )
    if decision != READ:
        return outcome, ()
    return with_results(archive, record, judged, outcome), judged.findings


def _mended(archive: Archive, earlier: int, findings: Sequence[Finding], read: object) -> bool:
    """Tell whether the same content is read otherwise than before, or something found then is found no more.

    So it is where a number format, a merge or hidden rows were put right as a finding had asked.
    """
    if understood(archive.entries(earlier), archive.registers(earlier)) != read:
        return True
    return bool({found.id for found in archive.findings_of(earlier)} - {found.id for found in findings})


def with_results(archive: Archive, record: SubmissionRecord, judged: Judgement, outcome: Outcome) -> Outcome:
    """Add to the outcome of a submission that counts its forms, results, findings and returned copy."""
    forms = form_rows(judged.context, judged.findings)
    return replace(
        outcome,
        forms=forms,
        results=result_rows(judged.context, forms),
        findings=judged.findings,
        returned=_returned(archive, record, judged),
    )


def _returned(archive: Archive, record: SubmissionRecord, judged: Judgement) -> IssuedWorkbook | None:
    """Make the copy that goes back: the sender's own file with its findings marked, as the next revision."""
    if not any(found.severity in MARKED for found in judged.findings):
        return None
    revision = archive.next_revision(judged.stamp.workbook)
    stamp = sign(replace(judged.stamp, revision=revision), archive.key)
    content = archive.content(record.sha256)
    tables = judged.context.submission.tables.items()
    grids = {table.sheet for key, table in tables if key != "members"}
    return IssuedWorkbook(
        stamp=stamp,
        name=judged.issued.name,
        content=returned_copy(content, judged.findings, stamp, stamp.language, legible(content, grids)),
        roster=judged.issued.roster,
    )
