"""Running a command where something is in its way: rights, room on the disk, what others do meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from sync.cli import main
from tests.crash.holding import after_kill, at_end, counted, picture
from tests.crash.killing import CHILD, HOUSE
from tests.crash.trial import Prepared

PROGRAM = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
PATIENCE = 120


class Said(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


@cache
def without_rights() -> tuple[str, ...] | None:
    """Return words before a command that take root's right to any file; None where that cannot be done."""
    if os.geteuid() != 0:
        return ()
    return WITHOUT_RIGHTS if works(*WITHOUT_RIGHTS, "true") else None


@cache
def works(*words: str) -> bool:
    """Tell whether a program is here and may do this."""
    if shutil.which(words[0]) is None:
        return False
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def meritbook(words: Sequence[str]) -> Said:
    """Run a command."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(words)
    return Said(status, out.getvalue(), err.getvalue())


def poor(words: Sequence[str], *before: str) -> Said:
    """Run a command in a process of its own, behind words that take something away from it."""
    done = subprocess.run(
        [*before, sys.executable, "-c", PROGRAM, *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=HOUSE,
        timeout=PATIENCE,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def powerless(words: Sequence[str]) -> Said:
    """Run a command without root's right to any file."""
    return poor(words, *(without_rights() or ()))


def meanwhile(known: Prepared, folder: Path, step: str, happens: Callable[[], object]) -> Said:
    """Run a command that waits before the first step with this name until something has happened."""
    number = next(index for index, what in enumerate(known.steps, 1) if what.startswith(step))
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "log"
        command = [sys.executable, str(CHILD), str(folder), str(log), str(number), "wait"]
        process = subprocess.Popen(
            [*command, *known.scenario.command(folder)],
            cwd=HOUSE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(HOUSE)},
        )
        _stopped(process.pid)
        happens()
        os.kill(process.pid, signal.SIGCONT)
        out, err = process.communicate(timeout=PATIENCE)
        return Said(process.returncode, out, err)


def _stopped(process: int) -> None:
    """Wait until a process has stopped itself."""
    limit = time.monotonic() + PATIENCE
    while Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < limit, "the command never came there"
        time.sleep(0.002)


def refused(said: Said, *words: str) -> None:
    """Hold a command to its promise: status 2, nothing on standard output, one line of reason with words."""
    assert said.status == 2, said
    assert said.out == ""
    assert said.err.startswith("meritbook: "), said.err
    assert said.err.count("\n") == 1, said.err
    assert all(word in said.err for word in words), (words, said.err)


def nothing_half(known: Prepared, folder: Path) -> None:
    """Hold a workspace to the promise that a refused command left nothing half done."""
    wrong = list(after_kill(folder, {}, known.before, known.expected))
    assert not wrong, wrong


def completes(known: Prepared, folder: Path) -> None:
    """Run the command again, now that nothing is in its way, and compare with an undisturbed run."""
    said = meritbook(known.scenario.command(folder))
    assert known.scenario.went_well(said.status, said.out + said.err), said
    found, expected = picture(folder), known.expected
    if known.scenario.anew:
        found, expected = counted(found), counted(expected)
    wrong = list(at_end(found, expected))
    assert not wrong, wrong
