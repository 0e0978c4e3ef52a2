"""A workbook that somebody sends in over the web: kept, read, checked and answered like any other."""

from __future__ import annotations

from sync.archive.rows import SubmissionRecord
from sync.archive.store import Archive
from sync.service.accounts import Account
from sync.service.consolidating import consolidate
from sync.service.journal import Journal
from sync.service.judging import Judge
from sync.service.opening import one_at_a_time, open_or_make_archive, read_workbooks
from sync.service.returning import finish_earlier
from sync.service.senders import WEB
from sync.service.settling import Taken, settle
from sync.settings import Workspace


def take_upload(workspace: Workspace, content: bytes, name: str, sender: Account) -> Taken:
    """Take in one workbook that an account sent: its bytes are kept before anything reads them.

    It is read in a process of its own, with bounds on memory and time, whatever it is. A workbook of a
    department that is none of the sender's is held, for HR to decide on. The same file again is told as what
    it was the first time.
    """
    with one_at_a_time(workspace), open_or_make_archive(workspace) as archive, archive.collecting():
        finish_earlier(workspace, archive)
        receipt = archive.receive(content, name, f"{WEB}{sender.name}", by=sender.name)
        record = archive.submission(receipt.submission)
        if record.state != "received":
            return Taken(record, tuple(archive.findings_of(record.submission)))
        taken = _settled(archive, workspace, record, content)
        consolidate(archive)
        return taken


def _settled(archive: Archive, workspace: Workspace, record: SubmissionRecord, content: bytes) -> Taken:
    journal = Journal(workspace)
    journal.begin([], [record.sha256])
    items = [(record.submission, content)]
    (answer,) = read_workbooks(items, 1, workspace.language)
    taken = settle(Judge(archive), workspace, record.submission, answer[1], journal)
    journal.end()
    return taken or Taken(archive.submission(record.submission))
