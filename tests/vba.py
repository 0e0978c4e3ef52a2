"""Macros run in a headless LibreOffice: a workbook, our modules and one more that calls them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile

from addin.vba.carrier import with_line_ends
from addin.vba.sources import manager_modules, stored
from templates.macros import PART, with_macros
from templates.patch import open_package
from tests.libreoffice import SYSTEM_PYTHON, Office

CHILD = Path(__file__).with_name("vba_child.py")
PATIENCE = 300
PROBE = """
Public Function Probe() As String
    Probe = OpenCells() & "|" & NextOpenCell(1, 1)
End Function
Public Function Errors() As String
    Dim cells(1, 0) As Variant, found As Variant
    cells(0, 0) = "#NUM!"
    cells(1, 0) = 5
    found = AsErrors(cells)
    Errors = IsError(found(0, 0)) & "|" & found(1, 0)
    Errors = Errors & "|" & IsError(AsErrors("#N/A")) & "|" & AsErrors("text")
End Function
"""


def with_probe(workbook: bytes, file: Path) -> Path:
    """Write a workbook with the macros as issued, those of the add-in, and what calls them."""
    with tempfile.TemporaryDirectory() as folder:
        carrier = Path(folder, "project.xlsm")
        with ExcelFile.create_new(carrier) as book:
            project = book.vba_project()
            modules = {**manager_modules(), "MeritErrors": stored("MeritErrors"), "Probing": PROBE}
            for name, source in modules.items():
                project.add_module(name, with_line_ends(source))
            book.save(carrier)
        with ExcelFile(carrier) as book:
            macros = bytes(book.vba_project_bytes())
    package = open_package(with_macros(workbook))
    package.replace(PART, macros)
    file.write_bytes(package.save())
    return file


def macro_run(office: Office, files: Sequence[Path], name: str = "Probe") -> list[Any]:
    """Run a function of the probe in each workbook and return what each said."""
    done = subprocess.run(
        [SYSTEM_PYTHON, str(CHILD), str(office.port), f"Probing.{name}", *map(str, files)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    found: list[Any] = json.loads(done.stdout)
    return found
