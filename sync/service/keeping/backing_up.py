"""`backup`: everything that must not be lost in one file, written while others work, and read back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from addin.texts import say
from sync.archive import events, migrating
from sync.archive.backup import copy_out, unopened
from sync.archive.engine import files_of, shown
from sync.archive.opening import open_archive
from sync.archive.verify import count, seal
from sync.archive.verify import verify as verify_archive
from sync.archive.writing import moment
from sync.service.journal import JOURNAL
from sync.service.keeping.packing import (
    ARCHIVE,
    DAMAGED,
    FORMAT,
    MANIFEST,
    SCHEME,
    Manifest,
    Member,
    check,
    put,
    put_manifest,
)
from sync.service.keeping.verifying import in_words
from sync.service.keeping.working import work_folder
from sync.service.opening import LOCK
from sync.service.placing import flush_names
from sync.settings import SETTINGS_FILE, SQLITE, CannotGoOn, Workspace, stop

OF_THE_ARCHIVE = ("archive_newer", "archive_unfit", "archive_damaged")
"""What a copy cannot be opened for because of what the archive is."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was written and read back: its size [bytes], and what in the archive was not right."""

    file: Path
    size: int
    manifest: Manifest
    broken: list[dict[str, Any]]

    def document(self) -> dict[str, Any]:
        """Return this as a JSON object."""
        told = {"file": str(self.file), "size": self.size, **asdict(self.manifest)}
        return told | {"broken": self.broken}


def back_up(workspace: Workspace, file: Path) -> BackedUp:
    """Write the archive, the scheme workbook and the settings into one file, there whole or not at all.

    The archive is copied in one state while others go on writing; structure, kept files, audit log and rows
    of the copy are checked, and the file is read back before it takes its name. Only its owner may read it.
    Raises CannotGoOn where there is no archive, or the file cannot be written.
    """
    _may_be_written(workspace, file)
    try:
        with work_folder(file.parent, f".{file.name}.", ".half", workspace.language) as folder:
            copy_out(workspace.archive, workspace.language, folder / ARCHIVE)
            manifest, broken = _packed(workspace, folder, file.name)
            check(folder / file.name, workspace.language)
            (folder / file.name).replace(file)
            flush_names(file.parent)
    except OSError as error:
        raise stop("cannot_write", workspace.language, file=file, error=error.strerror or error) from error
    return BackedUp(file, file.stat().st_size, manifest, broken)


def _may_be_written(workspace: Workspace, file: Path) -> None:
    """Refuse a name at which something else lies, or may lie soon; an earlier backup may be replaced."""
    names = (SETTINGS_FILE, JOURNAL, LOCK)
    own = [workspace.scheme, *(workspace.folder / name for name in names), *files_of(workspace.archive)]
    if file.resolve() in {one.resolve() for one in own}:
        raise stop("backup_inside", workspace.language, file=file)
    if file.exists() and not _is_backup(file):
        raise stop("backup_replaces", workspace.language, file=file)


def _is_backup(file: Path) -> bool:
    try:
        with ZipFile(file) as package:
            return MANIFEST in package.namelist()
    except (OSError, *DAMAGED):
        return False


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _packed(workspace: Workspace, folder: Path, name: str) -> tuple[Manifest, list[dict[str, Any]]]:
    """Write the package, and check the copy of the archive that went into it."""
    members: dict[str, Member] = {}
    sources = {ARCHIVE: folder / ARCHIVE, SCHEME: workspace.scheme}
    sources[SETTINGS_FILE] = workspace.folder / SETTINGS_FILE
    with open(folder / name, "xb", opener=_private) as target:
        with ZipFile(target, "w") as package:
            for member, source in sources.items():
                if source.exists():
                    with source.open("rb") as content:
                        members[member] = put(package, member, content)
            with _naming(workspace, folder / ARCHIVE):
                manifest, broken = _looked_at(workspace, folder / ARCHIVE)
            manifest = replace(manifest, members=members)
            put_manifest(package, manifest)
        os.fsync(target.fileno())
    return manifest, broken


@contextmanager
def _naming(workspace: Workspace, copy: Path) -> Iterator[None]:
    """Let a reason that lies with the archive name the archive, not the copy in which it showed."""
    try:
        yield
    except CannotGoOn as error:
        if error.key not in OF_THE_ARCHIVE:
            raise
        told = str(error).replace(str(copy), shown(workspace.archive))
        raise CannotGoOn(told, error.key) from error


def _looked_at(workspace: Workspace, copy: Path) -> tuple[Manifest, list[dict[str, Any]]]:
    """Say what the copy of an archive holds, and what of it is not right.

    An archive of an earlier program is brought up to date for that, after it went into the package as it was.
    """
    url, language = f"{SQLITE}{copy}", workspace.language
    with unopened(url, language) as archive:
        with archive.reading() as connection:
            revision = migrating.revision(connection) or ""
        end, counts = seal(archive), count(archive)
    if end is None:
        told = say("archive.tables.event", language)
        raise stop("archive_damaged", language, archive=shown(workspace.archive), error=told)
    with open_archive(url, language) as archive:
        broken = in_words(archive, list(verify_archive(archive)))
        manifest = Manifest(
            FORMAT, events.program(), revision, archive.id, moment(), end, counts, faults=len(broken)
        )
    return manifest, broken
