"""What a workbook loses on its way through a Sheet, and that the reader gets by with what is left."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter

from sync.emulator.answers import Refused
from sync.emulator.workbooks import edits, exported, fitted, imported, place_of, values, written
from sync.reading.formulas import KEPT_BY_GOOGLE
from sync.reading.submission import read_submission
from sync.reading.xlsx import read_book
from templates.patch import open_package
from templates.references import Area
from tests.writers.samples import filled


@pytest.fixture(scope="module")
def passed():
    """Return a filled workbook after import and export."""
    return exported(imported(filled("en")))


def test_what_is_typed_survives(passed):
    """Stamp, tables and typed content are those of the workbook that was uploaded."""
    before, after = read_submission(filled("en")), read_submission(passed)
    assert (after.stamp, after.content_digest) == (before.stamp, before.content_digest)


def test_the_worst_is_assumed_to_go(passed):
    """Tables, protection and properties are gone, very hidden sheets are hidden, numbers have points."""
    with ZipFile(BytesIO(passed)) as parts:
        names = parts.namelist()
        sheets = b"".join(parts.read(name) for name in names if name.startswith("xl/worksheets/sheet"))
        book = parts.read("xl/workbook.xml")
    assert not [name for name in names if name.startswith(("docProps", "xl/tables"))]
    assert b"sheetProtection" not in sheets
    assert b"tablePart" not in sheets
    assert b"veryHidden" not in book
    assert b".0</v>" in sheets


def test_after_typing_no_formula_has_a_result(passed):
    """What is calculated is unknown once a cell was written: nothing here calculates."""
    content = written(imported(filled("en")), {"Appraisal": {"M5": 3}})
    sheet, _ = place_of(content, "Appraisal!A1")
    formulas = [cell for cell in sheet.cells if cell.formula is not None]
    assert formulas
    assert all(cell.value is None for cell in formulas)


def test_ranges_are_read_row_by_row():
    """Blanks at the ends are left out, as Google leaves them out."""
    content = imported(filled("en"))
    sheet, place = place_of(content, "'Appraisal'!A4:B4")
    assert place == Area(1, 4, 2, 4)
    (row,) = values(sheet, place, False)
    assert len(row) == 2
    assert values(sheet, Area(1, 900, 3, 901), False) == []


def test_null_leaves_a_cell_and_an_empty_text_empties_it():
    """Values are taken as Google takes them: null is no change."""
    assert edits(Area(2, 3, 4, 3), [[1, None, ""]]) == {"B3": 1, "D3": None}


def test_what_is_no_workbook_is_refused():
    """An upload that is no workbook is a bad request."""
    with pytest.raises(Refused):
        imported(b"no workbook")


def test_functions_of_our_own_come_back_as_google_writes_them():
    """A function that Excel does not know stands as text beside its result, and reads as what was typed."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Scores")
    sheet.write_formula("A1", '=MERIT_SCORE("ratio",B1&"",100)', None, 90)
    sheet.write_formula("A2", "=MERIT_EXPLAIN(B1)", None, "a < b")
    book.close()
    number, text = read_book(exported(imported(stream.getvalue()))).sheets[0].cells
    assert (number.value, text.value) == (90, "a < b")
    kept = [KEPT_BY_GOOGLE.fullmatch(str(one.formula))[1] for one in (number, text)]
    assert kept == ['MERIT_SCORE(""ratio"",B1&"""",100)', "MERIT_EXPLAIN(B1)"]


def test_rows_grow_with_what_stands_in_them(passed):
    """Rows that are to fit are as high as their texts need; the others keep their height."""
    long = written(passed, {"Appraisal": {"P2": "a long remark " * 30, "P3": "a long remark " * 30}})
    before, after = (heights(content) for content in (long, fitted(long, "Appraisal", range(2, 3))))
    assert after[2] > before[2]
    assert after | {2: 0.0} == before | {2: 0.0}


def heights(content):
    """Return the height of each row of Appraisal by its number; 0 where none is given."""
    xml = open_package(content).text(open_package(content).sheet_part("Appraisal"))
    rows = (
        (found[1], re.search(r' ht="([^"]*)"', found[0]))
        for found in re.finditer(r'<row r="(\d+)"[^>]*>', xml)
    )
    return {int(number): float(height[1]) if height else 0.0 for number, height in rows}
