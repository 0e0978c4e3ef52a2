"""The rows of a sheet: the same bytes as XlsxWriter's own, whether written cell by cell or filled down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from templates import writer
from templates.rows import own_row
from templates.writer import NotWritten, SafeSheet, SafeWorkbook
from tests.templates.plain_rows import PlainRows
from tests.templates.test_writer import everything

Fill = Callable[[SafeSheet], None]


def odd_cells(sheet: SafeSheet) -> None:
    """Write what is rare: cells without a look, looks of columns and rows, remarks, results of every type."""
    look = sheet.workbook.look
    sheet.column(0, 3, 20, look("typed"))
    sheet.height(2, 30, look("fixed"))
    sheet.write_row(0, 0, ["<&>\"'", 1, 0.1 + 0.2, 1e300, -0.0, True, None])
    sheet.write_row(2, 0, ["in a row with a look", 2.5, False], None)
    results = (None, "", "#N/A", "a < b & c", True, False, 3, 2.5, "领导", " ends blank ")
    for column, result in enumerate(results):
        sheet.formula(4, column, '=IF($A5<>"",$A5&"<>",A5)', result, look("computed"))
        sheet.formula(5, column, "=1+1", result)
    sheet.raw.write_comment(7, 3, "remark")
    sheet.raw.write_rich_string(8, 0, "bold ", sheet.workbook.raw.add_format({"bold": True}), "text")
    sheet.raw.write_array_formula(9, 0, 9, 1, "{=A1:B1*2}", look("computed"), 2)
    sheet.raw.write_formula(10, 0, "=XLOOKUP(A1,B1:B2,C1:C2)", look("computed"), 2)
    sheet.raw.write_formula(11, 0, "={1,2}", look("computed"), 1)
    sheet.write(1_000, 40, "far away", look("fixed"))


def saved(*fills: Fill) -> bytes:
    """Return a workbook with a sheet for each of some functions."""
    book = SafeWorkbook("en", title="rows")
    for number, fill in enumerate(fills):
        fill(book.sheet("Sheet" if not number else f"Sheet {number}", group="typed"))
    return book.save()


def test_the_bytes_are_xlsxwriters_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that uses everything, and one with the rarest of cells, are those XlsxWriter writes."""
    ours = saved(everything, odd_cells)
    monkeypatch.setattr(writer, "Rows", PlainRows)
    assert ours == saved(everything, odd_cells)


def filled_down(sheet: SafeSheet) -> None:
    """Write one row cell by cell and let another follow it."""
    one_by_one(sheet, rows=1)
    sheet.fill_down(0, 1, {0: "Wang <Wei>", 1: None, 2: "Li Na", 4: 7}, {3: "", 5: 2.0})


def one_by_one(sheet: SafeSheet, rows: int = 2) -> None:
    """Write both rows cell by cell."""
    look = sheet.workbook.look
    values = ("Li Na", 1, None, "same", None), ("Wang <Wei>", None, "Li Na", "same", 7)
    for row, (name, number, text, same, last) in enumerate(values[:rows]):
        sheet.write(row, 0, name, look("fixed"))
        sheet.write(row, 1, number, look("typed"))
        sheet.write(row, 2, text, look("typed", "centre"))
        sheet.write(row, 4, last, look("typed"))
        sheet.formula(row, 3, f'=IF($A{row + 1}="A1",$B$1,$C{row + 1})', "" if row else 1, look("computed"))
        sheet.formula(row, 5, f"=SUM('A1 & B1'!$A$1:$A$9,B{row + 1})", 2.0 if row else "#N/A")
        sheet.write(row, 6, same, look("fixed"))
    sheet.write(2, 0, "Wang <Wei>", look("fixed"))


def test_a_row_filled_down_is_as_if_written_cell_by_cell() -> None:
    """Looks stay, formulas follow, what is the row's own stands in it, and texts are counted."""
    assert saved(filled_down) == saved(one_by_one)


@pytest.mark.parametrize(
    ("formula", "pieces"),
    [
        ("$K5*2", ("$K", "*2")),
        ("IF(K5>$L$5,K5,5)", ("IF(K", ">$L$5,K", ",5)")),
        ("SUM('Unit A5'!$A$2:$A$9)+B5", ("SUM('Unit A5'!$A$2:$A$9)+B", "")),
        ('IF($A5="A5 ""B5""",LOG10(5),_lists!$A$5)', ("IF($A", '="A5 ""B5""",LOG10(5),_lists!$A$5)')),
        ("list_ratings_5+A55_5+MID(A5,ROW($1:$20),1)", ("list_ratings_5+A55_5+MID(A", ",ROW($1:$20),1)")),
    ],
)
def test_a_formula_is_cut_at_its_own_row_only(formula: str, pieces: tuple[str, ...]) -> None:
    """References to the own row follow; those behind a dollar, texts, sheets, names and numbers stay."""
    assert own_row(formula, 4) == pieces


def test_what_looks_at_another_row_is_not_filled_down() -> None:
    """A formula that would show another row's number in every row is refused, with its place."""
    sheet = SafeWorkbook("en").sheet("Sheet")
    sheet.formula(0, 0, "=A2", 1)
    with pytest.raises(NotWritten, match="A2 in A2"):
        sheet.fill_down(0, 5, {}, {0: 1})
