"""The Excel add-in and workbook: sound, read back by another program, built twice the same."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from addin.vba import ADD_IN, WORKBOOK, build
from addin.vba.carrier import with_line_ends
from addin.vba.sources import function_modules, manager_modules

SERVES = {ADD_IN: "ActiveWorkbook", WORKBOOK: "ThisWorkbook"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files as they are built."""
    return build(tmp_path_factory.mktemp("carriers"))


def modules(file: Path) -> dict[str, str]:
    """Return the modules of a file as oletools reads them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about older names of what it uses
        from oletools.olevba import VBA_Parser
    parser = VBA_Parser(str(file))
    try:
        return {Path(name).stem: source for _, _, name, source in parser.extract_macros()}
    finally:
        parser.close()


def plain(source: str) -> str:
    """Return a source without its attributes and with our line ends."""
    return "\n".join(with_line_ends(source).splitlines()).strip("\n")


def test_another_program_reads_the_same_modules(files: list[Path]) -> None:
    """oletools finds every module of ours as it was written, xlwings' own, and nothing of its sample."""
    for file in files:
        found = modules(file)
        for name, source in (function_modules(SERVES[file.name]) | manager_modules()).items():
            assert plain(found[name]) == plain(source)
        assert "Module1" not in found
        assert 'PROJECT_NAME As String = "meritbook"' in found["xlwings"]
        assert "RegisterFunctions" in found["ThisWorkbook"]


def test_excel_would_not_repair_them(files: list[Path]) -> None:
    """The files keep the rules of the format, by which Excel decides whether to offer a repair."""
    assert all(OpenXmlValidator().validate(str(file)).is_valid for file in files)


def test_nobody_is_named(files: list[Path]) -> None:
    """The files tell nothing of the machine and the person their parts come from."""
    for file in files:
        with zipfile.ZipFile(file) as package:
            texts = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
        assert b"absPath" not in texts
        assert b"<dc:creator>" not in texts


def test_built_twice_the_same(files: list[Path], tmp_path: Path) -> None:
    """Built again, the files are the same byte for byte."""
    assert [file.read_bytes() for file in build(tmp_path)] == [file.read_bytes() for file in files]
