"""Changing cells: what is set is what openpyxl reads; formulas, looks and everything else stay."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from templates.fill import fill
from templates.patch import CannotPatch, CellError, CellValue, open_package, set_cells
from templates.patch.cells import place, serial
from templates.patch.markup import escaped, unescaped
from templates.writer import SafeWorkbook


def issued() -> bytes:
    """Return a workbook as we write it: a header, looks, a formula a row."""
    book = SafeWorkbook("en")
    sheet = book.sheet("Appraisal")
    sheet.write_row(0, 0, ["Name", "Actual", "Score"], book.look("header"))
    for row in range(1, 9):
        sheet.write(row, 0, f"Person {row}", book.look("fixed"))
        sheet.write(row, 1, None, book.look("typed", "percent"))
        sheet.formula(row, 2, f'=IF(B{row + 1}="","",B{row + 1}*100)', "", book.look("computed"))
    sheet.column(5, 5, 12, book.look("date"))
    book.sheet("Empty")
    return book.save()


def opened(data: bytes, values: bool = False) -> Workbook:
    """Open a workbook by openpyxl, with formulas or with their results."""
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def by_openpyxl() -> bytes:
    """Return a workbook saved again by openpyxl."""
    stream = BytesIO()
    opened(issued()).save(stream)
    return stream.getvalue()


def with_sheet(data: bytes, xml: str, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a workbook with another text of its first sheet."""
    package = open_package(data)
    package.replace(part, xml.encode())
    return package.save()


def sheet_text(data: bytes) -> str:
    """Return the text of the first sheet."""
    return open_package(data).text("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("data", [issued(), by_openpyxl()], ids=["xlsxwriter", "openpyxl"])
def test_typed_values_and_cached_results(data: bytes) -> None:
    """Inputs are typed, results follow, the formula and the looks stay."""
    filled = fill(data, {"Appraisal": {"B2": 0.85, "B3": 1}}, {"Appraisal": {"C2": 85.0, "C3": 100}})
    formulas, values = opened(filled)["Appraisal"], opened(filled, values=True)["Appraisal"]
    assert (formulas["B2"].value, formulas["B2"].number_format) == (0.85, "0.0%")
    assert formulas["C2"].value == '=IF(B2="","",B2*100)'
    assert (values["C2"].value, values["C3"].value) == (85, 100)
    assert formulas["B2"].fill.fgColor.rgb == opened(data)["Appraisal"]["B2"].fill.fgColor.rgb


def test_kinds_of_cached_results() -> None:
    """A formula's result can be a text, nothing, a truth or an error."""
    cached: dict[str, CellValue] = {
        "C2": " kept ",
        "C3": "",
        "C4": True,
        "C5": CellError("#N/A"),
        "C6": None,
        "C7": -0.1,
    }
    xml = sheet_text(set_cells(issued(), {}, cached={"Appraisal": cached}))
    assert re.search(r'<c r="C2" s="\d+" t="str"><f>[^<]+</f><v xml:space="preserve"> kept </v></c>', xml)
    assert re.search(r'<c r="C3" s="\d+" t="str"><f>[^<]+</f><v></v></c>', xml)
    assert re.search(r'<c r="C4" s="\d+" t="b"><f>[^<]+</f><v>1</v></c>', xml)
    assert re.search(r'<c r="C5" s="\d+" t="e"><f>[^<]+</f><v>#N/A</v></c>', xml)
    assert re.search(r'<c r="C6" s="\d+"><f>[^<]+</f></c>', xml)
    assert re.search(r'<c r="C7" s="\d+"><f>[^<]+</f><v>-0.1</v></c>', xml)


def test_typed_over_a_formula() -> None:
    """A number typed over a formula replaces it."""
    sheet = opened(set_cells(issued(), {"Appraisal": {"C2": 99}}))["Appraisal"]
    assert (sheet["C2"].value, sheet["C3"].value) == (99, '=IF(B3="","",B3*100)')


def test_text_stays_text() -> None:
    """Text that looks like a formula, a number or markup stays the text it is."""
    texts = [
        "=1+1",
        "00123",
        "<b>&amp;",
        "  spaces  ",
        "two\nlines",
        "1e3",
        "'",
        "@SUM(A1)",
        "80: 0; 95: 100",
    ]
    changes = {f"A{row}": text for row, text in enumerate(texts, 20)}
    data = set_cells(issued(), {"Appraisal": changes})
    sheet = opened(data)["Appraisal"]
    assert [sheet[cell].value for cell in changes] == texts
    assert {sheet[cell].data_type for cell in changes} == {"s"}
    with pytest.raises(CannotPatch, match="text_too_long"):
        set_cells(data, {"Appraisal": {"A1": "x" * 32768}})


def test_dates_follow_the_date_system() -> None:
    """Dates are stored as the days that the workbook's own date system counts."""
    day = date(2026, 9, 30)
    sheet = opened(set_cells(issued(), {"Appraisal": {"F3": day}}))["Appraisal"]
    assert sheet["F3"].value == datetime(2026, 9, 30)
    package = open_package(issued())
    xml = package.text("xl/workbook.xml").replace("<workbookPr ", '<workbookPr date1904="1" ')
    package.replace("xl/workbook.xml", xml.encode())
    assert opened(set_cells(package.save(), {"Appraisal": {"F3": day}}))["Appraisal"]["F3"].value == datetime(
        2026, 9, 30
    )
    assert (serial(date(1900, 1, 1)), serial(date(1900, 3, 1)), serial(datetime(2026, 1, 1, 12))) == (
        1.0,
        61.0,
        46023.5,
    )
    with pytest.raises(CannotPatch, match="bad_date"):
        serial(date(1899, 12, 31))


def test_new_cells_take_the_look_of_their_column() -> None:
    """A cell that did not exist looks like its column."""
    sheet = opened(set_cells(issued(), {"Appraisal": {"F30": date(2026, 1, 2)}}))["Appraisal"]
    assert sheet["F30"].number_format == "yyyy-mm-dd"


def test_rows_and_cells_stand_in_order() -> None:
    """Cells and rows put in stand where they belong, and the spans and the used range are widened."""
    data = set_cells(
        issued(), {"Appraisal": {"AA1": 1, "D1": 2, "A12": 3, "B11": 4, "A40": 5}, "Empty": {"C3": 6}}
    )
    xml = sheet_text(data)
    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', xml)]
    assert rows == sorted(rows)
    assert re.findall(r'<c r="([A-Z]+)1"', xml) == ["A", "B", "C", "D", "AA"]
    assert '<row r="1" spans="1:27">' in xml
    assert '<dimension ref="A1:AA40"/>' in xml
    assert opened(data)["Empty"]["C3"].value == 6


def test_emptied_cells_keep_their_look() -> None:
    """A cell that is emptied keeps its look, and emptying a cell that is not there changes nothing."""
    data = set_cells(issued(), {"Appraisal": {"A2": None, "Z99": None}})
    sheet = opened(data)["Appraisal"]
    assert (sheet["A2"].value, sheet["A2"].border.left.style) == (None, "thin")
    assert "Z99" not in sheet_text(data)


def test_untouched_rows_are_the_same_text() -> None:
    """Only the row concerned is written anew."""
    before, after = sheet_text(issued()), sheet_text(set_cells(issued(), {"Appraisal": {"B5": 0.5}}))
    rows = re.compile(r"<row .*?</row>|<row [^>]*/>")
    differing = [
        old[:12] for old, new in zip(rows.findall(before), rows.findall(after), strict=True) if old != new
    ]
    assert differing == ['<row r="5" s']


def test_rows_and_cells_without_numbers() -> None:
    """Rows and cells that leave out their number are counted, as the format allows."""
    body = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c><v>3</v></c></row><row/>"
    xml = re.sub(r"<sheetData>.*</sheetData>", f"{body}</sheetData>", sheet_text(issued()))
    data = with_sheet(issued(), xml)
    sheet = opened(set_cells(data, {"Appraisal": {"B1": 20, "D1": 40, "A2": 5, "A5": 6}}))["Appraisal"]
    assert [[cell.value for cell in row] for row in sheet["A1:D5"]] == [
        [1, 20, None, 40],
        [5, None, None, None],
        [None] * 4,
        [3, None, None, None],
        [6, None, None, None],
    ]


def test_shared_formula_is_not_lost() -> None:
    """A formula that other cells share is refused rather than lost; overwriting all of them is fine."""
    shared = (
        '<row r="2"><c r="C2"><f t="shared" ref="C2:C3" si="0">B2*2</f><v>2</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    xml = re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{shared}</sheetData>", sheet_text(issued()))
    data = with_sheet(issued(), xml)
    with pytest.raises(CannotPatch, match="shared_formula"):
        set_cells(data, {"Appraisal": {"C2": 1}})
    assert "<f" not in sheet_text(set_cells(data, {"Appraisal": {"C2": 1, "C3": 2}}))
    assert 'ref="C2:C3"' in sheet_text(
        set_cells(data, {"Appraisal": {"C3": 2}}, cached={"Appraisal": {"C2": 9}})
    )


def test_array_formula_is_not_lost() -> None:
    """An array formula over several cells is refused rather than lost."""
    row = '<row r="2"><c r="C2"><f t="array" ref="C2:C3">B2:B3*2</f><v>2</v></c></row>'
    xml = re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{row}</sheetData>", sheet_text(issued()))
    with pytest.raises(CannotPatch, match="array_formula"):
        set_cells(with_sheet(issued(), xml), {"Appraisal": {"C2": 1}})


@pytest.mark.parametrize(
    ("changes", "cached", "code"),
    [
        ({"Nowhere": {"A1": 1}}, {}, "no_sheet"),
        ({"Appraisal": {"1A": 1}}, {}, "bad_reference"),
        ({"Appraisal": {"XFE1": 1}}, {}, "bad_reference"),
        ({"Appraisal": {"A1048577": 1}}, {}, "bad_reference"),
        ({"Appraisal": {"A1": float("nan")}}, {}, "not_finite"),
        ({}, {"Appraisal": {"A2": 1}}, "no_formula"),
        ({}, {"Appraisal": {"Z9": 1}}, "no_formula"),
    ],
)
def test_impossible_changes(
    changes: dict[str, dict[str, CellValue]], cached: dict[str, dict[str, CellValue]], code: str
) -> None:
    """A change that cannot be made is refused with its reason."""
    with pytest.raises(CannotPatch) as refused:
        set_cells(issued(), changes, cached=cached)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<worksheet xmlns=", "<x:worksheet xmlns:x=", "prefix"),
        ("<sheetData>", "<sheetData><!-- a comment -->", "unusual"),
        ("<sheetData>", "<sheetDatum>", "no_cells"),
        ('<row r="3"', '<row r="2"', "duplicate_row"),
    ],
)
def test_unusual_markup_is_refused(old: str, new: str, code: str) -> None:
    """Markup that edits could spoil is refused, never changed by guess."""
    data = with_sheet(issued(), sheet_text(issued()).replace(old, new, 1))
    with pytest.raises(CannotPatch) as refused:
        set_cells(data, {"Appraisal": {"A2": 1}})
    assert refused.value.code == code


def test_other_encodings_are_refused() -> None:
    """A sheet in another encoding than UTF-8 is refused."""
    package = open_package(issued())
    text = package.text("xl/worksheets/sheet1.xml").replace("UTF-8", "UTF-16")
    package.replace("xl/worksheets/sheet1.xml", text.encode("utf-16"))
    with pytest.raises(CannotPatch, match="encoding"):
        set_cells(package.save(), {"Appraisal": {"A1": 1}})


ISSUED = issued()
HELD = {cell.coordinate: cell.value for row in opened(ISSUED)["Appraisal"]["A1:C9"] for cell in row}


def as_stored(value: CellValue) -> CellValue:
    """Return a value as openpyxl shows it: characters that XML does not know as spreadsheets write them."""
    return unescaped(escaped(value)) if isinstance(value, str) else value


texts = st.text(st.characters(codec="utf-8"), max_size=40)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**14), 10**14)
cells = st.builds(lambda column, row: f"{column}{row}", st.sampled_from("ABCDEGZ"), st.integers(1, 30))


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(cells, texts | numbers | st.booleans() | st.none(), max_size=12))
def test_what_is_set_is_read_back(changes: dict[str, CellValue]) -> None:
    """Whatever is put into cells, openpyxl reads it back, and the other cells hold what they held."""
    sheet = opened(set_cells(ISSUED, {"Appraisal": changes}))["Appraisal"]
    found = {cell: sheet[cell].value for cell in changes}
    expected = {cell: as_stored(value) for cell, value in changes.items()}
    assert {cell: value or None for cell, value in found.items()} == {
        cell: value or None for cell, value in expected.items()
    }
    others = HELD.keys() - changes.keys()
    assert {cell: sheet[cell].value for cell in others} == {cell: HELD[cell] for cell in others}


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_references(row: int, column: int) -> None:
    """A reference leads to its row and column."""
    letters = openpyxl.utils.get_column_letter(column)
    assert place(f"{letters}{row}") == (row, column)


def test_result_is_a_whole_zip() -> None:
    """The file that comes out has right checksums throughout."""
    with zipfile.ZipFile(BytesIO(set_cells(issued(), {"Appraisal": {"A1": "x"}}))) as zipped:
        assert zipped.testzip() is None
