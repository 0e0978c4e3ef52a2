# ruff: noqa: E501 - pieces of XML stand one to a line
"""Reading workbooks: every cell as it is, whoever wrote the file; the referee reads the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.reading.cells import AS_TEXT, BLANK, DATE, ERROR, PERCENT, Book, Cell, Unreadable
from sync.reading.limits import Limits
from sync.reading.xlsx import read_book
from templates.books.scheme.book import write_scheme
from templates.books.scheme.starter import starter
from templates.references import reference
from tests import packages, referee
from tests.builders import filled_workbook, issued_workbook
from tests.libreoffice import Office, recalculate
from tests.writers.libraries import openpyxl as resaved
from tests.writers.samples import rich_workbook, seen


def one(data: bytes) -> dict[str, Cell]:
    """Return the cells of a workbook's only sheet by their reference."""
    (sheet,) = read_book(data).sheets
    return {reference(cell.row, cell.column): cell for cell in sheet.cells}


def scheme_workbook() -> bytes:
    """Return the starter scheme workbook."""
    return write_scheme(starter("zh", date(2026, 9, 1)), "zh")


@pytest.mark.parametrize("make", [rich_workbook, issued_workbook, filled_workbook, scheme_workbook])
def test_reads_what_the_referee_reads(make: object) -> None:
    """A workbook as written, and saved again by openpyxl, holds for us what the referee finds in it."""
    assert callable(make)
    for data in (make(), resaved(make())):
        assert seen(read_book(data)) == referee.read(data)


@pytest.mark.libreoffice
def test_reads_what_libreoffice_saved(libreoffice: Office, tmp_path: Path) -> None:
    """A workbook saved again by LibreOffice holds what the referee finds, and the same typed values."""
    files = []
    for number, make in enumerate((rich_workbook, filled_workbook)):
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(make())
        files.append(file)
    for before, after in zip(files, recalculate(libreoffice, files, tmp_path / "saved"), strict=True):
        book = read_book(after.read_bytes())
        assert seen(book) == referee.read(after.read_bytes())
        assert "LibreOffice" in book.application
        assert typed(book) == typed(read_book(before.read_bytes()))


def typed(book: Book) -> set[tuple[str, int, int, str, str]]:
    """Return the cells without formula; LibreOffice keeps 15 digits of a number."""
    return {
        (
            sheet.name,
            cell.row,
            cell.column,
            cell.kind,
            f"{cell.value:.14g}" if cell.kind == "n" else str(cell.value),
        )
        for sheet in book.sheets
        for cell in sheet.cells
        if cell.formula is None
    }


def test_workbook_facts() -> None:
    """Sheets come in order with their visibility and hidden rows and columns; names and the program are told."""
    book = read_book(rich_workbook())
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [
        ("考核 & 评分", "visible"),
        ("It's <two>", "hidden"),
    ]
    assert book.sheets[0].hidden_rows == {7}
    assert book.sheets[0].hidden_columns == {3, 4}
    assert book.names == {"Everyone": "'考核 & 评分'!$A$1:$A$9"}
    assert book.application == "Microsoft Excel"
    assert not book.date1904


def test_formats_of_cells() -> None:
    """A cell says whether it shows a percentage, a date or text."""
    cells = {reference(cell.row, cell.column): cell for cell in read_book(rich_workbook()).sheets[0].cells}
    assert [cells[place].format for place in ("A3", "B3", "C3", "A2")] == [PERCENT, DATE, AS_TEXT, ""]


CELLS = {
    "shared formula": (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1+SUM(A$1:A1)</f><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>3</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/></c></row>',
        {"A1": 1.0, "B1": "A1*$A$1+SUM(A$1:A1)", "B2": "A2*$A$1+SUM(A$1:A2)", "B3": "A3*$A$1+SUM(A$1:A3)"},
    ),
    "array formula": (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>2</v></c></row><row r="2"><c r="A2"><v>4</v></c></row>',
        {"A1": "B1:B2*2", "A2": "B1:B2*2"},
    ),
    "inline rich text with phonetic run": (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>漢</t></r><r><rPr><b/></rPr><t>字</t></r>'
        '<rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/></is></c></row>',
        {"A1": "漢字"},
    ),
    "inline runs of another look": (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>33</t></r><r><t>91</t></r></is></c></row>',
        {"A1": "33|91"},
    ),
    "no references": (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row><row r='9'><c><v>5</v></c></row>",
        {"A1": 1.0, "C1": 3.0, "A2": 4.0, "A9": 5.0},
    ),
    "out of order": (
        '<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        {"A1": 1.0, "A2": 3.0, "B2": 4.0},
    ),
    "escapes": (
        '<row r="1"><c r="A1" t="str"><v>a_x000D_\nb_x005F_x0041__xD83D__xDE00__xDC00_</v></c></row>',
        {"A1": "a\r\nb_x0041_😀�"},
    ),
    "truth": (
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="b"><v>true</v></c></row>',
        {"A1": True, "B1": False, "C1": True},
    ),
    "comments and instructions": (
        '<row r="1"><!-- hello --><c r="A1"><v>1<!-- 2 -->3</v></c><?pi x?><c r="B1" t="str"><v><![CDATA[<v>]]></v></c></row>',
        {"A1": 13.0, "B1": "<v>"},
    ),
    "white space and other namespaces": (
        '\n <row r="1" xmlns:x="urn:x" x:r="7">\n  <c r="A1" x:t="s">\n <x:v>9</x:v> <v> 1 </v>\n <x:f>A1</x:f></c>\n </row>\n',
        {"A1": 1.0},
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_reads_any_legal_spelling(name: str) -> None:
    """Cells are read whichever legal way they are written, and as the referee reads them."""
    rows, expected = CELLS[name]
    data = packages.workbook(rows)
    cells = one(data)
    found = {place: cell.formula or cell.value for place, cell in cells.items()}
    assert found == expected
    assert seen(read_book(data)) == referee.read(data)


@pytest.mark.parametrize(
    "text", ["NaN", "INF", "-INF", "1e999", "1_000", "８５", "85,5", "0x10", "abc", "1 2"]
)
def test_what_is_no_number_is_an_error(text: str) -> None:
    """A number cell that holds no finite number is an error cell, never a number and never blank."""
    cell = one(packages.workbook(f'<row r="1"><c r="A1"><v>{text}</v></c></row>'))["A1"]
    assert (cell.kind, cell.value) == (ERROR, text)


def test_formula_without_a_result_is_blank() -> None:
    """A formula without a cached value is blank with its formula; one whose result is empty text says so."""
    cells = one(
        packages.workbook(
            '<row r="1"><c r="A1"><f>B1</f><v></v></c><c r="B1"><f>C1</f></c>'
            '<c r="C1" t="str"><f>D1</f><v></v></c><c r="D1" s="1"/></row>'
        )
    )
    assert {place: (cell.kind, cell.value, cell.formula) for place, cell in cells.items()} == {
        "A1": (BLANK, None, "B1"),
        "B1": (BLANK, None, "C1"),
        "C1": ("t", "", "D1"),
    }


def test_a_repeated_place_is_noted() -> None:
    """Where a cell is stored twice the first counts and a note names the place."""
    book = read_book(
        packages.workbook(
            '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row><row r="1"><c r="A1"/></row>'
        )
    )
    assert [cell.value for cell in book.sheets[0].cells] == [1.0]
    assert book.notes == ("duplicate_cell One!A1",)


def test_shared_formula_before_its_first_cell() -> None:
    """A shared formula is written out also for cells stored before the one that carries it."""
    rows = (
        '<row r="2"><c r="A2"><f t="shared" si="4"/><v>1</v></c></row>'
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="4">B1</f><v>1</v></c></row>'
    )
    assert [cell.formula for cell in read_book(packages.workbook(rows)).sheets[0].cells] == ["B1", "B2"]


def test_date_system_and_dates_as_text() -> None:
    """The 1904 date system is told; dates that Strict workbooks store as text become day numbers."""
    data = packages.workbook(
        '<row r="1"><c r="A1" t="d"><v>2026-11-05T12:00:00</v></c><c r="B1" t="d"><v>soon</v></c></row>',
        book='<workbookPr date1904="1"/>',
    )
    assert read_book(data).date1904
    cells = one(data)
    assert (cells["A1"].value, cells["A1"].format, cells["B1"].kind) == (44869.5, DATE, ERROR)


def test_strict_workbooks() -> None:
    """A workbook in the namespaces of Strict Office Open XML reads the same."""
    parts = packages.parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>yes</t></si>")
    strict = {
        name: str(text)
        .replace(packages.MAIN, packages.STRICT_MAIN)
        .replace(packages.OFFICE, packages.STRICT_OFFICE)
        for name, text in parts.items()
    }
    assert one(packages.packed(strict)) == one(packages.packed(parts))


def test_any_namespace_prefix() -> None:
    """Elements may have any prefix; what has another namespace is not ours, whatever its name."""
    parts = packages.parts()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<q:worksheet xmlns:q="{packages.MAIN}" xmlns="urn:other"><q:sheetData>'
        '<q:row r="1"><q:c r="A1"><q:v>5</q:v><v>6</v></q:c><c r="B1"><v>7</v></c></q:row></q:sheetData></q:worksheet>'
    )
    assert {place: cell.value for place, cell in one(packages.packed(parts)).items()} == {"A1": 5.0}


def test_dimension_is_not_believed() -> None:
    """A wrong declared dimension hides no cell."""
    parts = packages.parts()
    parts["xl/worksheets/sheet1.xml"] = packages.sheet(
        '<row r="9"><c r="C9"><v>5</v></c></row>', before='<dimension ref="A1"/>'
    )
    assert one(packages.packed(parts))["C9"].value == 5.0


REFUSED = {
    "missing_sheet": {"xl/worksheets/sheet1.xml": None},
    "missing_part": {"xl/workbook.xml": None},
    "no_workbook": {"_rels/.rels": packages.relationships(("rId1", "other", "x.xml"))},
    "no_sheets": {"xl/workbook.xml": f'<workbook xmlns="{packages.MAIN}"/>'},
    "doctype": {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + packages.sheet("")},
    "encoding": {
        "xl/worksheets/sheet1.xml": ('<?xml version="1.0" encoding="UTF-16"?>' + packages.sheet("")).encode(
            "utf-16"
        )
    },
    "broken_part": {"xl/worksheets/sheet1.xml": packages.sheet("<row>")},
    "broken_cell": {
        "xl/worksheets/sheet1.xml": packages.sheet('<row r="1"><c r="A1" t="s"><v>3</v></c></row>')
    },
    "bad_reference": {
        "xl/worksheets/sheet1.xml": packages.sheet('<row r="1"><c r="XFE1"><v>3</v></c></row>')
    },
}


@pytest.mark.parametrize("code", REFUSED)
def test_broken_workbooks_are_refused_by_name(code: str) -> None:
    """A workbook that is not whole is refused with its own reason, never read as empty."""
    parts = packages.parts() | {name: text for name, text in REFUSED[code].items() if text is not None}
    kept = {name: text for name, text in parts.items() if REFUSED[code].get(name, "") is not None}
    with pytest.raises(Unreadable) as refused:
        read_book(packages.packed(kept))
    assert refused.value.code == code


@pytest.mark.parametrize("declared", ["latin-1", "gb2312", "utf-16"])
def test_other_encodings_are_refused(declared: str) -> None:
    """A part that declares another encoding than UTF-8 is refused, also where expat could read it."""
    parts = packages.parts()
    parts["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0" encoding="{declared}"?>' + packages.sheet("")
    with pytest.raises(Unreadable) as refused:
        read_book(packages.packed(parts))
    assert refused.value.code == "encoding"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(cells=2), "too_many_cells"),
        (Limits(rows=2), "bad_reference"),
        (Limits(strings=1), "too_many_strings"),
        (Limits(text=3), "too_long_text"),
        (Limits(sheets=0), "too_many_sheets"),
        (Limits(total=500), "too_large_part"),
        (Limits(part=100), "too_large_part"),
        (Limits(file=100), "too_large"),
        (Limits(entries=3), "too_many_parts"),
    ],
)
def test_limits_are_reasons(limits: Limits, code: str) -> None:
    """Over a limit a workbook is refused with a reason."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="B{row}"><v>1</v></c></row>'
        for row in (1, 2, 3)
    )
    data = packages.workbook(rows, strings="<si><t>four</t></si><si><t>more</t></si>")
    assert len(read_book(data).sheets[0].cells) == 6
    with pytest.raises(Unreadable) as refused:
        read_book(data, limits)
    assert refused.value.code == code


def test_a_huge_array_formula_is_refused() -> None:
    """An array formula over a whole sheet is refused before it is written out."""
    data = packages.workbook('<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row>')
    with pytest.raises(Unreadable) as refused:
        read_book(data)
    assert refused.value.code == "too_many_cells"


REPEATED = {
    "shared formula": (
        '<row r="1"><c r="A1"><f t="shared" si="0">' + "A1+" * 300 + "1</f></c></row>",
        '<c><f t="shared" si="0"/></c>',
    ),
    "shared formula that comes last": (
        "",
        '<c><f t="shared" si="0"/><v>1</v></c>',
        '<row r="9"><c><f t="shared" si="0">' + "A1+" * 300 + "1</f></c></row>",
    ),
    "long text": ("", '<c t="s"><v>0</v></c>'),
}


@pytest.mark.parametrize("name", REPEATED)
def test_small_files_cannot_grow_without_bounds(name: str) -> None:
    """A long text or shared formula repeated in many cells is refused before memory is gone."""
    before, cell, *after = REPEATED[name]
    rows = f'{before}<row r="2">{cell * 200}</row>{"".join(after)}'
    data = packages.workbook(rows, strings=f"<si><t>{'long' * 300}</t></si>")
    assert len(read_book(data).sheets[0].cells) >= 200
    with pytest.raises(Unreadable) as refused:
        read_book(data, Limits(written=100_000))
    assert refused.value.code == "too_much_text"
