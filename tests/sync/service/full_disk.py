"""Runs a command on a disk of its own that is full, then less and less so, until it comes to its end.

    unshare --mount python -m tests.sync.service.full_disk FOLDER NAME

The disk is mounted over FOLDER in the view of this process alone, and goes with it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.crash.trial import prepared
from tests.sync.service.hindered import completes, meritbook, nothing_half, refused

PLENTY = 65_536
"""Enough room to look what was left, which needs some itself [KiB]."""

ROOM = (0, 8, 40, 120, 500, PLENTY)
"""How much room the disk has at each try [KiB]."""


def main(folder: Path, name: str) -> None:
    """Hold one of the crash scenarios to its promise on a full disk."""
    known = prepared(name)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], check=True)
    company = folder / "company"
    known.scenario.make(company)
    used = shutil.disk_usage(folder).used >> 10
    refusals = 0
    for room in ROOM:
        _resize(folder, max(used + room, 4))
        said = meritbook(known.scenario.command(company))
        if known.scenario.went_well(said.status, said.out + said.err):
            break
        refusals += 1
        refused(said)
        _resize(folder, PLENTY)
        nothing_half(known, company)
    assert refusals, "the disk was never full"
    _resize(folder, PLENTY)
    completes(known, company)


def _resize(folder: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}k", str(folder)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
