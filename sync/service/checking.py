"""`check`: read and check workbooks without archiving anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.archive.opening import open_archive
from sync.findings import Finding
from sync.process.waiving import sort_out
from sync.reading.cells import Unreadable
from sync.reading.submission import Submission
from sync.reading.worker import TIMEOUT, can_be_interrupted, read_one
from sync.service.judging import Judge, Stranger, not_opened, turned_away, unreadable
from sync.service.opening import read_workbooks
from sync.settings import Workspace
from sync.sources import File, Unread
from sync.sources.folder import FolderSource

FEW = 3
"""So many files are read in this process; even loading what starts workers takes longer than reading them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file with what the checks found in it."""

    name: str
    findings: list[Finding]


def check_files(workspace: Workspace, paths: Sequence[Path], jobs: int = 0) -> Iterator[Checked]:
    """Check workbooks one by one; whatever a file is, it ends in findings, and the others go on.

    What is waived is not told again.

    Raises CannotGoOn where the workspace has no archive yet.
    """
    source = FolderSource(paths)
    with open_archive(workspace.archive, workspace.language, readonly=True) as archive:
        judge = Judge(archive, workspace.language)
        unread: list[Checked] = []
        few = not jobs and len(paths) <= FEW and can_be_interrupted()
        contents = _contents(source, unread, workspace.language)
        for name, read in (
            ((name, read_one(content, TIMEOUT)) for name, content in contents)
            if few
            else read_workbooks(contents, jobs, workspace.language)
        ):
            yield Checked(name, _findings(judge, name, read, workspace.language))
        yield from unread


def _contents(source: FolderSource, unread: list[Checked], language: str) -> Iterator[tuple[str, bytes]]:
    for candidate in source.candidates():
        file = candidate if isinstance(candidate, Unread) else source.read(candidate)
        if isinstance(file, File):
            yield Path(file.mark[0]).name, file.content
        else:
            name = Path(file.path).name
            unread.append(Checked(name, not_opened(file, language)))


def _findings(judge: Judge, name: str, read: Submission | Unreadable, language: str) -> list[Finding]:
    if isinstance(read, Unreadable):
        return unreadable(read, name, language)
    judged = judge(read, name)
    if isinstance(judged, Stranger):
        return turned_away(judged, name, language)
    waivers = judge.archive.waivers(judged.stamp.cycle, ended=False)
    return list(sort_out(judged.findings, waivers).open)
