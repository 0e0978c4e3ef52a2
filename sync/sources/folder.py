"""Workbooks that lie in folders: every file but the ones programs keep beside an open workbook."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from pathlib import Path

from sync.archive.rows import Mark, printable
from sync.sources import Candidate, File, Unread

PASSED_OVER = ("~$", ".")
"""How the names of lock files and hidden files begin."""

UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".half", "~")
"""How the names of half-copied files end."""

LARGEST = 64 << 20
"""A larger file is no workbook of ours and is not loaded [bytes]."""

KEPT = (1 << 63) - 1
"""What a database keeps of a time in nanoseconds; some file systems know years after 2262."""


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

    def contents(self, candidates: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
        """Return each file with the SHA-256 of what is in it, which is "" where it cannot be read."""
        return [(self._content(candidate), candidate) for candidate in candidates]

    def _content(self, candidate: Candidate) -> str:
        file = self.read(candidate)
        return sha256(file.content).hexdigest() if isinstance(file, File) else ""

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


def _list(path: Path, listing: Listing) -> None:
    try:
        facts = path.stat()
    except OSError as error:
        listing.take(_unread(str(path), error))
        return
    if stat.S_ISDIR(facts.st_mode):
        _list_below(str(path), listing)
    elif stat.S_ISREG(facts.st_mode):
        listing.take(_candidate(str(path), path.name, facts))
    else:
        listing.take(Unread(printable(str(path)), "archive.source.no_path"))


def _list_below(folder: str, listing: Listing) -> None:
    """List a folder and what lies below it; a folder that cannot be opened is told, the others go on."""
    try:
        with os.scandir(folder) as names:
            entries = sorted(names, key=attrgetter("name"))
    except OSError as error:
        listing.take(_unread(folder, error))
        return
    known = listing.known
    for entry in entries:
        name = entry.name
        if name.startswith(PASSED_OVER) or (not name.endswith(".xlsx") and name.lower().endswith(UNFINISHED)):
            continue
        try:
            if entry.is_file():
                facts = entry.stat()
                if (entry.path, facts.st_size, facts.st_mtime_ns) in known:  # nearly always, and at once
                    listing.unchanged += 1
                else:
                    listing.take(_candidate(entry.path, name, facts))
            elif entry.is_dir(follow_symlinks=False):
                _list_below(entry.path, listing)
        except OSError as error:
            listing.take(_unread(entry.path, error))


def _candidate(path: str, name: str, facts: os.stat_result) -> Candidate:
    return Candidate(path, printable(name), facts.st_size, facts.st_mtime_ns & KEPT)


def _version(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_size, facts.st_mtime_ns & KEPT


def _unread(path: str, error: OSError) -> Unread:
    if isinstance(error, FileNotFoundError):
        return Unread(printable(path), "archive.source.vanished")
    return Unread(printable(path), "archive.source.unreadable", {"error": error.strerror or str(error)})
