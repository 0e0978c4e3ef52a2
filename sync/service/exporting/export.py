"""`export`: reports written from the archive, each one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from addin.texts import listed
from sync.archive.store import Archive
from sync.service.cycles import open_to_look
from sync.service.exporting.master import board, master
from sync.service.exporting.rules import rules, rules_of_today
from sync.service.exporting.slips import Slips, slips
from sync.service.opening import Watch, unwatched, write_whole
from sync.settings import Workspace, stop


class Report(NamedTuple):
    """A report: what its file name ends with, and what writes the file of a cycle.

    `before` writes it from today's scheme, for a cycle that is not issued yet or for none; others need one.
    """

    suffix: str
    write: Callable[[Archive, str], bytes]
    before: Callable[[Workspace, str | None], bytes] | None = None


REPORTS: Mapping[str, Report] = {
    "master": Report(".xlsx", master),
    "board": Report(".xlsx", board),
    "rules": Report(".docx", rules, rules_of_today),
}
"""Each report by name."""

FOLDERS: Mapping[str, Callable[[Workspace, str, Path, Watch], Slips]] = {"slips": slips}
"""Each report that is many files."""

TOLD_TO_PAYROLL = "pay-base"
"""The report that notes what it told: it is a decision, and somebody makes it."""


def export(workspace: Workspace, kind: str, cycle: str | None, to: Path | None = None) -> Path:
    """Write a report of a cycle to a file (the reports folder by default) and return where it is.

    Raises CannotGoOn for an unknown report or cycle, or where the file cannot be written.
    """
    if kind not in REPORTS:
        known = listed((*REPORTS, *FOLDERS, TOLD_TO_PAYROLL), workspace.language)
        raise stop("unknown_report", workspace.language, kind=kind, known=known)
    report = REPORTS[kind]
    if cycle is None and report.before is None:
        raise stop("no_cycle_given", workspace.language, kind=kind)
    file = to or workspace.reports(cycle or "") / f"{kind}{report.suffix}"
    refuse_place(workspace, file, report.suffix)
    write_whole(file, _content(workspace, report, cycle), workspace.language)
    return file


def refuse_place(workspace: Workspace, file: Path, suffix: str) -> None:
    """Refuse to write a report under another ending than its own, or among the workbooks that travel."""
    own = _ours(workspace, file) or file.resolve() == workspace.scheme.resolve()
    if file.suffix.lower() != suffix or own:
        raise stop("not_so_named", workspace.language, file=file, suffix=suffix)


def _ours(workspace: Workspace, path: Path) -> bool:
    """Tell whether a path is one of the folders in which workbooks travel, or lies in one."""
    found = path.resolve()
    folders = ((workspace.folder / name).resolve() for name in ("inbox", "outbox", "returned"))
    return any(folder in (found, *found.parents) for folder in folders)


def export_folder(
    workspace: Workspace, kind: str, cycle: str | None, to: Path | None = None, watch: Watch = unwatched
) -> Slips:
    """Write a report that is many files into a folder (in the reports folder by default).

    Raises CannotGoOn as `export` does, and for a folder in which workbooks travel.
    """
    if cycle is None:
        raise stop("no_cycle_given", workspace.language, kind=kind)
    folder = to or workspace.reports(cycle) / kind
    if _ours(workspace, folder):
        raise stop("not_there", workspace.language, folder=folder)
    return FOLDERS[kind](workspace, cycle, folder, watch)


def _content(workspace: Workspace, report: Report, cycle: str | None) -> bytes:
    """Write a report from the archive, or from today's scheme where the cycle is not issued yet."""
    if cycle is not None:
        with open_to_look(workspace) as archive:
            if report.before is None or archive.pinned(cycle) is not None:
                return report.write(archive, cycle)
    assert report.before is not None
    return report.before(workspace, cycle)
