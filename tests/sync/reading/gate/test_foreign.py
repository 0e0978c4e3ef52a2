"""Real files of other formats, as LibreOffice writes them from our workbook, each with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.reading.cells import Unreadable
from sync.reading.gate.package import admit
from tests import packages
from tests.builders import issued_workbook
from tests.libreoffice import PDF, Office, save

WRITTEN = {
    "a.xls": ("MS Excel 97", "", "old_xls", "libreoffice"),
    "locked.xls": ("MS Excel 97", "secret", "password", "libreoffice"),
    "a.ods": ("calc8", "", "ods", "libreoffice"),
    "locked.ods": ("calc8", "secret", "password", "libreoffice"),
    "a.fods": ("OpenDocument Spreadsheet Flat XML", "", "ods", "libreoffice"),
    "a.html": ("HTML (StarCalc)", "", "html", "libreoffice"),
    "a.csv": ("Text - txt - csv (StarCalc)", "", "text", None),
    "a.slk": ("SYLK", "", "other_spreadsheet", None),
    "a.dif": ("DIF", "", "other_spreadsheet", None),
    "a.pdf": (PDF, "", "pdf", None),
    "a.xlsm": ("Calc MS Excel 2007 VBA XML", "", "macros", "excel"),
    "a.xltx": ("Calc MS Excel 2007 XML Template", "", "read", None),
}

FROM_OURS = ("a.xls", "a.ods", "a.fods", "a.html", "a.pdf")
"""Made from our workbook, which names programs in its guide; the others from a smaller one, to be quick."""


@pytest.mark.libreoffice
def test_each_format_of_libreoffice_has_its_reason(libreoffice: Office, tmp_path: Path) -> None:
    """Our workbook, saved in each format that LibreOffice offers, is refused by its name and its program."""
    ours, small = tmp_path / "ours.xlsx", tmp_path / "small.xlsx"
    ours.write_bytes(issued_workbook())
    small.write_bytes(packages.workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    jobs = [
        (ours if name in FROM_OURS else small, tmp_path / name, by, key)
        for name, (by, key, *_) in WRITTEN.items()
    ]
    save(libreoffice, jobs)
    found = {name: outcome((tmp_path / name).read_bytes()) for name in WRITTEN}
    assert found == {name: tuple(expected) for name, (_, _, *expected) in WRITTEN.items()}


def outcome(data: bytes) -> tuple[str, object]:
    """Return the reason why a file is refused, and the program whose menus it names."""
    try:
        admit(data)
    except Unreadable as refused:
        return refused.code, refused.values.get("program")
    return "read", None
