"""Handing out returned copies, so that what the archive counts as handed out lies in the folder."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sync.archive.rows import IssuedWorkbook
from sync.archive.store import Archive
from sync.service.journal import Journal
from sync.service.opening import HALF, write_whole
from sync.service.placing import put
from sync.settings import Workspace

WAITING = ".waiting"
"""How the name of a copy ends that is written, but not yet recorded by the archive."""


def lay_ready(workspace: Workspace, workbook: IssuedWorkbook) -> Path:
    """Write a copy beside its place, before the archive records it as handed out."""
    place = workspace.returned(workbook.stamp.cycle) / f".{workbook.name}{WAITING}"
    write_whole(place, workbook.content, workspace.language)
    return place


def hand_out(ready: Path) -> Path:
    """Put a recorded copy into its place, over the one that was handed out before."""
    return put(ready, ready.with_name(ready.name.removeprefix(".").removesuffix(WAITING)))


def finish_earlier(workspace: Workspace, archive: Archive) -> None:
    """Hand out what an earlier run had recorded and could not hand out any more; drop what it had not."""
    returned = workspace.folder / "returned"
    for half in returned.glob(f"*/.*{WAITING}{HALF}"):
        half.unlink()
    left = list(returned.glob(f"*/.*{WAITING}"))
    known = set(archive.files()) if left else set()
    for ready in left:
        if sha256(ready.read_bytes()).hexdigest() in known:
            hand_out(ready)
        else:
            ready.unlink()
    for workbook in Journal(workspace).workbooks():
        _hand_out_again(workspace, archive, workbook)


def _hand_out_again(workspace: Workspace, archive: Archive, workbook: str) -> None:
    """Write the copy of a workbook that a broken-off run recorded, where it is not there any more."""
    record = archive.issued(workbook)
    if record is not None and record.kind == "returned":
        place = workspace.returned(record.stamp.cycle) / record.name
        if not place.exists():
            write_whole(place, archive.content(record.sha256), workspace.language)
