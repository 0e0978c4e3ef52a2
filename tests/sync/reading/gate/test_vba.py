"""Macros: exactly those that were issued are let in, however Excel stores them; all others are refused."""

from __future__ import annotations

import re
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


HIDDEN = 'Attribute VB_Description = "x"\rSub Auto_Open()\rShell "calc"\rEnd Sub\r\n'


@pytest.mark.parametrize(
    ("module", "this_workbook"),
    [
        (manager_modules()["Meritbook"] + HIDDEN, ""),
        (manager_modules()["Meritbook"] + 'Attribute A.VB_B = "x": Shell "calc"\n', ""),
        (manager_modules()["Meritbook"].replace("this machine.\n", "this machine. "), ""),
        (manager_modules()["Meritbook"].replace("\n    token = ", " token = "), ""),
        (manager_modules()["Meritbook"], HIDDEN.replace("Auto_Open", "Workbook_Open")),
    ],
    ids=["own lines", "a colon", "a comment", "a label", "opening"],
)
def test_code_that_hides_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, this_workbook: str
) -> None:
    """Code behind an attribute, in a line of its own for VBA alone, or moved into a comment: refused."""
    monkeypatch.setattr(f"{__name__}.with_line_ends", lambda text: re.sub("(?<!\r)\n", "\r\n", text))
    macros = project(tmp_path, manager_modules() | {"Meritbook": module}, this_workbook)
    assert not issued(macros)


@pytest.mark.parametrize("listed", [False, True], ids=["of no module", "of a second one"])
def test_another_stream_is_refused(monkeypatch: pytest.MonkeyPatch, listed: bool) -> None:
    """Code in a stream that the list leaves out, or under the name of a module of ours: refused."""
    found = streams(projects()[-1])
    listing = unpacked(found["dir"])
    start, end = (listing.index(mark) for mark in (b"\x19\0\x09\0\0\0Merit", b"\x19\0\x0a\0\0\0Merit"))
    second = listing[start:end].replace("Meritbook".encode("utf-16-le"), "Meritb00k".encode("utf-16-le"), 2)
    second = second.replace("Meritb00k".encode("utf-16-le"), "Meritbook".encode("utf-16-le"), 1)
    listing = listing[:start] + second * listed + listing[start:]
    packed = b"\x01" + b"".join(_raw(listing[at : at + 4096]) for at in range(0, len(listing), 4096))
    changed = found | {"dir": packed, "Meritb00k": b"\x01" + _raw(b"Sub Auto_Open()")}
    monkeypatch.setattr("sync.reading.gate.vba.streams", lambda _: changed)
    assert not issued(b"another")
    monkeypatch.setattr("sync.reading.gate.vba.streams", lambda _: found)
    assert issued(b"the same")


def _raw(piece: bytes) -> bytes:
    return (len(piece) - 1 | 0x3000).to_bytes(2, "little") + piece


def test_nothing_is_hidden_behind_the_end_of_a_piece() -> None:
    """A piece that holds more than a piece may is refused, since another program might read it all."""
    piece = b"".join(b"\x00" + b"a" * 8 for _ in range(454)) + b"\x00aaa"
    packed = b"\x01" + (len(piece) - 1 | 0xB000).to_bytes(2, "little") + piece
    assert unpacked(packed) == b"a" * 3635
    long = b"\x02a" + b"\xff\x0f" + b"\x00\x00"
    with pytest.raises(ValueError, match="too long"):
        unpacked(b"\x01" + (len(long) - 1 | 0xB000).to_bytes(2, "little") + long + b"\x00")


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


def test_a_project_without_end_is_refused(workbook: bytes, tmp_path: Path) -> None:
    """Megabytes of source, which pack to almost nothing, are given up before they are unpacked."""
    long = manager_modules() | {"Long": "' nothing\n" * 200_000}
    macros = project(tmp_path, long)
    assert not issued(macros)
    with pytest.raises(ValueError, match="too long"):
        unpacked(b"\x01" + (b"\xff\x0f" + b"a" * 4096) * 300)


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
