"""The Excel add-in and the workbook with the functions, put together from xlwings' own and our modules."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from addin.vba.sources import function_modules, manager_modules

ADD_IN, WORKBOOK = "meritbook.xlam", "meritbook.xlsm"
BASES = {
    ADD_IN: ("quickstart_addin.xlam", "ActiveWorkbook"),
    WORKBOOK: ("quickstart_standalone.xlsm", "ThisWorkbook"),
}
"""What xlwings ships for an add-in and for a workbook of its own, and which workbook its functions serve."""

NEEDED = ("xlwings", "pyopenvba")
SAMPLE, SHEET = "Module1", "Sheet1"
OPENED = "Private Sub Workbook_Open()\r\n    RegisterFunctions\r\nEnd Sub\r\n"
PROJECT = re.compile(r'(PROJECT_NAME As String = )"\w+"')
"""The name by which xlwings' VBA looks for its settings: ours lie in .meritbook\\meritbook.conf."""

WHOSE = re.compile(rb"<mc:AlternateContent.*?</mc:AlternateContent>", re.DOTALL)
PROPERTIES = "docProps/core.xml"
NOBODYS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.'
    b'openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<dc:title>Meritbook</dc:title></cp:coreProperties>"
)
EPOCH = (2026, 1, 1, 0, 0, 0)


def can_build() -> bool:
    """Tell whether what is needed to put the files together is installed (the extra `excel`)."""
    return all(find_spec(name) for name in NEEDED)


def build(folder: Path) -> list[Path]:
    """Write the add-in and the workbook into a folder and return them.

    Raises ValueError where the result is not sound, which would be a fault of the packages used.
    """
    return [_built(folder / name, *base) for name, base in BASES.items()]


def _built(file: Path, base: str, serves: str) -> Path:
    import xlwings
    from pyopenvba import ExcelFile

    shutil.copyfile(Path(xlwings.__file__).with_name(base), file)
    with ExcelFile(file) as book:
        _fill(book.vba_project(), function_modules(serves) | manager_modules())
        book.save(file)
    _clean(file)
    with ExcelFile(file) as book:
        faults = book.validate()
    if faults:
        raise ValueError(f"{file.name}: {'; '.join(faults)}")
    return file


def department() -> bytes:
    """Return the VBA project of a department workbook: a manager's commands and nothing else."""
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, WORKBOOK)
        with ExcelFile.create_new(file) as book:
            project = book.vba_project()
            for name in (SAMPLE, SHEET):
                project.delete_module(name)
            for name, source in manager_modules().items():
                project.add_module(name, with_line_ends(source))
            book.save(file)
        with ExcelFile(file) as book:
            assert not book.validate()
            content: bytes = book.vba_project_bytes()
    return content


def _fill(project: Any, modules: dict[str, str]) -> None:
    """Put our modules into a project of xlwings, take its sample out, and point it to our settings."""
    project.delete_module(SAMPLE)
    plumbing = project.get_module("xlwings")
    plumbing.body, changed = PROJECT.subn(r'\1"meritbook"', plumbing.body)
    assert changed == 1
    for name, source in modules.items():
        project.add_module(name, with_line_ends(source))
    project.get_module("ThisWorkbook").body = OPENED


def with_line_ends(source: str) -> str:
    """Return VBA as Excel stores it: lines end as on Windows, and the name is no part of the text."""
    lines: Iterable[str] = (one for one in source.splitlines() if not one.startswith("Attribute VB_Name"))
    return "\r\n".join(lines) + "\r\n"


def _clean(file: Path) -> None:
    """Write a package again without what it tells of the machine and the person it comes from."""
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = WHOSE.sub(b"", parts["xl/workbook.xml"])
    parts[PROPERTIES] = NOBODYS
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
