"""Finding the table in somebody else's file."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from sync.reading.cells import Unreadable
from sync.reading.encodings import encoding_of
from sync.reading.layouts import find_layout
from sync.reading.rows import UNCALCULATED, Layout, read_rows
from tests import packages
from tests.sync.reading.foreign_files import FOREIGN

WANTED = {"who", "year", "score"}


def lacks(titles):
    """Tell how many columns are missing."""
    return len(WANTED - set(titles))


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("who,year,score\n1,2,3\n", Layout(1, 0, "utf-8-sig", ",")),
        ("Scores, all of them\n\nwho;year;score\n1;2;3\n", Layout(3, 0, "utf-8-sig", ";")),
        ("sep=;\nwho;year;score\n1;2;3\n", Layout(2, 0, "utf-8-sig", ";")),
        ('"a ""title"", long"\nwho\tyear\tscore\n', Layout(2, 0, "utf-8-sig", "\t")),
        ("\n" * 30 + "who,year,score\n", Layout(31, 0, "utf-8-sig", ",")),
    ],
)
def test_the_titles_are_found_below_other_rows(text, layout):
    """A title row, empty rows, or Excel's own sep= line above the titles do not hide them."""
    assert find_layout(text.encode(), lacks).layout == layout
    assert set(read_rows(text.encode(), layout)[0]) == WANTED


def test_titles_below_the_first_twenty_rows_are_not_looked_for():
    """A table that begins further down is told as one without the columns."""
    assert find_layout(b"x\n" * 20 + b"who,year,score\n", lacks).layout.header == 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Name;Ort\nMüller;Trüb\n", "cp1252"),
        ("Größe,x", "cp1252"),
        ("é,à", "cp1252"),
        ("Name\nÉlodie\nJosé\n", "cp1252"),
        ("工号,姓名\n1,朱镕基\n2,喆\n", "gb18030"),
        ("name\nA组\nKPI表X研发\n", "gb18030"),
        ("工号\n王芳", "utf-16"),
        ("工号\n王芳", "utf-8-sig"),
        ("工号\n王芳", "utf-8"),
    ],
)
def test_the_encoding_is_the_one_that_makes_sense(text, encoding):
    """Chinese and Western files are told apart by what they would say in each encoding."""
    assert text.encode(encoding).decode(encoding_of(text.encode(encoding))) == text


@pytest.mark.parametrize("data", [b"\x00\x01", b"\x01\x02\x03\xff", b"\xff\xfe\x00\xd8", b""])
def test_what_is_no_text_is_refused(data):
    """Binary content and an empty file are no table."""
    with pytest.raises(Unreadable):
        find_layout(data, lacks)


def test_a_sheet_is_read_as_shown():
    """The sheet with the titles is read, the others are named; percentages are seen."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Read me").write(0, 0, "About")
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("Scores")
        sheet.write_row(1, 0, ["who", "year", "score"])
        sheet.write(2, 0, 1.2345, book.add_format({"num_format": "0%"}))
        sheet.write(2, 1, 0.07, book.add_format({"num_format": "0%"}))
        book.add_worksheet("Secret").hide()
    layout, others = find_layout(target.getvalue(), lacks)
    assert (layout, others) == (Layout(2, 2), ("Read me",))
    _, (record,) = read_rows(target.getvalue(), layout)
    assert (record.texts["who"], record.texts["year"]) == ("123.45%", "7%")


def test_a_formula_without_a_result_is_no_blank():
    """A workbook that no spreadsheet program has calculated says so, where earlier imports found a blank."""
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["who", "year", "score"])
    book.active.append(["7", 2024, "=1+1"])
    book.save(target)
    found = find_layout(target.getvalue(), lacks)
    assert read_rows(target.getvalue(), found.layout)[1][0].texts["score"] == UNCALCULATED
    assert read_rows(target.getvalue())[1][0].texts["score"] == ""


LONG = "x" * 140_000


@pytest.mark.parametrize(
    "lines",
    [
        ["who,year,score", "1,2,3", f"1,2,{LONG}"],
        ["Scores", "who,year,score", f'1,2,"{LONG}"'],
        ["who,year,score", "1,2," + "x;" * 70_000],
        [LONG],
    ],
)
def test_a_cell_that_is_too_long_is_told_as_such(lines):
    """A cell longer than any reader takes is the reason, not that there were no rows, or no columns."""
    data = "\n".join(lines).encode()
    with pytest.raises(Unreadable) as refused:
        read_rows(data, find_layout(data, lacks).layout)
    assert refused.value.code == "not_a_table"
    assert "field larger than field limit" in str(refused.value.values["detail"])


@pytest.mark.parametrize(
    "data", [b"", b"\r\n\r\n", packages.workbook("")], ids=["empty", "blank", "workbook"]
)
def test_a_file_without_rows_is_told_as_such(data):
    """A file in which nothing stands is no table, and says so."""
    with pytest.raises(Unreadable) as refused:
        find_layout(data, lacks)
    assert refused.value.code == "no_rows"


@pytest.mark.parametrize("name", ["xls by LibreOffice", "page by Excel", "flat OpenDocument", "PDF", "mail"])
def test_a_file_of_another_kind_is_called_by_its_name(name):
    """A file of another kind given to an import is told by its name and how to save it."""
    code, _, make = FOREIGN[name]
    with pytest.raises(Unreadable) as refused:
        find_layout(make(), lacks)
    assert refused.value.code == code
