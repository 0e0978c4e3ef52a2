"""`collect`: take in every new or changed workbook: keep its bytes, read, check, archive, return findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sync.archive.rows import IssuedWorkbook, Outcome, SubmissionRecord
from sync.archive.store import Archive
from sync.findings import Finding
from sync.process.acceptance import READ, decide, incoming
from sync.reading.cells import Unreadable
from sync.reading.submission import Submission, typed_content_digest
from sync.reports.returned import returned_copy
from sync.service.judging import (
    Judge,
    Judgement,
    Stranger,
    entry_rows,
    form_rows,
    not_opened,
    result_rows,
    summary_rows,
    turned_away,
    unreadable,
)
from sync.service.opening import (
    Watch,
    one_at_a_time,
    open_or_make_archive,
    read_workbooks,
    unwatched,
)
from sync.service.returning import finish_earlier, hand_out, lay_ready
from sync.settings import Workspace, stop
from sync.sources import Candidate, File, Unread
from sync.sources.folder import FolderSource
from templates.stamp import sign

JOURNAL = ".collect.running"
"""Names the workbooks read so far, so that the collect after a killed one knows what came at once.

A line is written before the archive records the submission, and names it: read again, it is no second file.
"""

MARKED = ("error", "warning")
"""A copy goes back where there is something of these severities to look at."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: the submission as archived, its findings, where the returned copy lies."""

    record: SubmissionRecord
    findings: tuple[Finding, ...] = ()
    copy: Path | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collect took in; `unread` tells of files that could not be opened, `unchanged` were known."""

    taken: tuple[Taken, ...]
    unread: tuple[Finding, ...]
    unchanged: int

    @property
    def findings(self) -> list[Finding]:
        """All findings, file by file."""
        return [found for taken in self.taken for found in taken.findings] + list(self.unread)


def collect(
    workspace: Workspace, paths: Sequence[Path] = (), jobs: int = 0, watch: Watch = unwatched
) -> Collected:
    """Take in every new or changed workbook of the paths (the inbox by default).

    Each file is kept byte for byte before it is read, and ends as read, held, ignored or quarantined in one
    transaction of its own; a file unchanged since the last time is not read again.
    Raises CannotGoOn where a path does not exist or the archive cannot be written.
    """
    for path in paths:
        if not path.exists():
            raise stop("no_such_path", workspace.language, path=path)
    workspace.inbox.mkdir(exist_ok=True)
    source = FolderSource(paths or [workspace.inbox])
    with one_at_a_time(workspace), open_or_make_archive(workspace) as archive:
        finish_earlier(workspace, archive)
        listed = list(source.candidates())
        found = [one for one in listed if isinstance(one, Candidate)]
        unread = [one for one in listed if isinstance(one, Unread)]
        known = archive.seen()
        fresh = [one for one in found if one.mark not in known]
        waiting = archive.unfinished()
        arrivals = _arrivals(archive, source, fresh, waiting, unread)
        taken = watch(_settled(archive, workspace, arrivals, jobs), len(fresh) + len(waiting))
        shown = tuple(taken)
        (workspace.folder / JOURNAL).unlink(missing_ok=True)
        told = [found for one in unread for found in not_opened(one, workspace.language)]
        return Collected(shown, tuple(told), len(found) - len(fresh))


def _arrivals(
    archive: Archive,
    source: FolderSource,
    fresh: Sequence[Candidate],
    waiting: Sequence[SubmissionRecord],
    unread: list[Unread],
) -> Iterator[tuple[int, bytes]]:
    """Yield submissions to read, with their bytes: those an earlier run left behind, then the new files."""
    for record in waiting:
        yield record.submission, archive.content(record.sha256)
    for candidate in fresh:
        file = source.read(candidate)
        if isinstance(file, File):
            receipt = archive.receive(file.content, candidate.name, source.name, file.mark)
            if receipt.fresh:
                yield receipt.submission, file.content
        else:
            unread.append(file)


def _settled(
    archive: Archive, workspace: Workspace, arrivals: Iterator[tuple[int, bytes]], jobs: int
) -> Iterator[Taken]:
    """Read the arrivals, judge and record each; what was read is forgotten at once, so memory stays flat."""
    judge = Judge(archive)
    read_now = _read_so_far(workspace)
    for number, read in read_workbooks(arrivals, jobs, workspace.language):
        outcome, findings = _outcome(judge, archive.submission(number), read, read_now)
        ready = lay_ready(workspace, outcome.returned) if outcome.returned else None
        if outcome.state == "read" and outcome.stamp is not None:
            read_now[outcome.stamp.workbook] = number
            with (workspace.folder / JOURNAL).open("a") as journal:
                journal.write(f"{outcome.stamp.workbook} {number}\n")
        recorded = archive.record(outcome)
        assert recorded == "written", f"{recorded}: one collect works at a time"
        yield Taken(archive.submission(number), findings, hand_out(ready) if ready else None)


def _read_so_far(workspace: Workspace) -> dict[str, int]:
    """Return the workbooks that a killed collect had read, with the submission each was read from."""
    journal = workspace.folder / JOURNAL
    lines = journal.read_text().splitlines() if journal.exists() else []
    whole = (line.split() for line in lines if line.count(" ") == 1)
    return {workbook: int(number) for workbook, number in whole if number.isdecimal()}


def _outcome(
    judge: Judge, record: SubmissionRecord, read: Submission | Unreadable, read_now: Mapping[str, int]
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Decide what becomes of a submission, with the findings its sender is told.

    read_now: the workbooks that were read in this very collect already, each from which submission.
    """
    language = judge.archive.language
    if isinstance(read, Unreadable):
        told = unreadable(read, record.name, language)
        return _quarantined(record, f"reading.reasons.{read.code}", read.values), tuple(told)
    judged = judge(read, record.name)
    if isinstance(judged, Stranger):
        told = turned_away(judged, record.name, language)
        return _quarantined(record, f"service.reasons.{judged.reason}", judged.values), tuple(told)
    twice = read_now.get(judged.stamp.workbook, record.submission) != record.submission
    return _judged(judge.archive, record, read, judged, twice)


def _quarantined(record: SubmissionRecord, key: str, values: Mapping[str, object]) -> Outcome:
    shown = {name: str(value) for name, value in values.items()}
    return Outcome(record.submission, "quarantined", key, shown)


def _judged(
    archive: Archive, record: SubmissionRecord, read: Submission, judged: Judgement, twice: bool
) -> tuple[Outcome, tuple[Finding, ...]]:
    entries = entry_rows(judged.context)
    digest = typed_content_digest(read)
    known = archive.history(judged.stamp.workbook)
    decision = decide(incoming(judged.stamp.revision, digest, entries), known, at_once=twice)
    outcome = Outcome(
        record.submission,
        decision.state,
        decision.reason,
        decision.values,
        stamp=judged.stamp,
        content_digest=digest,
        accepted=known.accepted,
        entries=entries,
        registers=summary_rows(judged.context),
    )
    if decision != READ:
        return outcome, ()
    forms = form_rows(judged.context, judged.findings)
    return replace(
        outcome,
        forms=forms,
        results=result_rows(judged.context, forms),
        findings=judged.findings,
        returned=_returned(archive, record, judged),
    ), judged.findings


def _returned(archive: Archive, record: SubmissionRecord, judged: Judgement) -> IssuedWorkbook | None:
    """Make the copy that goes back: the sender's own file with its findings marked, as the next revision."""
    if not any(found.severity in MARKED for found in judged.findings):
        return None
    revision = archive.next_revision(judged.stamp.workbook)
    stamp = sign(replace(judged.stamp, revision=revision), archive.key)
    content = archive.content(record.sha256)
    return IssuedWorkbook(
        stamp=stamp,
        name=judged.issued.name,
        content=returned_copy(content, judged.findings, stamp, stamp.language),
        roster=judged.issued.roster,
    )
