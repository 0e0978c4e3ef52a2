"""Links of the master workbook after somebody has sorted its tables in a spreadsheet program."""

from __future__ import annotations

import openpyxl
import pytest

from templates.books.master import write_master
from tests.libreoffice import XLSX, Office, save
from tests.templates.books.master.material import content, headed
from tests.templates.books.master.test_links import led_to

pytestmark = pytest.mark.libreoffice


def test_links_lead_to_the_right_row_after_sorting(libreoffice: Office, tmp_path):
    """Both tables sorted otherwise, the number of lines still leads to the first line of its person."""
    plain, target = tmp_path / "master.xlsx", tmp_path / "sorted.xlsx"
    plain.write_bytes(write_master(content()))
    steps = [
        {"sheet": "Results", "area": "A5:U7", "column": 9, "descending": True},
        {"sheet": "Indicator scores", "area": "A5:N7", "column": 3, "descending": True},
    ]
    save(libreoffice, [(plain, target, XLSX, "")], steps)
    book = openpyxl.load_workbook(target)
    sheet = book["Results"]
    cell = sheet.cell(5, headed(sheet).index("Lines") + 1)
    assert sheet["B5"].value == "00123", "the best comes first now"
    lines, row = led_to(book, sheet, cell)
    assert [lines.cell(row, column).value for column in (2, 4)] == ["00123", "S-2"]
    assert openpyxl.load_workbook(target, data_only=True)["Results"][cell.coordinate].value == 2
