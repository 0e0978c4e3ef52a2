"""The sample company as a whole: played once for a run, looked at by several tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from sync.cli import main

NOW, CYCLE = "2026-11-20T08:00:00+00:00", "2026-Q3"
EXPORTED = ("board", "rules", "slips")
"""What the sample company does not export by itself."""
HANDED_OUT = ("scheme.xlsx", "outbox", "returned", "reports")
"""Where the files lie that the commands write for people; what they send lies in the inbox."""


def played(shared: Path, language: str) -> Path:
    """Return the folder of the sample company in a language; whoever asks first plays it, for all workers."""
    folder = shared / f"company-{language}"
    with FileLock(shared / f"company-{language}.lock"):
        if not (folder / "done").exists():
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("MERITBOOK_NOW", NOW)
                patch.setenv("PATH", "")  # without LibreOffice, which would print each slip
                assert main(["demo", str(folder), "--full", "--people", "24", "--language", language]) == 0
                for kind in EXPORTED:
                    assert main(["-w", str(folder), "export", kind, CYCLE]) == 0
            (folder / "done").touch()
    return folder


def shared_by_workers(base: Path) -> Path:
    """Return the folder that all workers of a run share."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def handed_out(company: Path) -> Iterator[Path]:
    """Yield every file that somebody receives."""
    for name in HANDED_OUT:
        place = company / name
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from (file for file in found if file.is_file() and not file.name.startswith("."))


Company = Callable[[str], Path]
