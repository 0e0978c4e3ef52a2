"""One LibreOffice for a whole test run: recalculates workbooks, saves them again, prints them to PDF."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import sleep

CHILD = Path(__file__).with_name("libreoffice_child.py")
SYSTEM_PYTHON = "/usr/bin/python3"
XLSX, PDF, PAPER_PDF = "Calc MS Excel 2007 XML", "calc_pdf_Export", "writer_pdf_Export"
TIGHT = "tight"
"""No filter, but asked for like one: a JSON list of the texts that do not fit into their cells."""
STARTING, PATIENCE = 120, 300


@dataclass(frozen=True, slots=True)
class Office:
    """A running LibreOffice of our own: its process and the port it listens on."""

    process: subprocess.Popen[bytes]
    port: int


def start(profile: Path) -> Office:
    """Start a headless LibreOffice with a profile of its own on a free port, and wait until it listens.

    The first process of a new profile ends at once with status 81, "start me again".
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for _ in range(3):
        office = Office(_launch(profile, port), port)
        if _listens(office):
            return office
        stop(office)
    raise AssertionError(f"LibreOffice does not start (status {office.process.returncode})")


def _launch(profile: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the program itself, not its script, so that its process id is the one we hold."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed"
    return subprocess.Popen(
        [
            str(Path(program).resolve().with_name("soffice.bin")),
            "--headless",
            "--invisible",
            "--norestore",
            "--nologo",
            f"--accept=socket,host=127.0.0.1,port={port};urp;",
            f"-env:UserInstallation={profile.resolve().as_uri()}",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _listens(office: Office) -> bool:
    """Wait until the port is open; False where the process has ended or keeps silent."""
    for _ in range(STARTING * 10):
        if office.process.poll() is not None:
            return False
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", office.port)) == 0:
                return True
        sleep(0.1)
    return False


def stop(office: Office) -> None:
    """End the LibreOffice we started, by its process id, and no other."""
    office.process.terminate()
    try:
        office.process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        office.process.kill()
        office.process.wait()


def recalculate(office: Office, files: Iterable[Path], folder: Path) -> list[Path]:
    """Save workbooks again in a folder, every formula recalculated; returns the new files in order."""
    return _saved(office, files, folder, XLSX, ".xlsx")


def to_pdf(office: Office, files: Iterable[Path], folder: Path) -> list[Path]:
    """Print workbooks to PDF files in a folder; returns them in order."""
    return _saved(office, files, folder, PDF, ".pdf")


def _saved(office: Office, files: Iterable[Path], folder: Path, written: str, suffix: str) -> list[Path]:
    """Let the child save all files in one batch; whatever failed fails the test by name."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [file.resolve() for file in files]
    targets = [(folder.resolve() / file.name).with_suffix(suffix) for file in sources]
    assert len(set(targets)) == len(targets), "files of a batch need different names"
    save(office, [(source, target, written, "") for source, target in zip(sources, targets, strict=True)])
    return targets


Job = tuple[Path, Path, str, str]
"""A file, the name and the filter it is saved by, and a password unless that is empty."""


def save(office: Office, jobs: Iterable[Job], steps: Sequence[Mapping[str, object]] = ()) -> None:
    """Save files in one batch; jobs in a row with one source open it once, and steps are done in each.

    A step names `sheet`, `area` and `column` [from 0] to sort by, `descending` or not, or `showing` what to
    filter by; or what is `typed` into an area of one cell.
    """
    asked = [[str(source), str(target), written, password] for source, target, written, password in jobs]
    done = subprocess.run(
        [SYSTEM_PYTHON, str(CHILD), str(office.port)],
        input=json.dumps({"jobs": asked, "steps": list(steps)}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    failed = json.loads(done.stdout)
    assert not failed, failed
