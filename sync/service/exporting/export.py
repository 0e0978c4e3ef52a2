"""`export`: reports written from the archive, each one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from addin.texts import listed
from sync.archive.store import Archive
from sync.service.cycles import open_to_look
from sync.service.exporting.master import board, master
from sync.service.opening import write_whole
from sync.settings import Workspace, stop


class Report(NamedTuple):
    """A report: what its file name ends with, and what writes the file of a cycle."""

    suffix: str
    write: Callable[[Archive, str], bytes]


REPORTS: Mapping[str, Report] = {"master": Report(".xlsx", master), "board": Report(".xlsx", board)}
"""Each report by name."""


def export(workspace: Workspace, kind: str, cycle: str | None, to: Path | None = None) -> Path:
    """Write a report of a cycle to a file (the reports folder by default) and return where it is.

    Raises CannotGoOn for an unknown report or cycle, or where the file cannot be written.
    """
    if kind not in REPORTS:
        raise stop("unknown_report", workspace.language, kind=kind, known=listed(REPORTS, workspace.language))
    if cycle is None:
        raise stop("no_cycle_given", workspace.language, kind=kind)
    report = REPORTS[kind]
    file = to or workspace.reports(cycle) / f"{kind}{report.suffix}"
    own = [workspace.folder / name for name in ("inbox", "outbox", "returned")]
    touched = any(folder.resolve() in file.resolve().parents for folder in own)
    if file.suffix.lower() != report.suffix or touched or file.resolve() == workspace.scheme.resolve():
        raise stop("not_so_named", workspace.language, file=file, suffix=report.suffix)
    with open_to_look(workspace) as archive:
        content = report.write(archive, cycle)
    write_whole(file, content, workspace.language)
    return file
