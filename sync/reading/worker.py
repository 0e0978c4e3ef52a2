"""What a reading worker does: limit itself, read one workbook after the other, answer in packed form."""

from __future__ import annotations

import faulthandler
import gc
import multiprocessing
import os
import signal
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread, current_thread, main_thread
from types import FrameType
from typing import IO

import msgspec

from sync.reading.cells import Unreadable
from sync.reading.submission import Submission, read_submission

Source = bytes | Path


class _Refused(msgspec.Struct):
    """A reason as it travels between processes."""

    code: str
    values: dict[str, str | int | float]


_SUBMISSION = msgspec.msgpack.Decoder(Submission)
_REFUSED = msgspec.msgpack.Decoder(_Refused)
READ, REFUSED = b"+", b"-"

TIMEOUT = 60.0
"""Seconds within which a workbook must have been read."""

SPINNING = 2.0
"""Seconds of the processor after the alarm in which a worker must have answered."""

_memory = 0
"""How much memory [bytes] this worker reads within; 0 is any."""


class _TooSlow(BaseException):
    """The alarm rang."""


class _WithinMemory:
    """Bounds this process's address space for a while, where the system can.

    Only while a workbook is read: where memory ends in the middle of an answer, half of it is on its way, and
    the process that started this one waits for the rest. A class, as `_WithinTime`: where not even a number
    can be made any more, Python never comes out of a longer function that has something to clean up.
    """

    __slots__ = ("before",)

    def __enter__(self) -> None:
        self.before = _limit_memory(_memory) if _memory else None

    def __exit__(self, *_: object) -> None:
        if self.before is not None:
            _limit_memory(self.before)


def _limit_memory(size: int) -> int | None:
    """Set the bound [bytes] and return the one before; None where the system has none."""
    try:
        import resource

        before, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (ImportError, OSError, ValueError):
        return None
    return before


class _WithinTime:
    """Raises _TooSlow when a time [seconds, 0: any] is over; where nothing can be raised, ends the process.

    That is so on systems without an alarm, and where Python itself runs in a circle: the second timer, of
    the processor's time, is answered by the system.
    """

    __slots__ = ("timeout",)

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout

    def __enter__(self) -> None:
        if self.timeout and _has_alarm():
            signal.signal(signal.SIGALRM, _ring)
            signal.setitimer(signal.ITIMER_REAL, self.timeout)
            signal.setitimer(signal.ITIMER_PROF, self.timeout + SPINNING)
        elif self.timeout:
            faulthandler.dump_traceback_later(self.timeout, exit=True, file=_nowhere())

    def __exit__(self, *_: object) -> None:
        if self.timeout and _has_alarm():
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_PROF, 0)
        elif self.timeout:
            faulthandler.cancel_dump_traceback_later()


def _ring(_: int, __: FrameType | None) -> None:
    raise _TooSlow


def can_be_interrupted() -> bool:
    """Tell whether reading in this very thread ends when its time is over; else it needs a worker."""
    return _has_alarm() and current_thread() is main_thread()


def _has_alarm() -> bool:
    return hasattr(signal, "setitimer")


@cache
def _nowhere() -> IO[bytes]:
    """Return where to say what only a programmer would understand."""
    return open(os.devnull, "wb")


def begin(memory: int) -> None:
    """Prepare this process: let it end with the one that started it; it reads within a memory [bytes].

    Ctrl-C and the wish to end reach every process of a group; this one leaves it to the one that started it.
    """
    global _memory
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, signal.SIG_IGN)
    assert memory >= 0, memory
    _memory = memory
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    gc.set_threshold(500_000, 20, 50)  # a workbook makes thousands of cells and no cycles


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def read_batch(sources: list[Source], timeout: float) -> list[bytes]:
    """Read workbooks one after the other and return each answer packed."""
    return [_answer(source, timeout) for source in sources]


def _answer(source: Source, timeout: float) -> bytes:
    try:
        with _WithinMemory():
            return packed(read_one(source, timeout))
    except MemoryError:
        pass
    return packed(Unreadable("out_of_memory"))


def read_one(source: Source, timeout: float) -> Submission | Unreadable:
    """Read one workbook within a time [seconds, 0: any]; whatever happens is an answer."""
    try:
        with _WithinTime(timeout):
            return read_submission(source if isinstance(source, bytes) else source.read_bytes())
    except Unreadable as unreadable:
        return unreadable
    except OSError as error:
        return Unreadable("unavailable", error=error.strerror or type(error).__name__)
    except MemoryError:
        return Unreadable("out_of_memory")
    except Exception as error:
        return Unreadable("failed", error=f"{type(error).__name__}: {error}"[:200])
    except _TooSlow:
        return Unreadable("too_slow", limit=f"{timeout:g}")


def packed(read: Submission | Unreadable) -> bytes:
    """Pack an answer to be sent to another process: a quarter of the time that pickling takes."""
    if isinstance(read, Unreadable):
        values = {
            key: value if isinstance(value, int | float) else str(value) for key, value in read.values.items()
        }
        return REFUSED + msgspec.msgpack.encode(_Refused(read.code, values))
    return READ + msgspec.msgpack.encode(read)


def unpacked(answer: bytes) -> Submission | Unreadable:
    """Return the answer that was packed."""
    if answer[:1] == REFUSED:
        refused = _REFUSED.decode(answer[1:])
        return Unreadable(refused.code, **refused.values)
    return _SUBMISSION.decode(answer[1:])
