"""Macros: exactly those that were issued are let in, however Excel stores them; all others are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings
from openxml_audit import OpenXmlValidator
from pyopenvba import ExcelFile

from addin.vba import department
from addin.vba.carrier import with_line_ends
from addin.vba.sources import manager_modules
from sync.reading.cells import Unreadable
from sync.reading.gate.compound import streams
from sync.reading.gate.package import admit
from sync.reading.gate.vba import issued, plain, unpacked
from templates.macros import PART, projects, renewed, with_macros
from templates.patch import open_package
from tests.builders import issued_workbook

EXCELS = Path(xlwings.__file__).with_name("quickstart_standalone.xlsm")
"""A workbook whose macros were stored by Excel itself."""


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """A department workbook as it is issued, without macros."""
    return issued_workbook()


def project(tmp_path: Path, modules: dict[str, str], this_workbook: str = "") -> bytes:
    """Return a project with these modules."""
    file = tmp_path / "project.xlsm"
    with ExcelFile.create_new(file) as book:
        found = book.vba_project()
        found.delete_module("Module1")
        for name, source in modules.items():
            found.add_module(name, with_line_ends(source))
        if this_workbook:
            found.get_module("ThisWorkbook").body = this_workbook
        book.save(file)
    with ExcelFile(file) as book:
        return bytes(book.vba_project_bytes())


def carrying(workbook: bytes, macros: bytes) -> bytes:
    """Return a workbook with other macros in the place of those issued."""
    package = open_package(with_macros(workbook))
    package.replace(PART, macros)
    return package.save()


def refused(data: bytes) -> bool:
    """Tell whether the gate refuses a workbook for its macros."""
    try:
        admit(data)
    except Unreadable as reason:
        return reason.code == "macros"
    return False


def test_the_newest_project_is_what_the_sources_give() -> None:
    """The project that is issued is what the modules give today; one that was issued is never changed."""
    assert projects()[-1] == department()


def test_issued_macros_are_let_in(workbook: bytes) -> None:
    """A workbook with the macros it was issued with is read like the same one without, cell by cell."""
    with_, without = admit(with_macros(workbook)), admit(workbook)
    sheets = {name for name in without.parts if name.startswith("xl/worksheets/")}
    assert {name: with_.parts[name] for name in sheets} == {name: without.parts[name] for name in sheets}
    assert with_.notes == without.notes


def test_excel_would_not_repair_it(workbook: bytes, tmp_path: Path) -> None:
    """A workbook with macros keeps the rules of the format."""
    file = tmp_path / "workbook.xlsm"
    file.write_bytes(with_macros(workbook))
    assert OpenXmlValidator().validate(str(file)).is_valid


def test_as_excel_may_store_them(workbook: bytes, tmp_path: Path) -> None:
    """Other letter case, other spaces, modules for the sheets: still the same macros."""
    modules = {name: text.upper().replace(" & ", "  &  ") for name, text in manager_modules().items()}
    assert not refused(carrying(workbook, project(tmp_path, modules)))


@pytest.mark.parametrize(
    ("changed", "this_workbook"),
    [
        ({"Meritbook": "Public Sub GoToNextOpenCell()\nEnd Sub\n"}, ""),
        ({"Another": "Public Sub Run()\nEnd Sub\n"}, ""),
        ({}, 'Private Sub Workbook_Open()\r\n    Shell "calc"\r\nEnd Sub\r\n'),
    ],
)
def test_other_macros_are_refused(
    workbook: bytes, tmp_path: Path, changed: dict[str, str], this_workbook: str
) -> None:
    """A changed module, one more, or one that runs when the workbook opens: refused."""
    macros = project(tmp_path, manager_modules() | changed, this_workbook)
    assert not issued(macros)
    assert refused(carrying(workbook, macros))


def test_one_missing_is_refused(workbook: bytes, tmp_path: Path) -> None:
    """A project without one of the modules is another one."""
    modules = {"MeritWords": manager_modules()["MeritWords"]}
    assert refused(carrying(workbook, project(tmp_path, modules)))


def test_what_is_no_project_is_refused(workbook: bytes) -> None:
    """Bytes that are no project, or cut off, or damaged anywhere, are refused and break nothing."""
    whole = projects()[-1]
    assert refused(carrying(workbook, b"x"))
    assert refused(carrying(workbook, b""))
    for end in range(0, len(whole), 997):
        assert not issued(whole[:end])
    for place in range(0, len(whole), 131):
        issued(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])


def test_macros_beside_those_issued_are_refused(workbook: bytes) -> None:
    """Macros under another name are refused, even where those issued are there, too."""
    package = open_package(with_macros(workbook))
    package.add("xl/other/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject")
    assert refused(package.save())
    package = open_package(with_macros(workbook))
    package.add("xl/other.bin", b"x", "application/octet-stream")
    package.relate("xl/workbook.xml", "vbaProject", "xl/other.bin")
    assert refused(package.save())
    package = open_package(with_macros(workbook))
    package.add("xl/signed.bin", b"x", "application/vnd.ms-office.vbaProjectSignature")
    assert refused(package.save())


def test_what_goes_back_has_our_own_project(workbook: bytes) -> None:
    """What somebody's Excel has made of the macros is replaced; a workbook without any stays as it is."""
    assert renewed(carrying(workbook, b"compiled")) == (with_macros(workbook), ".xlsm")
    assert renewed(workbook) == (workbook, ".xlsx")


def test_what_excel_stores_is_unpacked_alike() -> None:
    """A module that Excel itself stored comes out as another program reads it."""
    with ExcelFile(EXCELS) as book:
        source, data = book.vba_project().get_module("xlwings").source, bytes(book.vba_project_bytes())
    packed = streams(data)["xlwings"]
    starts = (place for place in range(len(packed)) if packed[place] == 1)
    found = (text for place in starts if (text := _text(packed[place:])))
    assert any(plain(text) == plain(source) for text in found)


def _text(packed: bytes) -> str:
    try:
        return unpacked(packed).decode("latin-1")
    except (ValueError, IndexError):
        return ""
