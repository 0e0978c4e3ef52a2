"""What the system tells of changes in folders: only hints, since no system tells of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from math import ceil
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Protocol, Self

from watchfiles import _rust_notify as notify

from sync.sources.names import passed_over

GATHERED, QUIET = 2_000, 100
"""Changes are told together once nothing came for so long, or after so long at the most [milliseconds]."""


class Stop(Protocol):
    """Whether somebody has asked to stop."""

    def is_set(self) -> bool:
        """Tell whether."""


class Hints:
    """Waits until something changes below some paths, or a time is over; notes changes from its making on.

    It is made anew for each wait, so that it sees folders that were removed and made again. Where the system
    cannot watch (no more watches, an odd file system, a path that is gone), only the time passes.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._notify: notify.RustNotify | None = None
        with suppress(OSError, notify.WatchfilesRustInternalError):
            self._notify = notify.RustNotify([str(path) for path in paths], False, False, 0, True, True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._notify is not None:
            self._notify.close()

    def wait(self, seconds: float, stop: Stop) -> bool:
        """Wait for a change and return True; False when a time [seconds] is over or somebody asks to stop."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0 and not stop.is_set():
            if self._came(left, stop):
                return True
        return False

    def _came(self, seconds: float, stop: Stop) -> bool:
        if self._notify is None:
            sleep(min(seconds, QUIET / 1000))
            return False
        try:
            found = self._notify.watch(GATHERED, QUIET, ceil(seconds * 1000), stop)
        except (OSError, notify.WatchfilesRustInternalError):
            self._notify = None
            return False
        return not isinstance(found, str) and not all(passed_over(Path(path).name) for _, path in found)
