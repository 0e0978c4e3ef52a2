"""`collect --google`: take in every Sheet in which somebody typed, then write the findings back into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sync.archive.store import Archive
from sync.reading.cells import Unreadable
from sync.reading.submission import Submission, read_submission
from sync.service.collecting import Collected, Tell, collect, untold
from sync.service.google.sheets import sheets_of
from sync.service.google.writing_back import write_back
from sync.service.keeping.working import work_folder
from sync.service.opening import Watch, open_or_make_archive, read_workbooks, unwatched
from sync.settings import Workspace
from sync.sources import Candidate
from sync.sources.google.client import Google, connected
from sync.sources.google.drive import sheets_in_folder
from sync.sources.google.fetching import Fetched, fetch

FETCHING = ".google-", ".tmp"
"""How the folder is called in which Sheets wait to be taken in: nobody else sees ratings there."""


def take_in(
    workspace: Workspace, jobs: int = 0, watch: Watch = unwatched, tell: Tell = untold
) -> tuple[Collected, int]:
    """Take in what was typed into Sheets as any other workbook; return what was, and how many were answered.

    The bytes that Google exports are kept and read like a file that was sent. A Sheet in which nothing was
    typed since it was handed out is no submission. The findings are written back from the returned copy; what
    an earlier run could not write back any more, this one does.
    Raises CannotGoOn where Google refuses; what was taken in until then stays.
    """
    with connected(workspace) as google:
        with _fetched(workspace, google, jobs) as fetched:
            done = collect(workspace, (), jobs, watch, tell, source=fetched)
        with open_or_make_archive(workspace) as archive:
            return done, write_back(archive, google)


@contextmanager
def _fetched(workspace: Workspace, google: Google, jobs: int) -> Iterator[Fetched]:
    """Fetch the Sheets that changed into a folder that goes afterwards, or with the next run after a kill."""
    work = work_folder(workspace.folder, *FETCHING, workspace.language)
    with work as folder, open_or_make_archive(workspace) as archive:
        handed_out = {sheet.file: sheet.name for sheet in sheets_of(archive).values()}
        listed = sheets_in_folder(google)
        fetched = fetch(google, listed, handed_out, archive.seen(), folder)
        yield _typed_in(archive, fetched, jobs)


def _typed_in(archive: Archive, fetched: Fetched, jobs: int) -> Fetched:
    """Leave out the Sheets that hold what was handed out; their versions are noted for the next time.

    Google counts versions for more than typing: its own conversions, and the findings we write back.
    """
    asked = [one for one in fetched.found if isinstance(one, Candidate)]
    items = ((one, fetched.read(one).content) for one in asked)
    same: set[str] = set()
    for one, read in read_workbooks(items, jobs, archive.language):
        if _untouched(archive, read):
            archive.note(one.mark, fetched.read(one).content)
            same.add(one.path)
    found = [one for one in fetched.found if one.path not in same]
    return replace(fetched, found=found, unchanged=fetched.unchanged + len(same))


def _untouched(archive: Archive, read: Submission | Unreadable) -> bool:
    """Tell whether what stands typed is what the revision had that was handed out.

    Where something typed in that revision counts already, its sender has emptied it: that is for a person.
    """
    if isinstance(read, Unreadable) or read.stamp is None:
        return False
    stamp, known = read.stamp, archive.history(read.stamp.workbook)
    record = archive.issued(stamp.workbook, stamp.revision)
    if record is None or (known.accepted is not None and known.base >= stamp.revision):
        return False
    return read_submission(archive.content(record.sha256)).content_digest == read.content_digest
