"""Killing a command: where in its work it is to end, running it until there, and what it leaves running."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("child.py")
CALLS = "pwrite64,fsync,fdatasync,ftruncate,rename,unlink,mkdir,link"
"""The calls to the system that change a file; strace ends a process within one of them."""

PATIENCE = 120
"""A command that has not ended by itself after this time hangs [seconds]."""

FAREWELL = 15
"""Workers of a killed process must have ended after this time [seconds]."""


class Aim(NamedTuple):
    """Where a command is killed: before a step of its own, within a call to the system, or after a time.

    Written as `step:57:alone`, `call:pwrite64.40:alone` or `time:0.250:group`; `group` kills the reading
    workers at the same moment, `alone` leaves them to notice by themselves.
    """

    kind: str
    at: str
    whom: str

    def __str__(self) -> str:
        return ":".join(self)


class Log(NamedTuple):
    """What a command noted: its steps, the seconds between first and last, events it had committed."""

    steps: tuple[str, ...]
    seconds: float
    events: tuple[tuple[int, str], ...]


class Ended(NamedTuple):
    """How a command ended: its status (-9: killed), what it noted and said, what it left running."""

    status: int
    log: Log
    said: str
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What an undisturbed run did: how many steps, in what time [seconds], how many calls of each kind."""

    steps: int
    seconds: float
    calls: Mapping[str, int]

    def aim(self, dice: Random) -> Aim:
        """Choose at random where to kill."""
        kind = dice.choice(["step", "time", "call"] if self.calls else ["step", "time"])
        whom = dice.choice(["group", "alone"])
        if kind == "step":
            return Aim("step", str(dice.randint(1, self.steps)), whom)
        if kind == "time":
            return Aim("time", f"{dice.uniform(0, self.seconds):.4f}", whom)
        name = dice.choice(sorted(self.calls))
        return Aim("call", f"{name}.{dice.randint(1, self.calls[name])}", "alone")


def run(folder: Path, words: Sequence[str], aim: Aim | None = None) -> Ended:
    """Run a command on a folder, killed where the aim says or to its end."""
    with tempfile.TemporaryDirectory() as place:
        log, said = Path(place) / "log", Path(place) / "said"
        command = _command(folder, log, words, aim)
        with said.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=HOUSE, stdout=output, stderr=output, env=_surroundings(), start_new_session=True
            )
            try:
                if aim is not None and aim.kind == "time":
                    _kill_in_time(process, log, aim)
                status = process.wait(PATIENCE)
            finally:
                left = _left_behind(process.pid)
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        return Ended(status, parsed(text), said.read_text(errors="replace"), left)


def _command(folder: Path, log: Path, words: Sequence[str], aim: Aim | None) -> list[str]:
    stop = aim.at if aim is not None and aim.kind == "step" else "0"
    whom = aim.whom if aim is not None else "alone"
    child = [sys.executable, str(CHILD), str(folder), str(log), stop, whom, *words]
    if aim is None or aim.kind != "call":
        return child
    name, number = aim.at.rsplit(".", 1)
    inject = f"inject={name}:signal=KILL:when={number}"
    return ["strace", "-qq", "-o", os.devnull, "-e", f"trace={name}", "-e", inject, *child]


def _surroundings() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(HOUSE), "PYTHONUNBUFFERED": "1"}


def _kill_in_time(process: subprocess.Popen[bytes], log: Path, aim: Aim) -> None:
    """Kill a process some time after its first step, unless it has ended by then."""
    limit = time.monotonic() + PATIENCE
    while not (log.exists() and log.stat().st_size) and process.poll() is None:
        assert time.monotonic() < limit, "the command never began"
        time.sleep(0.001)
    time.sleep(float(aim.at))
    if process.poll() is None:
        (os.killpg if aim.whom == "group" else os.kill)(process.pid, signal.SIGKILL)


def _left_behind(session: int) -> tuple[str, ...]:
    """Name the processes of a session that are still there after a while, and end them."""
    limit = time.monotonic() + FAREWELL
    while (left := _members(session)) and time.monotonic() < limit:
        time.sleep(0.01)
    if left:
        with suppress(ProcessLookupError):
            os.killpg(session, signal.SIGKILL)
    return tuple(left)


def _members(session: int) -> list[str]:
    """Return the processes of a session that still run, with their command lines."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, own = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(own) == session and state != "Z":
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found.append(f"{folder.name} {words[:80]}")
    return found


def parsed(text: str) -> Log:
    """Read what a command noted; a last line that is half there counts for nothing."""
    lines = [line.split(" ", 2) for line in text.split("\n")[:-1]]
    steps = [(float(line[1]), line[2]) for line in lines if line[0] == "step"]
    events = tuple((int(line[1]), line[2]) for line in lines if line[0] == "event")
    seconds = steps[-1][0] - steps[0][0] if steps else 0.0
    return Log(tuple(what for _, what in steps), seconds, events)


@cache
def can_trace() -> bool:
    """Tell whether strace is here and may be used."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "-e", "inject=fsync:signal=KILL:when=1", "true"],
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


def calls_of(folder: Path, words: Sequence[str]) -> dict[str, int]:
    """Run a command to its end under strace and count its calls that change files, by name."""
    with tempfile.TemporaryDirectory() as place:
        record = Path(place) / "calls"
        child = _command(folder, Path(place) / "log", words, None)
        tracing = ["strace", "-qq", "-o", str(record), "-e", f"trace={CALLS}", *child]
        subprocess.run(tracing, cwd=HOUSE, env=_surroundings(), capture_output=True, check=False)
        lines = record.read_text(errors="replace").splitlines()
    return dict(Counter(line.split("(")[0] for line in lines if "(" in line and line[0].isalpha()))
