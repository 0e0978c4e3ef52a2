"""`addin install`: the add-ins go where Excel and LibreOffice look for them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.service.addins.building import build
from sync.service.addins.places import Excel, excel, unopkg
from sync.service.opening import write_whole

PATIENCE = 120
"""So long LibreOffice may take to install an extension [s]."""

WINDOWLESS = "pythonw.exe"


@dataclass(frozen=True, slots=True)
class Installed:
    """What came of one program: the key of a text in addin.toml [installed], and what it speaks of."""

    program: str
    outcome: str
    detail: str = ""


def install(language: str) -> list[Installed]:
    """Build the add-ins and install them for the person who asks; says for each program what was done."""
    with tempfile.TemporaryDirectory() as folder:
        built = build(Path(folder), language)
        extension = next(file for file in built.files if file.suffix == ".oxt")
        add_in = next((file for file in built.files if file.suffix == ".xlam"), None)
        return [into_libreoffice(unopkg(), extension), into_excel(excel(), add_in, language)]


def into_libreoffice(program: str | None, extension: Path, words: Sequence[str] = ()) -> Installed:
    """Let LibreOffice install the extension; it refuses root, whose settings nobody works with.

    words: what else its installer is told, such as which settings to use.
    """
    if program is None:
        return Installed("libreoffice", "no_program")
    if not words and hasattr(os, "geteuid") and os.geteuid() == 0:
        return Installed("libreoffice", "as_root")
    done = subprocess.run(
        [program, "add", "-f", *words, str(extension)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        told = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        return Installed("libreoffice", "refused", told[-1] if told else str(done.returncode))
    return Installed("libreoffice", "done", extension.name)


def into_excel(places: Excel | None, add_in: Path | None, language: str) -> Installed:
    """Put the add-in where Excel opens it at each start, and write down which Python computes for it."""
    if places is None:
        return Installed("excel", "not_windows")
    if add_in is None:
        return Installed("excel", "not_built")
    target = places.start / add_in.name
    write_whole(places.settings, settings().encode(), language)
    write_whole(target, add_in.read_bytes(), language)
    return Installed("excel", "done", str(target))


def settings() -> str:
    """Return the settings of xlwings in the add-in: this Python, without a window, and nothing beside it.

    A workbook's own folder is kept off the path, where a file of any name could stand in for a package.
    """
    python = Path(sys.executable)
    quiet = python.with_name(WINDOWLESS)
    values = {
        "INTERPRETER_WIN": str(quiet if quiet.exists() else python),
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    }
    return "".join(f'"{key}","{value}"\r\n' for key, value in values.items())
