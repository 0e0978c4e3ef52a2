"""Files that may still be on their way: nothing is taken in before whoever copies it has come to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from time import monotonic, sleep

from sync.archive.rows import printable
from sync.reading.gate.whole import is_whole
from sync.sources import CHANGING, Candidate, File, Source, Unread

LOOK_AGAIN = 1.0
"""So long a file that is not whole must have stayed as it is to be broken for good [seconds]."""

Finished = tuple[str, Candidate]
"""A file that nobody writes to any more, after the SHA-256 of what is in it."""


class Doubts:
    """Files that are no whole zip, as they were at an earlier look: broken, or copied in part.

    A whole one is finished at the first look. Anything else has to hold the same for a while, told by the
    clock of this process alone: times on a share may be anything. Whoever looks once only waits in between;
    a watcher looks again anyway.
    """

    def __init__(self, patience: float | None = None, wait: Callable[[float], object] | None = sleep) -> None:
        self._patience = LOOK_AGAIN if patience is None else patience
        self._wait = wait
        self._held: dict[str, tuple[str, float]] = {}

    def finished(
        self, source: Source, candidates: Iterable[Candidate], unread: list[Unread]
    ) -> list[Finished]:
        """Return the files that are finished; the others, and what cannot be read, are added to `unread`."""
        found, doubtful = self._look(source, candidates, unread, self._patience)
        if doubtful and self._wait is not None:
            self._wait(self._patience)
            more, doubtful = self._look(source, doubtful, unread, 0)
            found += more
        self._held = {one.path: self._held[one.path] for one in doubtful}
        unread += map(_changing, doubtful)
        return found

    def _look(
        self, source: Source, candidates: Iterable[Candidate], unread: list[Unread], patience: float
    ) -> tuple[list[Finished], list[Candidate]]:
        found: list[Finished] = []
        doubtful: list[Candidate] = []
        for candidate in candidates:
            file = source.read(candidate)
            if isinstance(file, Unread):
                unread.append(file)
                continue
            content = sha256(file.content).hexdigest()
            if is_whole(file.content) or self._stayed(candidate.path, content, patience):
                found.append((content, candidate))
            else:
                doubtful.append(candidate)
        return found, doubtful

    def _stayed(self, path: str, content: str, patience: float) -> bool:
        """Tell whether a file has held the same content for so many seconds, and note what it holds."""
        now = monotonic()
        before, since = self._held.get(path, ("", now))
        same = before == content
        self._held[path] = content, since if same else now
        return same and now - since >= patience


def read_again(source: Source, finished: Finished) -> File | Unread:
    """Read a finished file; where it holds something else by now, somebody writes to it again."""
    content, candidate = finished
    file = source.read(candidate)
    if isinstance(file, File) and sha256(file.content).hexdigest() != content:
        return _changing(candidate)
    return file


def _changing(candidate: Candidate) -> Unread:
    return Unread(printable(candidate.path), CHANGING)
