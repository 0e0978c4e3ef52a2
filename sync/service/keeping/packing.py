"""The file of a backup: a zip with the archive, the scheme workbook, the settings, and a manifest of all."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import msgspec

from sync.archive.schema import REVISIONS
from sync.archive.verify import Counts, Seal
from sync.settings import SETTINGS_FILE, stop

ARCHIVE, SCHEME, MANIFEST = "archive.db", "scheme.xlsx", "manifest.json"
MEMBERS = (ARCHIVE, SCHEME, SETTINGS_FILE)
"""What a backup may hold, under these names only; the manifest comes last."""

FORMAT = 1
PIECE = 1 << 20
LEVEL = 3
"""Most of an archive are workbooks, which are compressed already; more effort gains little."""

LONGEST_MANIFEST = 1 << 20
"""A manifest is a few hundred bytes; a longer one is none and is not unpacked [bytes]."""

DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)
"""What reading a damaged zip raises, beyond its own error: for packed bytes, a cut-off end, an unknown way of
packing, a mark of encryption, a manifest or content that is not what it should be, a member that is gone."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a backup: its size [bytes] and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `revision` is that of the archive's tables, `seal` the end of its audit log, `faults` how much did not
    hold in the archive when it was backed up.
    """

    format: int
    program: str
    revision: str
    archive: str
    made_at: str
    seal: Seal
    counts: Counts
    faults: int = 0
    members: Mapping[str, Member] = field(default_factory=dict)


def put(package: ZipFile, name: str, content: IO[bytes]) -> Member:
    """Write a member piece by piece, and return what is to be said of it."""
    size, digest = 0, sha256()
    with package.open(_info(name), "w", force_zip64=True) as target:
        while piece := content.read(PIECE):
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    return Member(size, digest.hexdigest())


def put_manifest(package: ZipFile, manifest: Manifest) -> None:
    """Write the manifest; what has none is no whole backup."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    package.writestr(_info(MANIFEST), text)


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info._compresslevel = LEVEL  # type: ignore[attr-defined]
    info.external_attr = 0o600 << 16
    return info


@contextmanager
def opened(file: Path, language: str) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open a backup and read its manifest.

    Raises CannotGoOn where it is none, where a newer program wrote it, or where it cannot be read.
    """
    with ExitStack() as stack:
        try:
            package = stack.enter_context(ZipFile(file))
            manifest = _manifest(package, file, language)
        except OSError as error:
            raise stop("cannot_read", language, file=file, error=error.strerror or error) from error
        except DAMAGED as error:
            raise stop("backup_none", language, file=file, error=_told(error)) from error
        yield package, manifest


def _manifest(package: ZipFile, file: Path, language: str) -> Manifest:
    if package.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise ValueError(MANIFEST)
    text = package.read(MANIFEST)
    loose = msgspec.json.decode(text, type=dict[str, object])
    program, wanted = loose.get("program"), loose.get("format")
    if wanted != FORMAT or loose.get("revision") not in REVISIONS:
        raise stop("backup_newer", language, file=file, program=program)
    return msgspec.json.decode(text, type=Manifest)


def take(package: ZipFile, name: str, member: Member, target: IO[bytes] | None) -> None:
    """Read a member to its end, into a file or nowhere. Raises ValueError and others where it is damaged."""
    size, digest = 0, sha256()
    with package.open(name) as content:
        while piece := content.read(min(PIECE, member.size - size + 1)):
            size += len(piece)
            digest.update(piece)
            if size > member.size:
                raise ValueError(f"{size} > {member.size}")
            if target is not None:
                target.write(piece)
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise ValueError("SHA-256")


def check(file: Path, language: str, folder: Path | None = None) -> Manifest:
    """Read a whole backup and compare every member with the manifest; with a folder, unpack it there.

    Raises CannotGoOn naming what is damaged.
    """
    with opened(file, language) as (package, manifest):
        if ARCHIVE not in manifest.members or not set(manifest.members) <= set(MEMBERS):
            raise stop(
                "backup_damaged", language, file=file, part=MANIFEST, error=", ".join(manifest.members)
            )
        for name, member in manifest.members.items():
            try:
                _take_into(package, name, member, folder)
            except OSError as error:
                raise stop("cannot_write", language, file=folder, error=error.strerror or error) from error
            except DAMAGED as error:
                told = _told(error)
                raise stop("backup_damaged", language, file=file, part=name, error=told) from error
        return manifest


def _take_into(package: ZipFile, name: str, member: Member, folder: Path | None) -> None:
    if folder is None:
        take(package, name, member, None)
        return
    with (folder / name).open("xb") as target:
        take(package, name, member, target)


def _told(error: BaseException) -> str:
    return str(error).strip("'\"") or type(error).__name__
