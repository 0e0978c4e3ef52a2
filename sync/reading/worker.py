"""What a reading worker does: limit itself, read one workbook after the other, answer in packed form."""

from __future__ import annotations

import faulthandler
import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from types import FrameType

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


class _TooSlow(BaseException):
    """The alarm rang."""


def begin(memory: int) -> None:
    """Prepare this process: let it end with the one that started it, and bound its memory [bytes]."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    limit_memory(memory)
    gc.set_threshold(100_000, 20, 50)  # a workbook makes thousands of cells and no cycles


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def limit_memory(size: int) -> None:
    """Bound this process's address space [bytes], where the system can."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = size if hard == resource.RLIM_INFINITY else min(size, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (OSError, ValueError):
        return


def read_batch(sources: list[Source], timeout: float) -> list[bytes]:
    """Read workbooks one after the other and return each answer packed."""
    return [packed(read_one(source, timeout)) for source in sources]


def read_one(source: Source, timeout: float) -> Submission | Unreadable:
    """Read one workbook within a time [seconds, 0: any]; whatever happens is an answer."""
    try:
        with _within(timeout):
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


@contextmanager
def _within(timeout: float) -> Iterator[None]:
    """Raise _TooSlow when the time is over; on systems without an alarm, end this process."""
    if not timeout:
        yield
        return
    if not hasattr(signal, "setitimer"):
        with _or_ended(timeout):
            yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _or_ended(timeout: float) -> Iterator[None]:
    """End this process when the time is over: the one that started it finds out which workbook it was."""
    with open(os.devnull, "wb") as nowhere:
        faulthandler.dump_traceback_later(timeout, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _ring(_: int, __: FrameType | None) -> None:
    raise _TooSlow


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
