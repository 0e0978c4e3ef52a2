"""Our reading beside that of python-calamine and openpyxl, cell by cell, but for what they misread.

Never run here: python-calamine 0.9.1 ends the whole interpreter on a cell reference that lies far outside,
which cannot be caught. Each misreading below is shown by a test of its own, so that a newer version that has
mended it says so.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from python_calamine import CalamineSheet, CalamineWorkbook

from sync.reading.cells import DATE, ERROR, NUMBER, Cell, Unreadable
from sync.reading.xlsx import read_book
from templates.books.scheme.book import write_scheme
from templates.books.scheme.starter import starter
from templates.references import reference
from tests import packages
from tests.builders import issued_workbook
from tests.writers import WRITERS
from tests.writers.samples import DAYS_TO_1904, filled, placed, rewritten, rich, rich_workbook

Value = float | str | bool | tuple[str, float] | None
Grid = dict[tuple[str, str], Value]
"""What a reader finds, by sheet and cell: blank cells are absent, a date is a day number so marked."""


def plain(value: object) -> Value:
    """Return a value as it is compared: no difference between blank and "", whole and other numbers."""
    if isinstance(value, datetime | date | time | timedelta):
        return "date", float(to_excel(value))
    if value is None or isinstance(value, str | bool):
        return None if value == "" else value
    assert isinstance(value, int | float)
    return float(value)


def calamine(data: bytes) -> Grid:
    """Read a workbook with python-calamine."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {
        (name, reference(row, column)): found
        for name in book.sheet_names
        for row, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(cells, start=1)
        if (found := plain(value)) is not None
    }


def openpyxl(data: bytes, read_only: bool = False) -> Grid:
    """Read a workbook with openpyxl, results in place of formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(data), data_only=True, read_only=read_only)
    return {
        (sheet.title, cell.coordinate): found
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if (found := plain(cell.value)) is not None
    }


READERS: Mapping[str, Callable[[bytes], Grid]] = {"calamine": calamine, "openpyxl": openpyxl}


@cache
def cells(data: bytes) -> dict[tuple[str, str], Cell]:
    """Return our cells that show something, with days counted from 1900."""
    book = read_book(data)
    since_1904 = DAYS_TO_1904 if book.date1904 else 0
    return {
        place: cell._replace(value=cell.value + since_1904)
        if isinstance(cell.value, float) and cell.format == DATE
        else cell
        for place, cell in placed(book).items()
        if cell.value not in (None, "")
    }


def ours(cell: Cell | None) -> Value:
    """Return what we find in a cell, as it is compared."""
    if cell is None:
        return None
    return ("date", cell.value) if isinstance(cell.value, float) and cell.format == DATE else cell.value


@dataclass(frozen=True, slots=True)
class Misreading:
    """One thing a library misreads: rows that show it, what we and it find in A1, and when it may be so."""

    reader: str
    rows: str
    ours: Value
    theirs: Value
    excuses: Callable[[Cell | None, Value], bool] = lambda cell, found: False
    styles: str | None = None


def cell_of(content: str, attributes: str = "") -> str:
    """Return the row with one cell."""
    return f'<row r="1"><c r="A1"{attributes}>{content}</c></row>'


ESCAPED = "<is><t>a_x005F_x0041_</t></is>"
CHINESE_DATE = '<cellXfs><xf numFmtId="31"/></cellXfs>'
MISREADINGS = {
    "calamine: an error is blank": Misreading(
        "calamine",
        cell_of("<v>#N/A</v>", ' t="e"'),
        "#N/A",
        None,
        lambda cell, found: cell is not None and cell.kind == ERROR and found is None,
    ),
    "calamine: infinity is a number": Misreading(
        "calamine",
        cell_of("<v>1e999</v>"),
        "1e999",
        math.inf,
        lambda cell, found: cell is not None and cell.kind == ERROR and found == math.inf,
    ),
    "calamine: the last of two cells counts": Misreading(
        "calamine", cell_of('<v>1</v></c><c r="A1"><v>2</v>'), 1.0, 2.0
    ),
    "calamine: a pair of escapes is no character": Misreading(
        "calamine", cell_of("<v>_xD83D__xDE00_</v>", ' t="str"'), "😀", "_xD83D__xDE00_"
    ),
    "calamine: a comment ends a number": Misreading("calamine", cell_of("<v>1<!-- -->3</v>"), 13.0, 1.0),
    "calamine: a date before 1900 is one": Misreading(
        "calamine",
        cell_of("<v>-5</v>", ' s="0"'),
        ("date", -5.0),
        ("date", 0.0),
        styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
    ),
    "openpyxl: escapes of inline text stay": Misreading(
        "openpyxl",
        cell_of(ESCAPED, ' t="inlineStr"'),
        "a_x0041_",
        "a_x005F_x0041_",
        lambda cell, found: isinstance(found, str) and "_x0" in found and cell is not None,
    ),
    "openpyxl: infinity is a number": Misreading("openpyxl", cell_of("<v>1e999</v>"), "1e999", math.inf),
    "openpyxl: digits of any script are a number": Misreading(
        "openpyxl", cell_of("<v>８５</v>"), "８５", 85.0
    ),
    "openpyxl: an underscore is a digit": Misreading("openpyxl", cell_of("<v>1_000</v>"), "1_000", 1000.0),
    "openpyxl: the last of two cells counts": Misreading(
        "openpyxl", cell_of('<v>1</v></c><c r="A1"><v>2</v>'), 1.0, 2.0
    ),
    "openpyxl: dates of a Chinese Excel are numbers": Misreading(
        "openpyxl",
        cell_of("<v>46331</v>", ' s="0"'),
        ("date", 46331.0),
        46331.0,
        lambda cell, found: cell is not None and (cell.kind, cell.format) == (NUMBER, DATE),
        CHINESE_DATE,
    ),
}

SEE_NOTHING = {("openpyxl", "excel-strict"), ("openpyxl", "unordered")}
REFUSE = {("openpyxl", "sheetjs")}
"""Whole workbooks that a library cannot read: Strict ones, part names in mixed case, a column of SheetJS."""

CORPUS: Mapping[str, Callable[[], bytes]] = {
    "issued": issued_workbook,
    "issued in Chinese": lambda: issued_workbook("zh"),
    "filled in Chinese": lambda: filled("zh"),
    "scheme": lambda: write_scheme(starter("zh", date(2026, 9, 1)), "zh"),
}
FILES = [key for key, writer in WRITERS.items() if writer.known == "kept" or writer.rewrite]
REWRITTEN = [key for key, writer in WRITERS.items() if writer.rewrite]


def unexplained(reader: str, data: bytes) -> Iterator[tuple[tuple[str, str], Value, Value]]:
    """Yield the cells in which a library finds something else, for none of the reasons that have a name."""
    mine, theirs = cells(data), READERS[reader](data)
    excuses = [one.excuses for one in MISREADINGS.values() if one.reader == reader]
    for place in mine.keys() | theirs.keys():
        cell, found = mine.get(place), theirs.get(place)
        if ours(cell) != found and not any(excuse(cell, found) for excuse in excuses):
            yield place, ours(cell), found


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", CORPUS)
def test_our_workbooks_read_as_elsewhere(name: str, reader: str) -> None:
    """In every cell of what we issue, two other libraries find what we find, or misread it in a known way."""
    assert list(unexplained(reader, CORPUS[name]())) == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("key", FILES)
def test_saved_workbooks_read_as_elsewhere(key: str, reader: str) -> None:
    """In every cell of what a program saved, two libraries find what we find, or are known to misread."""
    if (reader, key) in REFUSE:
        with pytest.raises(TypeError, match="level"):
            READERS[reader](rewritten(key))
    elif (reader, key) in SEE_NOTHING:
        assert READERS[reader](rewritten(key)) == {}
    else:
        assert list(unexplained(reader, rewritten(key))) == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("key", REWRITTEN)
def test_cells_of_every_kind_read_as_elsewhere(key: str, reader: str) -> None:
    """Cells of every kind read in two other libraries as here, but for misreadings that are known."""
    if (reader, key) not in SEE_NOTHING:
        assert list(unexplained(reader, rich(key))) == []


@pytest.mark.parametrize("name", MISREADINGS)
def test_misreading_is_real(name: str) -> None:
    """The library still misreads this, and we do not: once it reads it rightly, the excuse goes."""
    one = MISREADINGS[name]
    data = packages.workbook(one.rows, styles=one.styles)
    place = ("One", "A1")
    assert (ours(cells(data)[place]), READERS[one.reader](data).get(place)) == (one.ours, one.theirs)


def test_calamine_tells_no_formulas() -> None:
    """python-calamine has nothing that tells the formula of a cell."""
    assert not [name for name in dir(CalamineSheet) if "formula" in name.lower()]


def test_calamine_passes_no_number_on() -> None:
    """python-calamine passes on as a number what is none (NaN); here it is an error value."""
    data = packages.workbook(cell_of("<v>NaN</v>"))
    found = calamine(data)["One", "A1"]
    assert isinstance(found, float)
    assert math.isnan(found)
    assert cells(data)["One", "A1"].kind == ERROR


def test_calamine_sees_nothing_in_another_encoding() -> None:
    """python-calamine finds no rows in a sheet stored as UTF-16; here the sheet is refused by name."""
    rows = '<?xml version="1.0" encoding="UTF-16"?>' + packages.sheet(cell_of("<v>1</v>"))
    parts: dict[str, str | bytes] = packages.parts() | {"xl/worksheets/sheet1.xml": rows.encode("utf-16")}
    data = packages.packed(parts)
    assert calamine(data) == {}
    with pytest.raises(Unreadable, match="encoding"):
        read_book(data)


def test_openpyxl_sees_no_sheet_whose_part_is_missing() -> None:
    """openpyxl leaves out a sheet whose part is missing and says nothing; here the sheet is named."""
    parts = packages.parts(cell_of("<v>1</v>"))
    rows = parts.pop("xl/worksheets/sheet1.xml")
    data = packages.packed(parts | {"xl/worksheets/other.xml": rows})
    assert openpyxl(data) == {}
    with pytest.raises(Unreadable, match="missing_sheet"):
        read_book(data)


def test_openpyxl_believes_the_dimension() -> None:
    """openpyxl, when only reading, believes the declared dimension; here every cell is read."""
    parts = packages.parts()
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    parts["xl/worksheets/sheet1.xml"] = packages.sheet(rows, before='<dimension ref="A1"/>')
    data = packages.packed(parts)
    assert openpyxl(data, read_only=True) == {("One", "A1"): 1.0}
    assert len(cells(data)) == 2


def test_openpyxl_drops_rows_out_of_order() -> None:
    """openpyxl, when only reading, drops a row that stands behind a later one; here every row is read."""
    data = packages.workbook('<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>')
    assert ("One", "A1") not in openpyxl(data, read_only=True)
    assert len(cells(data)) == 2


def test_openpyxl_does_not_escape() -> None:
    """openpyxl writes a text like _x0041_ without escaping it, so that every program then shows an A."""
    place = ("考核 & 评分", "E1")
    assert cells(rich_workbook())[place].value == "_x0041_"
    assert (cells(rich("openpyxl"))[place].value, calamine(rich("openpyxl"))[place]) == ("A", "A")


def test_openpyxl_drops_what_lies_under_a_merge() -> None:
    """openpyxl drops values that merged cells still hold; here they are read, and named by F008."""
    parts = packages.parts()
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    merged = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    parts["xl/worksheets/sheet1.xml"] = packages.sheet(rows, after=merged)
    data = packages.packed(parts)
    assert openpyxl(data) == {("One", "A1"): 1.0}
    assert len(cells(data)) == 2
