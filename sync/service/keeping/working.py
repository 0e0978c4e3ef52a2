"""A folder to work in beside what is to be made: one run at a time, and none is left for good."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from sync.settings import stop

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = "lock"
"""The file in such a folder that is locked for as long as its run lives."""


@contextmanager
def work_folder(place: Path, begins: str, ends: str, language: str) -> Iterator[Path]:
    """Make a hidden folder of one's own to work in; what killed runs left there goes, and so does it.

    Raises CannotGoOn where another run is at work there, or where no folder can be made.
    """
    try:
        work, lock = _own(place, begins, ends)
    except OSError as error:
        raise stop("cannot_write", language, file=place, error=error.strerror or error) from error
    try:
        for other in place.iterdir():
            alike = other.name.startswith(begins) and other.name.endswith(ends)
            if alike and len(other.name) == len(work.name) and other != work and not _cleared(other):
                raise stop("at_work", language, folder=other)
        yield work
    finally:
        lock.release()
        shutil.rmtree(work, ignore_errors=True)


def _own(place: Path, begins: str, ends: str) -> tuple[Path, BaseFileLock]:
    """Make a folder and lock it; where another run took it for a dead one's just then, make another."""
    place.mkdir(parents=True, exist_ok=True)
    while True:
        work = Path(mkdtemp(ends, begins, place))
        lock = _locked(work)
        if lock is not None:
            return work, lock


def _locked(folder: Path) -> BaseFileLock | None:
    """Lock a folder; None where a living run has, or where it is gone meanwhile."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except (Timeout, FileNotFoundError):
        return None
    if (folder / LOCK).exists():
        return lock
    lock.release()
    return None


def _cleared(folder: Path) -> bool:
    """Clear away what a killed run left; False where it lives."""
    if not folder.is_dir():
        return True
    lock = _locked(folder)
    if lock is None:
        return not folder.exists()
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
    return True
