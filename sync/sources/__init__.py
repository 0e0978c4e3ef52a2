"""Where workbooks come from: every source lists candidates cheaply and hands over their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from sync.archive.rows import Mark, printable


class Candidate(NamedTuple):
    """A file that may be a workbook: where it lies, its shown name, size [bytes], times of change [ns]."""

    path: str
    name: str
    size: int
    changed: int

    @property
    def mark(self) -> Mark:
        """The file as the archive notes it, to tell whether it changed."""
        path, _, size, changed = self
        return path if path.isprintable() else printable(path), size, changed


CHANGING = "archive.source.changing"
"""The reason of a file that is still being copied."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be taken in: its path, and the key of the reason's text with the values that fill it."""

    path: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """A file as read: its bytes, and the mark it had while it was read."""

    content: bytes
    mark: Mark


class Source(Protocol):
    """Somewhere workbooks come from; its name is kept with each submission."""

    @property
    def name(self) -> str:
        """What the archive calls this source."""

    def candidates(self) -> Iterable[Candidate | Unread]:
        """List what is there, without reading it."""

    def read(self, candidate: Candidate) -> File | Unread:
        """Hand over the bytes of one candidate."""
