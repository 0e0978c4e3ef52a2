"""`collect --watch`: collect whenever something comes, and every so often in any case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sync.service.opening import locked
from sync.settings import Workspace, stop
from sync.sources.copying import LOOK_AGAIN, Doubts
from sync.sources.hints import Hints, Stop

EVERY = 30.0
"""So often everything is looked through [seconds]; that, not the hints, is what a watcher goes by."""

LOCK = ".watch.lock"
"""The file by which a workspace has one watcher."""


def keep_collecting(
    workspace: Workspace,
    paths: Sequence[Path],
    every: float,
    collect_once: Callable[[Doubts], object],
    asked: Stop,
) -> None:
    """Collect again and again until somebody asks to stop; what comes meanwhile is noted for the next time.

    A file that is no whole workbook is set aside when it has stayed as it is from one look through everything
    to the next.
    """
    doubts = Doubts(max(every, LOOK_AGAIN), wait=None)
    while not asked.is_set():
        with Hints(paths or [workspace.inbox]) as hints:
            collect_once(doubts)
            hints.wait(every, asked)


@contextmanager
def one_watcher(workspace: Workspace, paths: Sequence[Path]) -> Iterator[None]:
    """Be the only watcher of a workspace; the lock goes with the process that holds it.

    Raises CannotGoOn where there is one already, where a path is missing, and where one holds the workspace
    itself, in which each collect changes something.
    """
    for path in paths:
        if not path.exists():
            raise stop("no_such_path", workspace.language, path=path)
        if workspace.folder.resolve().is_relative_to(path.resolve()):
            raise stop("watching_itself", workspace.language, path=path, inbox=workspace.inbox)
    refusal = stop("watch_running", workspace.language, folder=workspace.folder)
    with locked(workspace.folder / LOCK, 0, refusal):
        yield
