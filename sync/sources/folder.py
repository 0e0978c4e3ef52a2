"""Workbooks that lie in folders: every file but the ones programs keep beside an open workbook."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.archive.rows import printable
from sync.sources import Candidate, File, Unread

PASSED_OVER = ("~$", ".")
"""How the names of lock files and hidden files begin."""

UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".half", "~")
"""How the names of half-copied files end."""

LARGEST = 64 << 20
"""A larger file is no workbook of ours and is not loaded [bytes]."""


@dataclass(frozen=True, slots=True)
class FolderSource:
    """The files and folders that were named, folders with everything below them."""

    paths: Sequence[Path]
    name: str = "folder"

    def candidates(self) -> Iterator[Candidate | Unread]:
        """List every file once, folder by folder in the order of names, without reading any.

        In a folder, what programs keep beside an open workbook and what is half copied is passed over;
        a file named by itself never is.
        """
        known: set[str] = set()
        for path in self.paths:
            for found in _at(path.absolute()):
                if found.path not in known:
                    known.add(found.path)
                    yield found

    def read(self, candidate: Candidate) -> File | Unread:
        """Read a file, provided nobody changed it meanwhile; what cannot be read is told as a reason."""
        shown = printable(candidate.path)
        try:
            with open(candidate.path, "rb") as file:
                before = os.fstat(file.fileno())
                if before.st_size > LARGEST:
                    return Unread(shown, "archive.source.too_large", {"limit": LARGEST >> 20})
                content = file.read()
                after = os.fstat(file.fileno())
        except OSError as error:
            return _unread(candidate.path, error)
        if _version(before) != _version(after) or len(content) != after.st_size:
            return Unread(shown, "archive.source.changing")
        return File(content, (shown, *_version(after)))


def _at(path: Path) -> Iterator[Candidate | Unread]:
    try:
        facts = path.stat()
    except OSError as error:
        yield _unread(str(path), error)
        return
    if stat.S_ISDIR(facts.st_mode):
        yield from _below(str(path))
    elif stat.S_ISREG(facts.st_mode):
        yield _candidate(str(path), path.name, facts)
    else:
        yield Unread(printable(str(path)), "archive.source.no_path")


def _below(folder: str) -> Iterator[Candidate | Unread]:
    """List a folder and what lies below it; a folder that cannot be opened is told, the others go on."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _unread(folder, error)
        return
    for entry in entries:
        if entry.name.startswith(PASSED_OVER) or entry.name.lower().endswith(UNFINISHED):
            continue
        yield from _entry(entry)


def _entry(entry: os.DirEntry[str]) -> Iterator[Candidate | Unread]:
    try:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.is_file():
            yield _candidate(entry.path, entry.name, entry.stat())
    except OSError as error:
        yield _unread(entry.path, error)


def _candidate(path: str, name: str, facts: os.stat_result) -> Candidate:
    return Candidate(path, printable(name), facts.st_size, facts.st_mtime_ns)


def _version(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_size, facts.st_mtime_ns


def _unread(path: str, error: OSError) -> Unread:
    if isinstance(error, FileNotFoundError):
        return Unread(printable(path), "archive.source.vanished")
    return Unread(printable(path), "archive.source.unreadable", {"error": error.strerror or str(error)})
