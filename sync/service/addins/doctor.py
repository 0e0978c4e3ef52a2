"""`addin doctor`: the known troubles of the add-ins, looked for one by one, each with its remedy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from sync.service.addins.places import excel, unopkg

State = Literal["good", "trouble", "unknown"]
XLWINGS = "0.37.8"
"""The version whose library the add-in's VBA names; pyproject.toml asks for the same."""

ADD_IN, EXTENSION = "meritbook.xlam", "org.meritbook.functions"
QUESTION = {"function": "score", "arguments": ["ratio", 90, 100]}
PATIENCE = 60
"""So long a program may take to answer [s]."""

NO_CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
"""The rule by which Windows keeps Office from starting other programs. Source: Microsoft, ASR rules."""

RULES = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
OPENED = re.compile(r'"INTERPRETER_WIN","(.+)"')


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: the key of its texts in addin.toml [doctor], the state, and what it speaks of."""

    check: str
    state: State
    detail: str = ""


def look(files: Iterable[Path] = ()) -> list[Look]:
    """Look for every known trouble; what this machine cannot show is said to be unknown.

    files: workbooks whose functions do not work any more.
    """
    return [*(found for check in CHECKS for found in check()), *(_links(file) for file in files)]


def _links(file: Path) -> Look:
    """Look whether a workbook's functions have become links to the add-in of another machine."""
    try:
        with zipfile.ZipFile(file) as package:
            links = [name for name in package.namelist() if name.startswith("xl/externalLinks/_rels/")]
            linked = any(ADD_IN.encode() in package.read(name) for name in links)
    except (OSError, zipfile.BadZipFile):
        return Look("links", "unknown", str(file))
    return Look("links", "trouble" if linked else "good", str(file))


def _computes() -> Iterator[Look]:
    """Ask the process that computes for LibreOffice, as LibreOffice does."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "addin.calc"],
            input=json.dumps(QUESTION) + "\n",
            cwd=Path(__file__).resolve().parents[3],
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=True,
        )
        right = json.loads(done.stdout) == {"value": 90.0}
    except (OSError, ValueError, subprocess.SubprocessError):
        right = False
    yield Look("computes", "good" if right else "trouble", sys.executable)


def _libreoffice() -> Iterator[Look]:
    """Look for LibreOffice and for the extension in it."""
    program = unopkg()
    if program is None:
        yield Look("libreoffice", "unknown")
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Look("extension", "unknown", program)
        return
    done = subprocess.run(
        [program, "list", EXTENSION],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    yield Look("extension", "good" if EXTENSION in done.stdout else "trouble", program)


def _packages() -> Iterator[Look]:
    """Look whether xlwings is there, in exactly the version the add-in's VBA calls, and pywin32 with it."""
    try:
        found = version("xlwings")
    except PackageNotFoundError:
        found = ""
    windows = os.name == "nt"
    yield Look("xlwings", "good" if found == XLWINGS else "trouble" if windows else "unknown", found or "–")
    if not windows:
        yield Look("pywin32", "unknown")
        return
    yield Look("pywin32", "good" if find_spec("win32com") else "trouble")
    library = Path(sys.exec_prefix, f"xlwings64-{XLWINGS}.dll")
    yield Look("library", "good" if library.exists() else "trouble", str(library))


def _add_in() -> Iterator[Look]:
    """Look whether Excel finds the add-in, and the add-in its Python; what vanished was taken away."""
    places = excel()
    if places is None:
        yield Look("add_in", "unknown")
        return
    told = OPENED.search(places.settings.read_text("utf-8")) if places.settings.exists() else None
    add_in = places.start / ADD_IN
    if told is None:
        yield Look("add_in", "trouble", str(add_in))
        return
    yield Look(
        "add_in" if add_in.exists() else "taken_away", "good" if add_in.exists() else "trouble", str(add_in)
    )
    yield Look("interpreter", "good" if Path(told[1]).exists() else "trouble", told[1])


def _windows() -> Iterator[Look]:
    """Look at what Windows and Office allow: an Excel that can be called, and programs that it may start."""
    if sys.platform != "win32":
        yield Look("office", "unknown")
        yield Look("child_processes", "unknown")
        return
    yield Look("office", "good" if _registered("Excel.Application\\CLSID") else "trouble")
    yield Look("child_processes", "trouble" if _forbidden() else "good")


def _registered(key: str) -> bool:
    """Tell whether a class is registered; the Office of the Store is not, so that nobody can call it."""
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, key))
    except OSError:
        return False
    return True


def _forbidden() -> bool:
    """Tell whether a policy keeps Office from starting other programs."""
    if sys.platform != "win32":
        return False
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, RULES) as rules:
            return str(winreg.QueryValueEx(rules, NO_CHILDREN)[0]) == "1"
    except OSError:
        return False


def _cloud() -> Iterator[Look]:
    """Look whether we stand in a folder that OneDrive keeps, whose paths Excel tells as web addresses."""
    roots = [os.environ.get(name, "") for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")]
    here = Path.cwd()
    inside = next((root for root in roots if root and here.is_relative_to(root)), None)
    yield Look("cloud", "trouble" if inside else "good", str(here))


CHECKS: tuple[Callable[[], Iterator[Look]], ...] = (
    _computes,
    _libreoffice,
    _packages,
    _add_in,
    _windows,
    _cloud,
)
