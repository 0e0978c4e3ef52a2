"""`restore`: a workspace comes back from a backup, after everything in it was verified."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from addin.texts import of
from sync.archive.backup import copy_in, forget_claims, is_empty, one_file
from sync.archive.engine import path_of, shown
from sync.archive.opening import open_archive
from sync.archive.store import Archive
from sync.service.issuing.issuer import last_issue
from sync.service.keeping.packing import ARCHIVE, SCHEME, Manifest, check
from sync.service.keeping.verifying import in_words, whole
from sync.service.keeping.working import work_folder
from sync.service.opening import Watch, unwatched, write_whole
from sync.service.placing import flush_names
from sync.settings import SETTINGS_FILE, SQLITE, Workspace, open_workspace, stop

WORK = ".restoring"
"""How the folder in a workspace ends where a backup is unpacked and verified, before it takes its place."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that came back; `beside` are files that were put beside those that lay there already."""

    folder: Path
    manifest: Manifest
    broken: list[dict[str, Any]]
    beside: tuple[Path, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return this as a JSON object."""
        told = {"folder": str(self.folder), **asdict(self.manifest), "broken": self.broken}
        return told | {"beside": [str(file) for file in self.beside]}


def restore(
    folder: Path,
    file: Path,
    language: str | None = None,
    anyway: bool = False,
    jobs: int = 1,
    watch: Watch = unwatched,
) -> Restored:
    """Bring back a workspace into a folder without an archive, which is made where there is none.

    The backup is read to its end, its archive brought up to date where an earlier program wrote it, and
    verified as a whole, before the archive takes its place as the last step. With `anyway` also an archive
    in which something does not hold is put back. The settings of the folder, where it has some, say where.
    Raises CannotGoOn where an archive is there, where only the backup says where it is to go and that is
    elsewhere, or where the backup cannot be used; then nothing was changed.
    """
    with _working_in(folder, language or "en") as work:
        manifest = check(file, language or "en", work)
        workspace = _workspace(folder, work, language)
        _may_be_put_there(workspace)
        with open_archive(f"{SQLITE}{work / ARCHIVE}", workspace.language) as archive:
            broken = in_words(archive, list(whole(archive, manifest.seal.hash, jobs, watch)))
            if broken and not anyway:
                first = of(broken[0]["place"], broken[0]["message"], workspace.language)
                values = {"file": file, "number": len(broken), "first": first}
                raise stop("backup_broken", workspace.language, **values)
            forget_claims(archive)
            beside = _lay_out(workspace, archive, work)
            if path_of(workspace.archive) is None:
                copy_in(archive, workspace.archive, workspace.language)
        _put_in_place(workspace, work / ARCHIVE)
    return Restored(folder, manifest, broken, beside)


@contextmanager
def _working_in(folder: Path, language: str) -> Iterator[Path]:
    """Make a folder to work in, within the workspace; afterwards it goes, and so does one made in vain."""
    new = not folder.exists()
    try:
        with work_folder(folder, ".", WORK, language) as work:
            yield work
    finally:
        if new and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _workspace(folder: Path, work: Path, language: str | None) -> Workspace:
    """Return the workspace to be: by the settings that lie there, or else by those of the backup.

    The archive that a backup names may be in use: unless it lies in this folder, a person says where to.
    """
    own = (folder / SETTINGS_FILE).exists()
    if not own and not (work / SETTINGS_FILE).exists():
        return Workspace(folder, language or "en")
    found = replace(open_workspace(folder if own else work, language), folder=folder)
    target = path_of(found.archive)
    if not own and (target is None or not target.resolve().is_relative_to(folder.resolve())):
        values = {"archive": shown(found.archive), "file": folder / SETTINGS_FILE}
        raise stop("restore_where", found.language, **values)
    return found


def _may_be_put_there(workspace: Workspace) -> None:
    """Refuse a place where anything lies: a file or its logs, or a table in the database."""
    if not is_empty(workspace.archive, workspace.language):
        key = "restore_taken" if path_of(workspace.archive) is None else "restore_exists"
        raise stop(key, workspace.language, archive=shown(workspace.archive))


def _lay_out(workspace: Workspace, archive: Archive, work: Path) -> tuple[Path, ...]:
    """Put everything but the archive into its place; what lies there already stays as it is."""
    _hand_out_again(workspace, archive)
    beside = []
    for name in (SCHEME, SETTINGS_FILE):
        source, target = work / name, workspace.folder / name
        if not source.exists():
            continue
        content = source.read_bytes()
        if target.exists() and target.read_bytes() == content:
            continue
        if target.exists():
            target = target.with_name(f"{target.stem}.restored{target.suffix}")
            beside.append(target)
        write_whole(target, content, workspace.language)
    return tuple(beside)


def _hand_out_again(workspace: Workspace, archive: Archive) -> None:
    """Write the workbooks that were issued, and the latest returned copies, where they are missing."""
    workspace.inbox.mkdir(exist_ok=True)
    for cycle in archive.cycles():
        for workbook in archive.workbooks(cycle):
            for record in (last_issue(archive, workbook), archive.issued(workbook)):
                assert record is not None, workbook
                outbox, returned = workspace.outbox(cycle), workspace.returned(cycle)
                place = (returned if record.kind == "returned" else outbox) / record.name
                if not place.exists():
                    write_whole(place, archive.content(record.sha256), workspace.language)


def _put_in_place(workspace: Workspace, made: Path) -> None:
    """Give the verified archive its name, where it is to be a file; one on a server is there already."""
    target = path_of(workspace.archive)
    if target is None:
        return
    try:
        one_file(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        _give_name(made, target)
        flush_names(target.parent)
    except FileExistsError as error:
        raise stop("restore_exists", workspace.language, archive=target) from error
    except OSError as error:
        raise stop("cannot_write", workspace.language, file=target, error=error.strerror) from error


def _give_name(made: Path, target: Path) -> None:
    """Name a file, but never over another one that came meanwhile, where the disk can tell."""
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:
        made.replace(target)
