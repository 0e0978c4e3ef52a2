"""Workbooks that lie in folders: every file but those that programs leave beside them."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Protocol

from sync.archive.rows import Mark, printable
from sync.sources import CHANGING, Candidate, File, Source, Unread
from sync.sources.names import passed_over

LARGEST = 64 << 20
"""A larger file is no workbook of ours and is not loaded [bytes]."""

KEPT = (1 << 63) - 1
"""What a database keeps of a time in nanoseconds; some file systems know years after 2262."""

IN_USE = (32, 33)
"""How Windows says that whoever is writing a file lets nobody else read it yet."""


@dataclass(slots=True)
class Listing:
    """What was found, and how many files there are besides that were known before and are the same."""

    known: Collection[Mark]
    found: list[Candidate | Unread] = field(default_factory=list)
    unchanged: int = 0

    def take(self, one: Candidate | Unread) -> None:
        """Note what was found, unless it is known."""
        if isinstance(one, Candidate) and one.mark in self.known:
            self.unchanged += 1
        else:
            self.found.append(one)


class Listed(Source, Protocol):
    """A source that leaves out by itself what is known."""

    def listing(self, known: Collection[Mark]) -> Listing:
        """List what is there, but for what is known: that is counted only."""


@dataclass(frozen=True, slots=True)
class FolderSource:
    """The files and folders that were named, folders with everything below them."""

    paths: Sequence[Path]
    name: str = "folder"

    def candidates(self) -> Iterator[Candidate | Unread]:
        """List every file once, folder by folder in the order of names, without reading any.

        In a folder, what is no workbook by its name is passed over; a file named by itself never is.
        """
        yield from self.listing(frozenset()).found

    def listing(self, known: Collection[Mark]) -> Listing:
        """List every file once as `candidates` does, but for those that are known: they are counted only."""
        if len(self.paths) == 1:
            listing = Listing(known)
            _list(self.paths[0].absolute(), listing)
            return listing
        everything, listing = Listing(frozenset()), Listing(known)
        for path in self.paths:
            _list(path.absolute(), everything)
        once: dict[str, Candidate | Unread] = {}
        for one in everything.found:
            once.setdefault(one.path, one)
        for one in once.values():
            listing.take(one)
        return listing

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
        if version(before) != version(after) or len(content) != after.st_size:
            return Unread(shown, CHANGING)
        return File(content, (shown, *version(after)))


def _list(path: Path, listing: Listing) -> None:
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            _list_below(str(path), listing)
            return
    except OSError as error:
        listing.take(_unread(str(path), error))
        return
    if stat.S_ISREG(facts.st_mode):
        listing.take(_candidate(str(path), path.name, facts))
    else:
        listing.take(Unread(printable(str(path)), "archive.source.no_path"))


def _list_below(folder: str, listing: Listing) -> None:
    """List a folder and what lies below it; nobody bounds how deep that goes, so nothing calls itself."""
    waiting = _list_one(folder, listing)
    while waiting:
        with suppress(FileNotFoundError):  # removed since it was listed: it is not there
            waiting += _list_one(waiting.pop(), listing)


def _list_one(folder: str, listing: Listing) -> list[str]:
    """List the files of a folder and return its folders, the last one first.

    What cannot be opened is told, and the others go on. A link to a folder is not followed: it may lead back.
    """
    folders, known = [], listing.known
    for entry in _entries(folder, listing):
        try:
            if entry.is_file():
                facts = entry.stat()
                times = facts.st_mtime_ns + facts.st_ctime_ns
                if (entry.path, facts.st_size, times) in known:  # nearly always, and at once
                    listing.unchanged += 1
                elif not passed_over(entry.name):
                    listing.take(_candidate(entry.path, entry.name, facts))
            elif entry.is_dir(follow_symlinks=False) and not passed_over(entry.name):
                folders.append(entry.path)
        except FileNotFoundError:
            continue
        except OSError as error:
            listing.take(_unread(entry.path, error))
    return folders[::-1]


def _entries(folder: str, listing: Listing) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as names:
            return sorted(names, key=attrgetter("name"))
    except FileNotFoundError:
        raise
    except OSError as error:
        listing.take(_unread(folder, error))
        return []


def version(facts: os.stat_result) -> tuple[int, int]:
    """Return what changes with a file: its size, and its two times in one number.

    A copier may set the time of the content back, and some systems know it to two seconds only; the other
    time, which nobody can set, tells then. On Windows it is that of the file's birth, and tells of new files.
    """
    return facts.st_size, (facts.st_mtime_ns + facts.st_ctime_ns) & KEPT


def _candidate(path: str, name: str, facts: os.stat_result) -> Candidate:
    return Candidate(path, printable(name), *version(facts))


def _unread(path: str, error: OSError) -> Unread:
    if isinstance(error, FileNotFoundError):
        return Unread(printable(path), "archive.source.vanished")
    if getattr(error, "winerror", None) in IN_USE:
        return Unread(printable(path), CHANGING)
    return Unread(printable(path), "archive.source.unreadable", {"error": error.strerror or str(error)})
