"""Writing workbooks for everybody at once: in this process, or several side by side in worker processes.

A worker writes and reads back, and knows no archive: what was issued is remembered by the process that
started it, workbook by workbook, in the order asked for.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple, TypeVar

from sync.reading import pool, worker
from sync.reading.pool import PROCESSORS, end, safe_path, worker_context
from sync.reading.stored import store
from sync.reading.submission import read_submission
from templates.books.department.plan import DepartmentPlan
from templates.books.department.write import write_department
from templates.books.pack.plan import PackPlan
from templates.books.pack.write import write_pack

Key = TypeVar("Key")

AHEAD = 2
"""So many plans for each worker are under way or waiting; more would only take up memory."""

FEW = 8
"""Up to so many workbooks are written sooner than a worker has begun."""


Plan = DepartmentPlan | PackPlan


class Written(NamedTuple):
    """A workbook as it was written, and its reading as the archive stores it."""

    content: bytes
    reading: bytes


def written(plan: Plan) -> Written:
    """Write a planned workbook and read it back as its receiver's copy will be read."""
    content = write_pack(plan) if isinstance(plan, PackPlan) else write_department(plan)
    reading = store(read_submission(content))
    gc.collect(1)  # what XlsxWriter made refers to itself: left alone, a hundred workbooks take 200 MiB
    return Written(content, reading)


def jobs_for(workbooks: int, jobs: int = 0) -> int:
    """Return how many processes are to write so many workbooks, where nobody said how many."""
    return jobs or (1 if workbooks <= FEW else PROCESSORS)


def get_ready() -> None:
    """Let workers begin to load what they write with, while what they will write is being planned."""
    pool.get_ready(__name__)


def write_all(
    plans: Iterable[tuple[Key, Plan | None]], jobs: int = 1
) -> Iterator[tuple[Key, Written | None]]:
    """Write workbooks, so many at once, and yield each under its key in order; None is passed through.

    One job is this process. What a worker left undone, because it died or could not be started, this process
    writes itself.
    """
    writers = _Writers(jobs)
    waiting: deque[tuple[Key, Plan | None, Future[Written] | None]] = deque()
    try:
        for key, plan in plans:
            waiting.append((key, plan, writers.begin(plan) if plan else None))
            if jobs <= 1 or len(waiting) > AHEAD * jobs:
                key, plan, begun = waiting.popleft()
                yield key, writers.end(plan, begun) if plan else None
        for key, plan, begun in waiting:
            yield key, writers.end(plan, begun) if plan else None
    finally:
        writers.stop()


class _Writers:
    """Worker processes, made when first needed; once they fail they are done without."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.executor: ProcessPoolExecutor | None = None

    def begin(self, plan: Plan) -> Future[Written] | None:
        """Let a worker write a workbook; None where there is none."""
        if self.jobs <= 1:
            return None
        try:
            with safe_path():
                return self._executor().submit(written, plan)
        except (BrokenProcessPool, OSError):
            self.stop()
            return None

    def _executor(self) -> ProcessPoolExecutor:
        if self.executor is None:
            context = worker_context(__name__)
            self.executor = ProcessPoolExecutor(
                self.jobs, mp_context=context, initializer=worker.begin, initargs=(0,)
            )
        return self.executor

    def end(self, plan: Plan, begun: Future[Written] | None) -> Written:
        """Return the workbook that a worker wrote, or write it here."""
        try:
            return begun.result(worker.TIMEOUT) if begun else written(plan)
        except (BrokenProcessPool, CancelledError, TimeoutError):
            self.stop()
            return written(plan)

    def stop(self) -> None:
        """End the workers; whatever is still to be written is written here."""
        self.jobs = 1
        if self.executor is not None:
            end(self.executor)
            self.executor = None
