"""Workbooks that somebody sends in over the web: kept, read, checked and answered like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from sync.archive.rows import Arrived
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
    with one_at_a_time(workspace), open_or_make_archive(workspace) as archive, archive.collecting():
        finish_earlier(workspace, archive)
        came = [Arrived(content, name) for name, content in files]
        receipts = archive.receive_all(came, f"{WEB}{sender.name}", sender.name)
        numbers = [one.submission for one in receipts]
        fresh = {
            one.submission: content for one, (_, content) in zip(receipts, files, strict=True) if one.fresh
        }
        settled = _settled(archive, workspace, fresh)
        consolidate(archive)
        return [settled.get(number) or _told_before(archive, number) for number in numbers]


def _settled(archive: Archive, workspace: Workspace, fresh: Mapping[int, bytes]) -> dict[int, Taken]:
    """Read, judge and record what is new, one after the other in the order it was sent."""
    judge, journal = Judge(archive), Journal(workspace)
    journal.begin([], [sha256(content).hexdigest() for content in fresh.values()])
    answers = read_workbooks(fresh.items(), 1, workspace.language)
    taken = {number: settle(judge, workspace, number, read, journal) for number, read in answers}
    journal.end()
    return {number: one for number, one in taken.items() if one is not None}


def _told_before(archive: Archive, number: int) -> Taken:
    return Taken(archive.submission(number), tuple(archive.findings_of(number)))
