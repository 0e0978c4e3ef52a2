"""`collect`: take in every new or changed workbook: keep its bytes, read, check, archive, return findings."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sync.archive.rows import Arrived, SubmissionRecord
from sync.archive.store import Archive
from sync.findings import Finding, Waiver
from sync.service.adjusting import Adjusted, take_in_adjustments
from sync.service.consolidating import Consolidated, consolidate
from sync.service.journal import Journal
from sync.service.judging import Judge, not_opened
from sync.service.opening import (
    Watch,
    one_at_a_time,
    open_or_make_archive,
    read_workbooks,
    unwatched,
)
from sync.service.restating import end_expired
from sync.service.returning import finish_earlier
from sync.service.settling import Taken, settle
from sync.service.steps.set_aside import NOTHING, Came, SetAside
from sync.settings import Workspace, stop
from sync.sources import Candidate, File, Unread
from sync.sources.copying import Doubts, Finished, read_again
from sync.sources.folder import FolderSource, Listed


@dataclass(frozen=True, slots=True)
class Collected:
    """How many files a collect took in; `unread` tells of those it could not open, `unchanged` were known.

    `across` is what comparing the workbooks with each other changed.
    """

    taken: int
    unread: tuple[Finding, ...]
    unchanged: int
    adjusted: Adjusted
    across: Consolidated
    again: tuple[tuple[Finding, Waiver], ...] = ()
    opinions: Came = NOTHING


TOGETHER, TOGETHER_BYTES = 8, 4 << 20
"""So many files at the most, and about so many bytes, are kept in one go."""

TIDIED = 100
"""After so many files what is left of them is looked for; by itself Python would wait for thousands."""

Tell = Callable[[Taken], None]
"""What is told of each file as soon as it is settled; the collect itself remembers none."""


def untold(_: Taken) -> None:
    """Tell nobody."""


def collect(
    workspace: Workspace,
    paths: Sequence[Path] = (),
    jobs: int = 0,
    watch: Watch = unwatched,
    tell: Tell = untold,
    doubts: Doubts | None = None,
    source: Listed | None = None,
) -> Collected:
    """Take in every new or changed workbook of the paths (the inbox by default), or of another source.

    Each file is kept byte for byte before it is read, and ends as read, held, ignored or quarantined in one
    transaction of its own; one unchanged since the last time is not read again. One still being copied
    is left for the next time; `doubts` remembers those. Of an opinion form without a name nothing is kept.
    Raises CannotGoOn where a path does not exist or the archive cannot be written.
    """
    source = source or _folder(workspace, paths)
    with one_at_a_time(workspace), open_or_make_archive(workspace) as archive, archive.collecting():
        finish_earlier(workspace, archive)
        again = end_expired(archive)
        adjusted = take_in_adjustments(workspace, archive)
        fresh, unread, unchanged = look(source, archive)
        waiting = archive.take_over()
        known: list[Candidate] = []
        journal = Journal(workspace)
        finished = partial((doubts or Doubts()).finished, source, fresh, unread)
        forms = SetAside(workspace, archive, source, finished, unread)
        arrivals = _arrivals(archive, source, journal, forms.others, waiting, unread, known)
        taken = watch(_settled(archive, workspace, journal, arrivals, jobs), len(fresh) + len(waiting))
        count = 0
        for one in taken:
            tell(one)
            count += 1
        told = [found for one in unread for found in not_opened(one, workspace.language)]
        across = consolidate(archive)
        counts = count, tuple(told), unchanged + len(known)
        return Collected(*counts, adjusted, across, tuple(again), forms.came)


def _folder(workspace: Workspace, paths: Sequence[Path]) -> FolderSource:
    """Return what lies at paths, or in the inbox, which is made where it is missing."""
    for path in paths:
        if not path.exists():
            raise stop("no_such_path", workspace.language, path=path)
    workspace.inbox.mkdir(exist_ok=True)
    return FolderSource(paths or [workspace.inbox])


def look(source: Listed, archive: Archive) -> tuple[list[Candidate], list[Unread], int]:
    """Return the files that are new or changed, those that cannot be opened, and how many were known."""
    listing = source.listing(archive.seen())
    fresh = [one for one in listing.found if isinstance(one, Candidate)]
    unread = [one for one in listing.found if isinstance(one, Unread)]
    return fresh, unread, listing.unchanged


def _arrivals(
    archive: Archive,
    source: Listed,
    journal: Journal,
    look_into: Callable[[], list[Finished]],
    waiting: Sequence[SubmissionRecord],
    unread: list[Unread],
    known: list[Candidate],
) -> Iterator[tuple[int, bytes]]:
    """Yield submissions to read, with their bytes: those an earlier run left behind, then the new files.

    New files come run by run that found them first, in the order of their content: of two for the same
    workbook no name decides which counts. Files with a new date and the content they had are added to
    `known`, as they come.
    """
    finished = look_into()
    journal.begin([record.sha256 for record in waiting], [content for content, _ in finished])
    for record in waiting:
        yield record.submission, archive.content(record.sha256)
    ordered = sorted(finished, key=lambda one: (journal.run_of(one[0]), one[0]))
    for batch in _batches(source, ordered, unread):
        came = [Arrived(file.content, candidate.name, file.mark) for candidate, file in batch]
        for (candidate, file), receipt in zip(batch, archive.receive_all(came, source.name), strict=True):
            if receipt.fresh:
                yield receipt.submission, file.content
            else:
                known.append(candidate)


def _batches(
    source: Listed, finished: Sequence[Finished], unread: list[Unread]
) -> Iterator[list[tuple[Candidate, File]]]:
    """Yield files some at a time, to be kept in one go, and few enough that memory stays flat.

    Those that cannot be read are added to `unread`.
    """
    batch: list[tuple[Candidate, File]] = []
    size = 0
    for one in finished:
        file = read_again(source, one)
        if isinstance(file, Unread):
            unread.append(file)
            continue
        batch.append((one[1], file))
        size += len(file.content)
        if len(batch) == TOGETHER or size > TOGETHER_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _settled(
    archive: Archive,
    workspace: Workspace,
    journal: Journal,
    arrivals: Iterator[tuple[int, bytes]],
    jobs: int,
) -> Iterator[Taken]:
    """Read the arrivals, judge and record each; what was read is forgotten at once, so memory stays flat."""
    judge = Judge(archive)
    for count, (number, read) in enumerate(read_workbooks(arrivals, jobs, workspace.language), start=1):
        if count % TIDIED == 0:
            gc.collect(0)  # of each file some hundred objects that hold one another are left
        taken = settle(judge, workspace, number, read, journal)
        if taken is not None:
            yield taken
    journal.end()
