"""Every workbook is one that Excel opens without a word, and every reader finds the same in it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from python_calamine import CalamineWorkbook

from sync.reading.xlsx import read_book
from tests.every import every, workbook
from tests.every.company import Company, handed_out
from tests.validity import problems

OFFICE = (".xlsx", ".docx")


@pytest.mark.parametrize(("name", "language"), every())
def test_excel_would_not_offer_to_repair_it(name: str, language: str) -> None:
    """Nothing in any part breaks a rule of the format."""
    assert problems(workbook(name, language)) == []


def test_what_the_company_hands_out_is_sound(company: Company) -> None:
    """The largest file of each folder and kind that the commands write breaks no rule either."""
    folder = company("zh")
    largest: dict[tuple[Path, str], Path] = {}
    for file in sorted(handed_out(folder), key=lambda file: file.stat().st_size):
        largest[file.parent, file.suffix] = file
    found = {
        str(file.relative_to(folder)): problems(file.read_bytes())
        for file in largest.values()
        if file.suffix in OFFICE
    }
    assert len(found) >= 4
    assert not any(found.values()), found


@pytest.mark.parametrize(("name", "language"), every()[::2])
def test_every_reader_finds_the_same(name: str, language: str) -> None:
    """openpyxl, calamine and our own reader show the same value in every cell that holds one."""
    data = workbook(name, language)
    ours = {
        (sheet.name, cell.row, cell.column): plain(cell.value)
        for sheet in read_book(data).sheets
        for cell in sheet.cells
        if cell.value not in (None, "")
    }
    assert by_openpyxl(data) == ours
    assert by_calamine(data) == ours


Seen = dict[tuple[str, int, int], object]


def plain(value: object) -> object:
    """Return a value as every reader can tell it: dates by their number, other numbers as numbers."""
    if isinstance(value, date):
        return float(to_excel(value))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def by_openpyxl(data: bytes) -> Seen:
    """Return what openpyxl reads."""
    return {
        (sheet.title, cell.row, cell.column): plain(cell.value)
        for sheet in load_workbook(BytesIO(data), data_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def by_calamine(data: bytes) -> Seen:
    """Return what calamine reads."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {
        (name, row, column): plain(value)
        for name in book.sheet_names
        for row, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(cells, start=1)
        if value not in (None, "")
    }
