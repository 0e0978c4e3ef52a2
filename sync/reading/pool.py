"""Reading many workbooks in worker processes; one bad file never takes the others along."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from time import monotonic
from typing import Any, TypeVar, cast

from sync.reading import worker
from sync.reading.cells import Unreadable
from sync.reading.submission import Submission
from sync.reading.worker import TIMEOUT, Source

K = TypeVar("K", bound=Hashable)
Item = tuple[K, Source]
Read = Submission | Unreadable

BATCH = 8
PROCESSORS = os.cpu_count() or 1
MEMORY = 2 << 30
GRACE = 10.0
"""Seconds beyond its own time limit after which a worker that does not answer is ended from outside."""


def read_all(
    items: Iterable[tuple[K, Source]],
    jobs: int = 1,
    timeout: float = TIMEOUT,
    isolated: bool = True,
    memory: int = MEMORY,
) -> Iterator[tuple[K, Read]]:
    """Read many workbooks, each by its bytes or path; yields each key with its reading or reason, in order.

    Workers are processes with bounds on memory [bytes] and time [seconds per workbook]; at most two batches
    per worker are under way. A worker that dies costs only the workbook that ended it. With one job and not
    `isolated` the reading happens in this process, without these bounds.
    """
    if jobs <= 1 and not isolated:
        for key, source in items:
            yield key, worker.read_one(source, 0)
        return
    waiting = iter(items)
    pool = _Pool(jobs, timeout, memory)
    try:
        yield from _in_turn(waiting, pool)
    finally:
        pool.stop()


class CannotStart(Exception):  # noqa: N818 - it is an outcome, told to people as a reason
    """No worker can be started on this machine, whatever it is given; no workbook is to blame."""


class _Pool:
    """Worker processes, made when first needed and again after they broke."""

    def __init__(self, jobs: int, timeout: float, memory: int) -> None:
        assert jobs >= 1, jobs
        self.jobs, self.timeout, self.memory = jobs, timeout, memory
        self.batches = 0
        self.executor: ProcessPoolExecutor | None = None

    def size(self) -> int:
        """Return how many workbooks the next batch holds: few at first, so that every worker has one."""
        self.batches += 1
        return min(BATCH, 1 + (self.batches - 1) // self.jobs)

    def submit(self, batch: list[tuple[K, Source]]) -> Future[list[bytes]]:
        try:
            with safe_path():
                return self._executor().submit(
                    worker.read_batch, [source for _, source in batch], self.timeout
                )
        except (BrokenProcessPool, OSError) as broken:  # OSError: it breaks while a worker is being started
            failed: Future[list[bytes]] = Future()
            failed.set_exception(BrokenProcessPool(str(broken)))
            return failed

    def _executor(self) -> ProcessPoolExecutor:
        if self.executor is None:
            self.executor = ProcessPoolExecutor(
                self.jobs,
                mp_context=worker_context(worker.__name__),
                initializer=worker.begin,
                initargs=(self.memory,),
            )
        return self.executor

    def answers(self, future: Future[list[bytes]], count: int) -> list[bytes] | None:
        """Return what a batch has become, packed; None where its worker died or does not answer any more."""
        try:
            return future.result(count * self.timeout + GRACE if self.timeout else None)
        except (BrokenProcessPool, TimeoutError, MemoryError):
            self.stop()
            return None

    def stop(self) -> None:
        """End the workers, also those that hang.

        One that is killed while it answers leaves half an answer; with nobody left who could write the rest,
        nobody waits for it either.
        """
        if self.executor is not None:
            end(self.executor)
            self.executor = None


def end(executor: ProcessPoolExecutor) -> None:
    """End worker processes, whatever they are at; nobody waits for what they have not said."""
    for process in list((executor._processes or {}).values()):
        process.kill()
    cast(Any, executor)._result_queue._writer.close()
    executor.shutdown(wait=True, cancel_futures=True)


def _in_turn(waiting: Iterator[tuple[K, Source]], pool: _Pool) -> Iterator[tuple[K, Read]]:
    """Keep a bounded number of batches under way and yield them in order."""
    under_way: deque[tuple[list[tuple[K, Source]], Future[list[bytes]]]] = deque()
    while True:
        while len(under_way) < 2 * pool.jobs and (batch := list(islice(waiting, pool.size()))):
            under_way.append((batch, pool.submit(batch)))
        if not under_way:
            return
        batch, future = under_way.popleft()
        answers = pool.answers(future, len(batch) * (len(under_way) + 1))
        if answers is not None:
            for (key, _), answer in zip(batch, answers, strict=True):
                yield key, worker.unpacked(answer)
            continue
        yield from _one_by_one(batch, pool)
        under_way = deque(
            (later, future if _answered(future) else pool.submit(later)) for later, future in under_way
        )


def _answered(future: Future[list[bytes]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _one_by_one(batch: list[tuple[K, Source]], pool: _Pool) -> Iterator[tuple[K, Read]]:
    """Read the workbooks of a broken batch alone; one that breaks its worker again is the culprit."""
    for key, source in batch:
        pool.answers(pool.submit([]), 1)  # a worker that is there already, so that only the reading is timed
        began = monotonic()
        answers = pool.answers(pool.submit([(key, source)]), 1)
        took = monotonic() - began
        if answers is None and pool.answers(pool.submit([]), 1) is None:
            raise CannotStart
        yield key, worker.unpacked(answers[0]) if answers else _culprit(took, pool.timeout)


def _culprit(took: float, timeout: float) -> Unreadable:
    """Return why a workbook ended its worker: by what is in it, or because its time [seconds] was over."""
    return Unreadable("too_slow", limit=f"{timeout:g}") if took >= timeout > 0 else Unreadable("worker_died")


@contextmanager
def safe_path() -> Iterator[None]:
    """Let no program started meanwhile look for modules in the current folder, which may be anybody's.

    Workers are started as `python -c`, which looks there first, also for Python's own modules.
    """
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def get_ready(module: str) -> None:
    """Let the process that workers come from load what they will work with, while this one goes on.

    Only where there is such a process; one that cannot be started is told of when workers are.
    """
    context = worker_context(module)
    if context.get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with suppress(OSError), safe_path():
            forkserver.ensure_running()


def worker_context(module: str) -> multiprocessing.context.BaseContext:
    """Return a way to start workers that inherits nothing from this process, no connection and no module.

    module: what the workers will work with; it is loaded once for all of them where that can be.
    """
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    if kind == "forkserver":
        context.set_forkserver_preload([module])
    return context
