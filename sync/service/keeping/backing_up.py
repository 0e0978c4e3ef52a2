"""`backup`: everything that must not be lost in one file, written while others work, and read back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sync.archive import events, migrating
from sync.archive.backup import copy_out, unopened
from sync.archive.engine import path_of
from sync.archive.opening import open_archive
from sync.archive.verify import count, seal
from sync.archive.verify import verify as verify_archive
from sync.archive.writing import moment
from sync.service.keeping.packing import (
    ARCHIVE,
    DAMAGE,
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
from sync.service.placing import flush_names
from sync.settings import SETTINGS_FILE, SQLITE, Workspace, stop


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
    of the copy are checked, and the file is read back before it takes its name.
    Raises CannotGoOn where there is no archive, or the file cannot be written.
    """
    _may_be_written(workspace, file)
    try:
        with _beside(file) as folder:
            copy_out(workspace.archive, workspace.language, folder / ARCHIVE)
            manifest, broken = _packed(workspace, folder, file.name)
            check(folder / file.name, workspace.language)
            (folder / file.name).replace(file)
            flush_names(file.parent)
    except OSError as error:
        raise stop("cannot_write", workspace.language, file=file, error=error.strerror or error) from error
    return BackedUp(file, file.stat().st_size, manifest, broken)


def _may_be_written(workspace: Workspace, file: Path) -> None:
    """Refuse a name at which something else lies; an earlier backup may be replaced."""
    own = [workspace.scheme, workspace.folder / SETTINGS_FILE, path_of(workspace.archive) or workspace.scheme]
    if file.resolve() in {one.resolve() for one in own}:
        raise stop("backup_inside", workspace.language, file=file)
    if file.exists() and not _is_backup(file):
        raise stop("backup_replaces", workspace.language, file=file)


def _is_backup(file: Path) -> bool:
    try:
        with ZipFile(file) as package:
            return MANIFEST in package.namelist()
    except (OSError, *DAMAGE):
        return False


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Make a hidden folder beside a file to work in; what an earlier run left there goes, and so does it."""
    folder = file.with_name(f".{file.name}.half")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _packed(workspace: Workspace, folder: Path, name: str) -> tuple[Manifest, list[dict[str, Any]]]:
    """Write the package, and check the copy of the archive that went into it."""
    members: dict[str, Member] = {}
    sources = {ARCHIVE: folder / ARCHIVE, SCHEME: workspace.scheme}
    sources[SETTINGS_FILE] = workspace.folder / SETTINGS_FILE
    with (folder / name).open("xb") as target:
        with ZipFile(target, "w") as package:
            for member, source in sources.items():
                if source.exists():
                    with source.open("rb") as content:
                        members[member] = put(package, member, content)
            manifest, broken = _looked_at(workspace, folder / ARCHIVE)
            manifest = replace(manifest, members=members)
            put_manifest(package, manifest)
        os.fsync(target.fileno())
    return manifest, broken


def _looked_at(workspace: Workspace, copy: Path) -> tuple[Manifest, list[dict[str, Any]]]:
    """Say what the copy of an archive holds, and what of it is not right.

    An archive of an earlier program is brought up to date for that, after it went into the package as it was.
    """
    url, language = f"{SQLITE}{copy}", workspace.language
    with unopened(url, language) as archive:
        with archive.reading() as connection:
            revision = migrating.revision(connection) or ""
        end, counts = seal(archive), count(archive)
    assert end is not None, "an archive has a first event"
    with open_archive(url, language) as archive:
        broken = in_words(archive, list(verify_archive(archive)))
        manifest = Manifest(
            FORMAT, events.program(), revision, archive.id, moment(), end, counts, faults=len(broken)
        )
    return manifest, broken
