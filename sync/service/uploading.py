"""Workbooks that somebody sends in over the web: kept, read, checked and answered like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain

from sync.archive.rows import Arrived, SubmissionRecord
from sync.archive.store import Archive
from sync.reading.opinion_form import is_opinion_form
from sync.service.accounts import Account
from sync.service.consolidating import consolidate
from sync.service.journal import Journal
from sync.service.judging import Judge
from sync.service.opening import one_at_a_time, open_or_make_archive, read_workbooks
from sync.service.returning import finish_earlier
from sync.service.senders import WEB
from sync.service.settling import Taken, settle
from sync.settings import Workspace, stop


def take_uploads(workspace: Workspace, files: Sequence[tuple[str, bytes]], sender: Account) -> list[Taken]:
    """Take in workbooks that an account sent, by name and content: all are kept before any is read.

    They are read in a process of its own, with bounds on memory and time, whatever they are. A workbook of a
    department that is none of the sender's is held, for HR to decide on. The same file again is told as what
    it was the first time. Raises CannotGoOn, and nothing is kept, where an opinion form is among them.
    """
    if any(is_opinion_form(content) for _, content in files):
        raise stop("opinion_given", workspace.language)
    with _opened(workspace) as archive:
        waiting = archive.take_over()
        came = [Arrived(content, name) for name, content in files]
        receipts = archive.receive_all(came, f"{WEB}{sender.name}", sender.name)
        fresh = {
            one.submission: content for one, (_, content) in zip(receipts, files, strict=True) if one.fresh
        }
        settled = _settled(archive, workspace, waiting, fresh)
        consolidate(archive)
        return [settled.get(one.submission) or _told_before(archive, one.submission) for one in receipts]


def finish_uploads(workspace: Workspace) -> None:
    """Read what a server that was ended had kept and not read any more, so that nobody sends it again."""
    with _opened(workspace) as archive:
        _settled(archive, workspace, archive.take_over(), {})
        consolidate(archive)


@contextmanager
def _opened(workspace: Workspace) -> Iterator[Archive]:
    with one_at_a_time(workspace), open_or_make_archive(workspace) as archive, archive.collecting():
        finish_earlier(workspace, archive)
        yield archive


def _settled(
    archive: Archive, workspace: Workspace, waiting: Sequence[SubmissionRecord], fresh: Mapping[int, bytes]
) -> dict[int, Taken]:
    """Read, judge and record what a server that was ended left behind, then what is new, in its order."""
    judge, journal = Judge(archive), Journal(workspace)
    journal.begin(
        [one.sha256 for one in waiting], [sha256(content).hexdigest() for content in fresh.values()]
    )
    left = ((one.submission, archive.content(one.sha256)) for one in waiting)
    answers = read_workbooks(chain(left, fresh.items()), 1, workspace.language)
    taken = {number: settle(judge, workspace, number, read, journal) for number, read in answers}
    journal.end()
    return {number: one for number, one in taken.items() if one is not None}


def _told_before(archive: Archive, number: int) -> Taken:
    return Taken(archive.submission(number), tuple(archive.findings_of(number)))
