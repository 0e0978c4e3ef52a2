"""Fetching the Sheets that changed: each as an Excel workbook, for the one reader and the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync.archive.rows import Mark
from sync.settings import CannotGoOn
from sync.sources import CHANGING, Candidate, File, Unread
from sync.sources.folder import Listing
from sync.sources.google.client import Google
from sync.sources.google.drive import Listed, export, look_at

SOURCE = "google"
"""What the archive calls this source, and how the places of its files begin."""

LARGEST = 10
"""Google exports no larger file [MB]."""

LOOKS = 2
"""So often a Sheet is fetched in which somebody types meanwhile."""


def mark_of(id_: str, version: int) -> Mark:
    """Return what the archive notes of a Sheet: its place and its version."""
    return f"{SOURCE}:{id_}", 0, version


@dataclass(frozen=True, slots=True)
class Fetched:
    """Sheets that were fetched and wait in a folder to be taken in; `unchanged` were not fetched."""

    folder: Path
    found: Sequence[Candidate | Unread] = ()
    unchanged: int = 0
    name: str = field(default=SOURCE)

    def candidates(self) -> Iterator[Candidate | Unread]:
        """List what was fetched, and what could not be."""
        yield from self.found

    def listing(self, known: Collection[Mark]) -> Listing:
        """List what was fetched and is not known."""
        listing = Listing(known, unchanged=self.unchanged)
        for one in self.found:
            listing.take(one)
        return listing

    def read(self, candidate: Candidate) -> File:
        """Hand over the bytes of a Sheet as it was fetched."""
        return File((self.folder / candidate.path.partition(":")[2]).read_bytes(), candidate.mark)


def fetch(
    google: Google,
    listed: Iterable[Listed],
    handed_out: Mapping[str, str],
    known: Collection[Mark],
    folder: Path,
) -> Fetched:
    """Fetch the Sheets whose version is new; those never handed out, or gone, are told.

    handed_out: the names of the Sheets handed out, by id. Somebody's own copy of a Sheet is not taken in: it
    says it is the same workbook, and nobody could tell which of the two counts.
    """
    there = {one.id: one for one in listed}
    found: list[Candidate | Unread] = [
        Unread(name, "archive.source.sheet_gone") for id_, name in handed_out.items() if id_ not in there
    ]
    unchanged = 0
    for id_, one in there.items():
        if id_ not in handed_out:
            found.append(Unread(one.name, "archive.source.sheet_unknown"))
        elif mark_of(id_, one.version) in known:
            unchanged += 1
        else:
            found.append(_fetched(google, one, handed_out[id_], folder))
    return Fetched(folder, found, unchanged)


def _fetched(google: Google, one: Listed, name: str, folder: Path) -> Candidate | Unread:
    """Fetch a Sheet into the folder, or tell why it could not be."""
    try:
        found = steady(google, one)
    except CannotGoOn as refused:
        return _refused(refused, name)
    if found is None:
        return Unread(name, CHANGING)
    version, content = found
    (folder / one.id).write_bytes(content)
    path, size, changed = mark_of(one.id, version)
    return Candidate(path, name, size, changed)


def steady(google: Google, one: Listed) -> tuple[int, bytes] | None:
    """Return version and content of a Sheet that holds still; None where somebody goes on typing."""
    for _ in range(LOOKS):
        content, after = export(google, one.id), look_at(google, one.id)
        if after.version == one.version:
            return one.version, content
        one = after
    return None


def _refused(refused: CannotGoOn, name: str) -> Unread:
    """Tell of one Sheet that Google does not give out; anything else stops everything."""
    if refused.key == "google_too_large":
        return Unread(name, "archive.source.sheet_large", {"limit": LARGEST})
    if refused.key == "google_forbidden":
        return Unread(name, "archive.source.sheet_gone")
    raise refused
