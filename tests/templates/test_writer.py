"""The writing layer: nothing is lost in silence, text stays text, the same content gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from addin.texts import words
from templates.lists import Lists, choices, fits, word
from templates.patch import open_package
from templates.styles import RULES, STYLES, TABS
from templates.writer import A3, Cell, Formula, NotWritten, SafeSheet, SafeWorkbook, Shaped

LONG = [f"department {number}" for number in range(40)]


def written(fill: Callable[[SafeSheet], None], language: str = "en") -> bytes:
    """Return a workbook with one sheet filled by a function."""
    book = SafeWorkbook(language, title="trial")
    fill(book.sheet("Sheet", group="typed"))
    return book.save()


def opened(data: bytes, values: bool = False) -> Workbook:
    """Open a workbook by openpyxl."""
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def chosen(sheet: SafeSheet, column: int, name: str, words: Sequence[str], **rule: str) -> None:
    """Lay a drop-down over some rows of a column."""
    source = sheet.workbook.lists.source(name, words)
    sheet.validation(6, column, 20, column, {"validate": "list", "source": source, **rule})


def bar_chart(sheet: SafeSheet) -> Any:
    """Return a chart of one column."""
    chart = sheet.workbook.chart("bar")
    chart.add_series({"values": [sheet.name, 6, 3, 20, 3]})
    return chart


def everything(sheet: SafeSheet) -> None:
    """Use every function of a sheet once."""
    look = sheet.workbook.look
    sheet.write(0, 0, "=1+1", look("title"))
    sheet.write_row(1, 0, ["00123", 85, 0.5, True, None, date(2026, 9, 30)], look("fixed"))
    sheet.write(2, 0, datetime(2026, 9, 30, 8, 30), look("fixed", "date"))
    sheet.write(2, 1, "http://example.org", look("fixed"))
    sheet.formula(3, 0, "=B2*2", 170, look("computed"))
    sheet.formula(3, 1, '=IF(A2="","",A2)', "", look("computed"))
    sheet.formula(3, 2, "=1/0", "#DIV/0!", look("computed"))
    sheet.link(4, 0, "internal:'Sheet'!A1", "up")
    sheet.merge((5, 0), (5, 3), "=joined", look("hint"))
    chosen(sheet, 0, "category", choices("category", sheet.workbook.language))
    chosen(sheet, 1, "departments", LONG, input_title="Which?", input_message="Choose one.")
    sheet.lock(6, 2, 20, 2, "Computed", "This cell is computed.")
    sheet.condition(6, 0, 20, 3, "=$A7=1", "done")
    sheet.condition(6, 0, 20, 3, "=$A7=2", {"bg_color": "#FFFFFF"})
    sheet.bars(6, 3, 20, 3, 0, 120, "#BCD2E6")
    sheet.column(0, 2, 18, look("typed"))
    sheet.column(7, 8, None, hidden=True, level=1)
    sheet.column(9, 9, None, collapsed=True)
    sheet.height(0, 30)
    sheet.grow(1, 20, {0: "00123", 1: "a text of some length that takes three lines", 5: "hidden"})
    sheet.filter(6, 0, 20, 3)
    sheet.no_alarms(20, 3)
    sheet.chart(22, 0, bar_chart(sheet))
    sheet.freeze(1, 1)
    sheet.protect()
    sheet.page(header_row=6, paper=A3)
    sheet.print_area(20, 3)
    sheet.one_page()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_same_content_same_bytes(language: str) -> None:
    """The same content gives the same bytes at any time."""
    assert written(everything, language) == written(everything, language)


def test_values_are_what_they_are() -> None:
    """Text beginning with = stays text, leading zeros stay, numbers, truths and dates are themselves."""
    sheet = opened(written(everything))["Sheet"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
    assert [cell.value for cell in sheet[2][:6]] == ["00123", 85, 0.5, True, None, 46295]
    assert sheet["A3"].value == datetime(2026, 9, 30, 8, 30)
    assert (sheet["B3"].value, sheet["B3"].hyperlink) == ("http://example.org", None)
    assert (sheet["A6"].value, sheet["A6"].data_type) == ("=joined", "s")


def test_formulas_carry_their_results() -> None:
    """A formula carries its result; an empty result is a text, not "not calculated"."""
    data = written(everything)
    assert opened(data)["Sheet"]["A4"].value == "=B2*2"
    assert opened(data, values=True)["Sheet"]["A4"].value == 170
    xml = open_package(data).text("xl/worksheets/sheet1.xml")
    assert re.search(r'<c r="B4" s="\d+" t="str"><f>[^<]+</f><v></v></c>', xml)
    assert re.search(r'<c r="C4" s="\d+" t="e"><f>1/0</f><v>#DIV/0!</v></c>', xml)


def test_long_lists_move_to_a_hidden_sheet() -> None:
    """A list too long for a drop-down stands on a hidden sheet under a name of its own."""
    book = opened(written(everything))
    rules = {rule.formula1 for rule in book["Sheet"].data_validations.dataValidation}
    assert rules == {'"KPI,Behaviour,Ability,Management"', "list_departments", "FALSE"}
    assert book["_lists"].sheet_state == "veryHidden"
    assert [cell.value for cell in book["_lists"]["A"]] == LONG
    assert book.defined_names["list_departments"].attr_text == "_lists!$A$1:$A$40"


def test_long_lists_beside_a_sheet_of_that_name() -> None:
    """Where a book has a hidden sheet for lists of its own, long lists stand beside what is there."""
    book = SafeWorkbook("en")
    sheet = book.sheet("Sheet")
    book.sheet("_lists", state="hidden").write(3, 1, "own")
    chosen(sheet, 0, "departments", LONG)
    lists = opened(book.save())["_lists"]
    assert (lists["B4"].value, lists["C1"].value) == ("own", LONG[0])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda sheet: sheet.write(1_048_576, 0, 1),
        lambda sheet: sheet.write(0, 16_384, "off the grid"),
        lambda sheet: sheet.write(0, 0, float("nan")),
        lambda sheet: sheet.write(0, 0, float("inf")),
        lambda sheet: sheet.formula(0, 16_384, "=1", 1),
        lambda sheet: sheet.formula(0, 0, "1+1", 2),
        lambda sheet: sheet.formula(0, 0, "=" + "1+" * 5_000 + "1", 2),
        lambda sheet: sheet.formula(0, 0, "=FILTER(A1:A9,B1:B9)", 2),
        lambda sheet: sheet.validation(0, 0, 9, 0, {"validate": "list", "source": ["x" * 256]}),
        lambda sheet: sheet.validation(0, 0, 9, 0, {"validate": "any", "input_message": "x" * 256}),
        lambda sheet: sheet.lock(0, 0, 9, 0, "a title of more than 32 characters", "message"),
        lambda sheet: sheet.merge((0, 0), (0, 0), "one cell", None),
        lambda sheet: sheet.link(0, 0, "internal:" + "x" * 3_000, "long"),
        lambda sheet: sheet.workbook.sheet("Sheet"),
        lambda sheet: sheet.workbook.sheet("a title of more than thirty-one characters"),
        lambda sheet: sheet.workbook.define("1 wrong name", "=Sheet!$A$1"),
        lambda sheet: sheet.workbook.chart("no such chart"),
    ],
)
def test_what_cannot_be_written_is_refused(wrong: Callable[[SafeSheet], None]) -> None:
    """What XlsxWriter would leave out in silence raises."""
    with pytest.raises(NotWritten):
        wrong(SafeWorkbook("en").sheet("Sheet"))


@pytest.mark.parametrize("text", ["x" * 100_000, "人" * 40_000, "😀" * 20_000, "x" * 32_766 + "😀"])
def test_a_text_that_no_cell_can_hold_is_cut(text: str) -> None:
    """A text of more than 32,767 characters, as spreadsheets count, is cut and ends in an ellipsis."""

    def fill(sheet: SafeSheet) -> None:
        sheet.write(0, 0, text)
        sheet.formula(0, 1, "=A1", text)

    found = opened(written(fill), values=True)["Sheet"]
    for cell in found[1]:
        assert len(cell.value.encode("utf-16-le")) // 2 in (32_766, 32_767)
        assert cell.value.endswith("…")
        assert text.startswith(cell.value[:-1])


def test_the_longest_text_stays_whole() -> None:
    """A text that just fits is not touched."""
    found = opened(written(lambda sheet: sheet.write(0, 0, "人" * 32_767)))["Sheet"]
    assert found["A1"].value == "人" * 32_767


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_look_can_be_written(language: str) -> None:
    """Every named look, rule and tab colour is one that spreadsheets know."""
    book = SafeWorkbook(language)
    for number, group in enumerate(TABS):
        book.sheet(f"Sheet {number}", group=group)
    for row, name in enumerate(STYLES):
        book.sheets["Sheet 0"].write(row, 0, name, book.look(name, "banded"))
    for row, name in enumerate(RULES):
        book.sheets["Sheet 0"].condition(row, 0, row, 0, "=TRUE", name)
    sheet = opened(book.save())["Sheet 0"]
    assert sheet.max_row == len(STYLES)
    assert {cell.font.name for cell in sheet["A"]} == {"Calibri" if language == "en" else "Microsoft YaHei"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_choices_are_the_words_of_the_language(language: str) -> None:
    """The words of every table of choices fit into a drop-down or into the hidden sheet."""
    for table, entries in words("choices", language).items():
        if isinstance(entries, dict):
            assert choices(table, language) == list(entries.values())
    assert word("flag", "yes", language) == words("choices", language)["flag"]["yes"]


@pytest.mark.parametrize("entries", [["a, b", "c"], ['say "yes"'], ["x" * 128, "y" * 127]])
def test_words_that_do_not_fit(entries: list[str]) -> None:
    """Words with a comma or a quote, or too many of them, get a range of their own."""
    lists = Lists()
    assert not fits(entries)
    assert lists.source("some name", entries) == "=list_some_name"
    assert lists.columns == {"list_some_name": tuple(entries)}


def listed(sheet: SafeSheet) -> None:
    """Write a table of every kind of cell by blocks."""
    look = sheet.workbook.look
    rows: list[list[Cell]] = [
        ["00123", 85, 0.5, True, None, date(2026, 9, 30), "=text", ""],
        [
            "x" * 40_000,
            Formula("=B3*2", 170),
            Shaped(0.95, look("fixed", "percent")),
            False,
            1,
            "",
            None,
            -0.0,
        ],
    ]
    assert sheet.fill(1, 0, iter(rows), [look("fixed")] * 8) == 2
    sheet.table(0, 0, 2, "tbl_trial", list("abcdefgh"), look("header"))


def test_blocks_of_rows_hold_what_single_cells_would() -> None:
    """A block holds texts, numbers, truths, days, formulas and looks of their own, each as what it is."""
    sheet = opened(written(listed))["Sheet"]
    first, second = sheet["A2:H2"][0], sheet["A3:H3"][0]
    assert [cell.value for cell in first] == ["00123", 85, 0.5, True, None, 46295, "=text", None]
    assert first[6].data_type == "s"
    assert (len(str(second[0].value)), second[1].value, second[2].number_format) == (32_767, "=B3*2", "0.0%")
    assert opened(written(listed), values=True)["Sheet"]["B3"].value == 170


def test_a_block_is_a_real_table() -> None:
    """A table covers headings and rows, with filters, and carries its name."""
    (table,) = opened(written(listed))["Sheet"].tables.values()
    assert (table.name, table.ref, table.autoFilter.ref) == ("tbl_trial", "A1:H3", "A1:H3")
    assert [column.name for column in table.tableColumns] == list("abcdefgh")


def test_a_block_without_rows() -> None:
    """Nothing to write is no rows, and no cell."""

    def nothing(sheet: SafeSheet) -> None:
        assert sheet.fill(0, 0, [], []) == 0

    assert opened(written(nothing))["Sheet"].max_row == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda sheet: sheet.fill(1_048_576, 0, [[1]], [None]),
        lambda sheet: sheet.fill(0, 16_384, [["off the grid"]], [None]),
        lambda sheet: sheet.fill(0, 0, [[float("nan")]], [None]),
        lambda sheet: sheet.fill(0, 0, [[float("inf")]], [None]),
        lambda sheet: sheet.fill(0, 0, [[Formula("1+1", 2)]], [None]),
        lambda sheet: sheet.table(0, 0, 1, "no name", ["a"], None),
        lambda sheet: sheet.table(0, 0, 1, "tbl", ["a", "A"], None),
    ],
)
def test_blocks_are_as_strict(wrong: Callable[[SafeSheet], None]) -> None:
    """What a single cell may not be, no cell of a block may be; nothing is dropped in silence."""
    with pytest.raises(NotWritten):
        written(wrong)
