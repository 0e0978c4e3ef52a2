"""Collectors as processes of their own: a program that forks them at once from what it has loaded.

    python -m tests.schedules.collectors

Each line on standard input asks for collectors to work at once, as JSON: `collectors` (for each its
workspace and the paths of one collect after the other), `workers` (whether workbooks are read in processes of
their own), `kill` (the seconds after which those of `killed` end by SIGKILL). For each the line in answer has
its status and what it said.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from sync.reading import submission, worker  # noqa: F401 - loaded once, for all that are forked
from sync.service import collecting, judging, settling  # noqa: F401
from sync.settings import open_workspace
from sync.sources import copying

Asked = dict[str, Any]


def main() -> None:
    """Answer one line after the other until there are no more."""
    gc.set_threshold(500_000, 20, 50)  # as the command line does
    for line in sys.stdin:
        sys.stdout.write(json.dumps(at_once(json.loads(line))) + "\n")
        sys.stdout.flush()


def at_once(asked: Asked) -> list[tuple[int, str]]:
    """Let the collectors work at the same time; returns the status of each and what it said."""
    with tempfile.TemporaryFile() as said:
        started = [_started(*one, asked["workers"], said) for one in asked["collectors"]]
        if asked["killed"]:
            time.sleep(asked["kill"])
            for at in asked["killed"]:
                with suppress(ProcessLookupError):
                    os.killpg(started[at], signal.SIGKILL)
        ended = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in started]
        said.seek(0)
        text = said.read().decode(errors="replace")
    return [(status, text if status > 0 else "") for status in ended]


def _started(folder: str, collects: Sequence[Sequence[str]], workers: bool, said: IO[bytes]) -> int:
    """Fork a collector, in a group of its own with its workers."""
    process = os.fork()
    if process:
        with suppress(PermissionError):  # it has done so itself
            os.setpgid(process, process)
        return process
    os.setpgid(0, 0)
    status = 1
    try:
        _collect(Path(folder), collects, workers)
        status = 0
    except BaseException:
        os.write(said.fileno(), traceback.format_exc().encode())
    os._exit(status)


def _collect(folder: Path, collects: Sequence[Sequence[str]], workers: bool) -> None:
    vars(copying)["LOOK_AGAIN"] = 0.0  # nobody copies into the inbox meanwhile
    if not workers:
        vars(collecting)["read_workbooks"] = partial(collecting.read_workbooks, isolated=False)
    for paths in collects:
        collecting.collect(open_workspace(folder), [Path(path) for path in paths], jobs=1)


if __name__ == "__main__":
    main()
