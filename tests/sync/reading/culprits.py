"""Stand-ins for what a worker does, so that a file can do to it what no file is known to do."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from time import sleep

from sync.reading import worker
from sync.reading.cells import Unreadable
from sync.reading.worker import Source

KILLING, SLEEPING, GREEDY = b"this file kills", b"this file sleeps", b"this file is greedy"


class Sleeping(Path):
    """A file that takes a minute to read."""

    _flavour = type(Path())._flavour  # type: ignore[attr-defined]

    def read_bytes(self) -> bytes:
        """Sleep."""
        sleep(60)
        return b""


class Greedy(Sleeping):
    """A file that takes more memory than any worker may have."""

    def read_bytes(self) -> bytes:
        """Take it."""
        return bytes(1 << 40)


class Spinning(Sleeping):
    """A file at which Python runs in a circle, and hears no alarm."""

    def read_bytes(self) -> bytes:
        """Run in a circle."""
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True:
            pass


def with_culprits(sources: list[Source], timeout: float) -> list[bytes]:
    """Read a batch as a worker does; the culprits among the files do what they are called for."""
    return worker.read_batch([_own(source) for source in sources], timeout)


def _own(source: Source) -> Source:
    if source == KILLING:
        os.kill(os.getpid(), signal.SIGKILL)
    return Sleeping() if source == SLEEPING else Greedy() if source == GREEDY else source


def without_alarm(sources: list[Source], timeout: float) -> list[bytes]:
    """Read a batch as a worker does on a system without an alarm, such as Windows."""
    if hasattr(signal, "setitimer"):
        del signal.setitimer
    return with_culprits(sources, timeout)


def spinning(sources: list[Source], timeout: float) -> list[bytes]:
    """Read a batch as a worker does, one of whose files makes it run in a circle."""
    worker.SPINNING = 0.2
    return worker.read_batch([Spinning() if source == SLEEPING else source for source in sources], timeout)


def stopping(sources: list[Source], timeout: float) -> list[bytes]:
    """Read a batch as a worker does; at a culprit it stands still, and no clock of its own goes on."""
    if SLEEPING in sources:
        os.kill(os.getpid(), signal.SIGSTOP)
    return worker.read_batch(sources, timeout)


def measured(sources: list[Source], timeout: float) -> list[bytes]:
    """Read a batch as a worker does, and answer how much memory [bytes] it held before and needed at most."""
    before = _held("VmSize")
    worker.read_batch(sources, timeout)
    return [worker.packed(Unreadable("failed", before=before, peak=_held("VmPeak"))) for _ in sources]


def _held(what: str) -> int:
    """Return how much of the address space [bytes] this process holds, as Linux tells."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(what))
