"""Workbooks as PDF, by LibreOffice where it is installed: one start of it for many files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.service.opening import Watch, write_whole

PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
"""Where LibreOffice lies on machines that do not name it in PATH."""

TOGETHER = 50
"""So many files go into one start: what takes long shows its progress, and fits on any command line."""

STARTING, EACH = 120, 10
"""So long a start may take, and each file of it [seconds]."""


def office() -> str | None:
    """Return LibreOffice's program; None where there is none on this machine."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in PLACES if Path(place).exists()), None)


def print_all(program: str, files: Sequence[Path], watch: Watch, language: str) -> list[Path]:
    """Print workbooks as PDF files beside them, and return those that were printed."""
    batches = [files[start : start + TOGETHER] for start in range(0, len(files), TOGETHER)]
    printed: list[Path] = []
    with TemporaryDirectory() as temporary:
        for batch in watch(batches, len(batches)):
            made = Path(temporary) / "pdf"
            _run(program, batch, made, Path(temporary) / "profile")
            printed += [_kept(made, file, language) for file in batch if _made(made, file).exists()]
    return printed


def _made(folder: Path, file: Path) -> Path:
    return folder / f"{file.stem}.pdf"


def _kept(folder: Path, file: Path, language: str) -> Path:
    """Put a PDF beside its workbook, whole or not at all."""
    target = file.with_suffix(".pdf")
    write_whole(target, _made(folder, file).read_bytes(), language)
    return target


def _run(program: str, files: Sequence[Path], folder: Path, profile: Path) -> None:
    """Let LibreOffice print files, with a profile of its own, so that one that is open is not disturbed.

    What it does not print, or where it cannot even start, is not there afterwards.
    """
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    command = [program, *options, "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return
    try:
        process.wait(STARTING + EACH * len(files))
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a LibreOffice that is still there, with the processes it started itself."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
