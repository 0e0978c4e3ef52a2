"""How long commands take to start, as multiples of a bare Python's start measured in the same run.

The limits are promises of the house: help 4, commands without the archive 8, with it 25, check 45.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

ROUNDS = 15
BARE = "bare Python"
LIMITS = {"--help": 4, "explain": 8, "schema": 8, "progress": 25, "results": 25, "check": 45}


def main() -> None:
    """Make a small company, time every command against bare Python, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {BARE: [sys.executable, "-c", "pass"], **prepared(Path(folder) / "company")}
        report(best(commands))


def prepared(company: Path) -> dict[str, list[str]]:
    """Make a sample company and return the commands to time in it."""
    program = str(Path(sys.executable).with_name("meritbook"))
    subprocess.run([program, "demo", str(company), "--people", "20"], check=True, stdout=subprocess.DEVNULL)
    cycle = next(folder.name for folder in (company / "outbox").iterdir())
    workbook = min((company / "inbox").rglob("*.xlsx"), key=lambda file: file.stat().st_size)
    words = {
        "--help": [],
        "explain": ["V001"],
        "schema": ["--json"],
        "progress": [cycle],
        "results": [cycle, "--json"],
        "check": [str(workbook)],
    }
    return {name: [program, "-w", str(company), name, *rest] for name, rest in words.items()}


def best(commands: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return the shortest time of each command [s], taken in turn so that a busy moment hits all alike."""
    times: dict[str, float] = dict.fromkeys(commands, float("inf"))
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name] = min(times[name], once(command))
    return times


def once(command: Sequence[str]) -> float:
    """Run a command and return how long it took [s]; status 1 only says that there are findings."""
    started = perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ | {"LC_ALL": "C.UTF-8"})
    took = perf_counter() - started
    assert done.returncode in (0, 1), done.stderr.decode()
    return took


def report(times: Mapping[str, float]) -> None:
    """Print each command's time, its multiple of bare Python, and the limit."""
    print(f"Start-up, best of {ROUNDS}, in turn\n")
    print(f"{'command':<14}{'ms':>8}{'times':>8}{'limit':>8}")
    print(f"{BARE:<14}{times[BARE] * 1000:>8.1f}{1:>8.1f}")
    for name, limit in LIMITS.items():
        ratio = times[name] / times[BARE]
        late = "" if ratio <= limit else "  above the limit"
        print(f"{name:<14}{times[name] * 1000:>8.1f}{ratio:>8.1f}{limit:>8}{late}")


if __name__ == "__main__":
    main()
