"""`accept` and `reject`: a person decides on a submission that was held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from addin.texts import listed
from sync.archive.opening import open_archive
from sync.archive.rows import ACCEPTED, REJECTED, EntryRow, FormRecord, Outcome, SubmissionRecord
from sync.archive.store import Archive
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason as unreadable
from sync.reading.submission import read_submission
from sync.service.consolidating import consolidate
from sync.service.judging import Judge, Judgement
from sync.service.opening import one_at_a_time
from sync.service.restating import end_expired
from sync.service.returning import finish_earlier
from sync.service.settling import Settling, Taken, finished, with_results
from sync.settings import Workspace, stop
from sync.states import SETTLED

NAMED = 5
"""So many people are named whose results are settled."""


def accept(workspace: Workspace, number: int, by: str, reason: str) -> Taken:
    """Let a held submission count: judged from its kept bytes as at collect, and recorded as read.

    Its forms move, its results become new versions, its findings go back, in one transaction that says who
    decided and why. It counts from now on, whatever was accepted before, until another one is accepted.
    Raises CannotGoOn where there is no such held submission, it cannot be read any more, or all its people
    stand in other workbooks by now: their forms would have two that count.
    """
    with deciding(workspace) as archive:
        judged = _judged(archive, _held(archive, number))
        _not_settled(archive, judged, number)
        while True:
            record = _held(archive, number)
            known = archive.history(judged.stamp.workbook)
            if known.retired:
                values = {"submission": number, "workbook": record.name}
                raise stop("cannot_accept_replaced", archive.language, **values)
            outcome = Outcome(
                number,
                "read",
                ACCEPTED,
                {"by": by, "why": reason},
                stamp=judged.stamp,
                content_digest=record.content_digest,
                accepted=known.accepted,
                was="held",
            )
            whole = with_results(archive, record, judged, outcome, known)
            done = finished(archive, workspace, whole, by)
            if isinstance(done, Taken):
                return done


def reject(workspace: Workspace, number: int, by: str, reason: str) -> Taken:
    """Leave a held submission out: it stays kept, counts for nothing, and so does the same content again.

    Raises CannotGoOn where there is no such held submission.
    """
    with deciding(workspace) as archive:
        while True:
            record = _held(archive, number)
            values = {"by": by, "why": reason}
            digest = record.content_digest
            outcome = Outcome(number, "ignored", REJECTED, values, content_digest=digest, was="held")
            done = finished(archive, workspace, Settling(outcome), by)
            if isinstance(done, Taken):
                return done


@contextmanager
def deciding(workspace: Workspace) -> Iterator[Archive]:
    """Open the archive while no collect is at work, with what an earlier run had begun finished.

    In the end the workbooks are compared with each other, as after a collect.
    """
    with one_at_a_time(workspace), open_archive(workspace.archive, workspace.language) as archive:
        finish_earlier(workspace, archive)
        consolidate(archive)
        end_expired(archive)
        yield archive
        consolidate(archive)


def _held(archive: Archive, number: int) -> SubmissionRecord:
    """Return a held submission; raises CannotGoOn naming the state another one is in and what to do."""
    record = archive.look_up(number)
    if record is not None and record.state == "held":
        return record
    held = listed((one.submission for one in archive.submissions(state="held")), archive.language)
    if record is None:
        raise stop("unknown_submission", archive.language, submission=number, held=held)
    values = {"submission": number, "workbook": record.name, "held": held}
    raise stop(f"not_held_{record.state}", archive.language, **values)


def _not_settled(archive: Archive, judged: Judgement, number: int) -> None:
    """Refuse a workbook that says something else of a form than what somebody has put their name under."""
    stamp = judged.stamp
    forms = [form for form in archive.forms(stamp.cycle) if form.workbook == stamp.workbook]
    settled = [form for form in forms if form.state in SETTLED]
    names = [form.employee for form in settled if _said(archive, number, form) != _said(archive, None, form)]
    if names:
        shown = listed(names[:NAMED], archive.language) + (" …" if len(names) > NAMED else "")
        raise stop("accepted_too_late", archive.language, workbook=judged.issued.name, names=shown)


def _said(archive: Archive, number: int | None, form: FormRecord) -> list[EntryRow]:
    """Return what a submission, or the one a form stands on, says of a form, wherever it stood."""
    of = form.submission if number is None else number
    rows = () if of is None else archive.entries(of, form.employee)
    return [row._replace(sheet=None, cells={}) for row in rows]


def _judged(archive: Archive, record: SubmissionRecord) -> Judgement:
    """Judge a held submission from its kept bytes, under the rules it was issued by."""
    try:
        read = read_submission(archive.content(record.sha256))
    except Unreadable as error:
        told = unreadable(error, archive.language).rstrip(".。")
        values = {"submission": record.submission, "workbook": record.name, "error": told}
        raise stop("cannot_accept", archive.language, **values) from error
    judged = Judge(archive)(read, record.name)
    assert isinstance(judged, Judgement), judged
    return judged
