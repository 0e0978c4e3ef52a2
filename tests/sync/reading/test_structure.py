# ruff: noqa: E501 - pieces of XML stand one to a line
"""What stands in a wrong place, or is not what it should be, is passed over or refused, never misread."""

from __future__ import annotations

import gc

import pytest

from sync.reading.cells import DATE, PERCENT, Unreadable
from sync.reading.xlsx import read_book
from templates.references import reference
from tests import packages, referee

FOREIGN = 'xmlns:x="urn:x"'
CHOICE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TEXTS = "<si><t>one</t></si><si><t>two</t></si>"
CELL = '<c r="A1"><v>1</v></c>'
PASSED_OVER = {
    "a row in a foreign element": f'<row r="1">{CELL}</row><x:any {FOREIGN}><row r="2"><c r="A2"><v>5</v></c></row></x:any>',
    "a cell in a foreign element": f'<row r="1">{CELL}<x:any {FOREIGN}><c r="B1"><v>5</v></c></x:any></row>',
    "a value in a foreign element": f'<row r="1"><c r="A1"><v>1</v><x:any {FOREIGN}><v>5</v></x:any></c></row>',
    "a value in an extension": '<row r="1"><c r="A1"><v>1</v><extLst><ext><v>5</v></ext></extLst></c></row>',
    "an element within a value": '<row r="1"><c r="A1"><v>1<b>5</b></v></c></row>',
    "text in a foreign element": f'<row r="1"><c r="A1" t="inlineStr"><is><t>1</t><x:any {FOREIGN}><t>5</t></x:any></is></c></row>',
}
REFUSED = {
    "rows within a row": f'<row r="1"><sheetData><row r="3"/></sheetData>{CELL}</row>',
    "a row within a row": f'<row r="1">{CELL}<row r="2"><c r="A2"><v>5</v></c></row></row>',
    "a cell within a cell": '<row r="1"><c r="A1"><v>1</v><c r="B1"><v>5</v></c></c></row>',
    "a cell outside a row": '<c r="A1"><v>5</v></c>',
    "a value within a value": '<row r="1"><c r="A1"><v>1<v>5</v></v></c></row>',
    "a value within a formula": '<row r="1"><c r="A1"><f>B1<v>5</v></f></c></row>',
    "text within text": '<row r="1"><c r="A1" t="inlineStr"><is><t>a<t>b</t>c</t></is></c></row>',
    "a choice of cells": f'<row r="1"><mc:AlternateContent {CHOICE}><mc:Fallback>{CELL}</mc:Fallback></mc:AlternateContent></row>',
}


def found(data: bytes) -> dict[str, object]:
    """Return the values of a workbook's only sheet by their reference."""
    (sheet,) = read_book(data).sheets
    return {reference(cell.row, cell.column): cell.value for cell in sheet.cells}


def refusal(parts: dict[str, str | bytes]) -> str:
    """Return the code for which a workbook is refused."""
    with pytest.raises(Unreadable) as refused:
        read_book(packages.packed(parts))
    return refused.value.code


def sized(name: str, said: str) -> bytes:
    """Return a workbook with something said of its first row or its first column."""
    sheet = packages.sheet(
        f'<row r="1" {said if name == "row" else ""}>{CELL}</row>',
        f'<cols><col min="1" max="1" {said if name == "col" else ""}/></cols>',
    )
    return packages.packed(packages.parts() | {"xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(
    ("strings", "text"),
    [
        (f"<si><t>a</t><x:t {FOREIGN}>b</x:t></si>", "a"),
        (f"<si><t>a</t><x:any {FOREIGN}><t>b</t></x:any></si>", "a"),
        ("<si><extLst><t>b</t></extLst><r><rPr><b/></rPr><t>a</t></r></si>", "a"),
        (f"<x:si {FOREIGN}><t>b</t></x:si><si><t>a</t></si>", "a"),
    ],
)
def test_shared_text_is_only_ours(strings: str, text: str) -> None:
    """A shared text holds neither foreign text nor that of extensions, and foreign entries do not count."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert found(packages.workbook(rows, strings)) == {"A1": text}


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>a</t><si><t>b</t></si></si>",
        "<si><t>a<t>b</t></t></si>",
        f"<mc:AlternateContent {CHOICE}><mc:Fallback><si><t>a</t></si></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_nested_shared_texts_are_refused(strings: str) -> None:
    """A shared text within another would shift all that follow, so the workbook is refused."""
    assert refusal(packages.parts("", strings)) == "broken_part"


def test_two_relationships_of_one_id_are_refused() -> None:
    """Where one id leads to two parts, programs would read different ones, so the workbook is refused."""
    parts = packages.parts()
    parts["xl/_rels/workbook.xml.rels"] = packages.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId1", "worksheet", "worksheets/sheet2.xml")
    )
    assert refusal(parts) == "ambiguous"


def test_another_version_of_xml_is_refused() -> None:
    """A part in a version of XML that does not exist is refused."""
    parts = packages.parts()
    parts["xl/worksheets/sheet1.xml"] = '<?xml version="2.0"?>' + packages.sheet("")
    assert refusal(parts) == "broken_part"


@pytest.mark.parametrize("name", PASSED_OVER)
def test_what_is_not_ours_is_passed_over(name: str) -> None:
    """What stands in an extension or a foreign element is no cell and no value, and the rest is read."""
    data = packages.workbook(PASSED_OVER[name])
    assert list(found(data).values()) in ([1.0], ["1"])
    assert found(data) == {place: value for place, (_, value, _) in referee.read(data)["One"].items()}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_nested_is_refused(name: str) -> None:
    """Rows, cells and values inside one another are refused: no program could tell what was meant."""
    assert refusal(packages.parts(REFUSED[name])) == "broken_part"


def test_a_chart_has_no_rows() -> None:
    """Rows hidden in a sheet that is a chart are read by neither pass."""
    rows = packages.sheet(f'<row r="1">{CELL}</row>').replace("worksheet", "chartsheet")
    wrapped = rows.replace("<sheetData>", f"<x:any {FOREIGN}><sheetData>")
    parts = packages.parts() | {
        "xl/worksheets/sheet1.xml": wrapped.replace("</sheetData>", "</sheetData></x:any>")
    }
    assert found(packages.packed(parts)) == {}
    assert refusal(packages.parts() | {"xl/worksheets/sheet1.xml": rows}) == "broken_part"


def test_rows_stand_directly_in_the_sheet() -> None:
    """A sheet whose rows are missing, misspelled or wrapped is refused, never read as empty."""
    rows = packages.sheet(f'<row r="1">{CELL}</row>')
    for wrong in (
        rows.replace("sheetData", "sheetdata"),
        rows.replace("<sheetData>", f"<x:any {FOREIGN}><sheetData>").replace(
            "</sheetData>", "</sheetData></x:any>"
        ),
    ):
        assert refusal(packages.parts() | {"xl/worksheets/sheet1.xml": wrong}) == "broken_part"


@pytest.mark.parametrize(
    "wrapper", ["<any>{}</any>", "<extLst><ext>{}</ext></extLst>", "<sheets><any>{}</any></sheets>"]
)
def test_sheets_stand_in_their_list(wrapper: str) -> None:
    """Only what stands directly in the list of sheets is a sheet."""
    parts = packages.parts()
    entry = '<sheet name="Other" sheetId="2" r:id="rId1"/>'
    book = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = book.replace("</workbook>", f"{wrapper.format(entry)}</workbook>")
    assert [sheet.name for sheet in read_book(packages.packed(parts)).sheets] == ["One"]


@pytest.mark.parametrize("kind", ["n", "b", "e", "d"])
def test_white_space_is_no_value(kind: str) -> None:
    """A value of white space only is none, with a formula and without."""
    rows = f'<row r="1"><c r="A1" t="{kind}"><v> \n</v></c><c r="B1" t="{kind}"><f>1</f><v> </v></c></row>'
    assert found(packages.workbook(rows)) == {"B1": None}


@pytest.mark.parametrize("declared", ["us-ascii", "UTF8"])
def test_letters_beyond_a_declared_encoding_are_refused(declared: str) -> None:
    """A sheet that declares plain letters only, or an encoding no program knows, and holds others is refused."""
    parts = packages.parts()
    rows = '<row r="1"><c r="A1" t="str"><v>{}</v></c></row>'
    for text in ("plain", "员工"):
        parts["xl/worksheets/sheet1.xml"] = (
            f'<?xml version="1.0" encoding="{declared}"?>' + packages.sheet(rows.format(text))
        ).encode()
        if text == "plain":
            assert found(packages.packed(parts)) == {"A1": "plain"}
    assert refusal(parts) == "broken_part"


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_styles_and_texts_of_another_kind_are_refused(part: str) -> None:
    """Styles or texts that are something else are refused: percentages would be read as plain numbers."""
    parts = packages.parts("", "<si><t>a</t></si>", '<cellXfs><xf numFmtId="9"/></cellXfs>')
    assert read_book(packages.packed(parts))
    parts[part] = str(parts[part]).replace(packages.MAIN, "urn:other")
    assert refusal(parts) == "broken_part"


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize(
    ("said", "shown"), [("", PERCENT), ('s="0"', PERCENT), ('s="01"', DATE), ('s=" 1 "', DATE), ('s="9"', "")]
)
def test_a_cell_without_a_style_has_the_first(said: str, shown: str, quick: bool) -> None:
    """A cell that names no style is shown by the first one, and a style may be written with blanks or zeros."""
    styles = '<cellXfs><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs>'
    row = f'<row r="1"><c r="A1" {said}><v>33.91</v></c></row>'
    data = packages.packed(packages.parts(row if quick else f"<!-- -->{row}", styles=styles))
    assert read_book(data).sheets[0].cells[0].format == shown
    assert referee.read_sheets(data)[0].look("A1") == shown


def test_a_style_that_is_no_number_is_refused() -> None:
    """A style that is no number is refused: a percentage would be read as a plain number."""
    assert refusal(packages.parts('<row r="1"><c r="A1" s="one"><v>1</v></c></row>')) == "broken_cell"


@pytest.mark.parametrize(
    "said",
    [
        *('hidden="1"', 'hidden=" true "', 'ht="0"', 'ht="0.0"', 'ht="0.3"', 'ht=" 3E-1 "'),
        *('width="0.00"', 'width="0.04"', 'width="-1"'),
    ],
)
def test_hidden_in_any_spelling(said: str) -> None:
    """A row or column smaller than a pixel is hidden as one of no size is, however size and yes are written."""
    name = "col" if "width" in said else "row"
    data = sized(name, said)
    read = read_book(data).sheets[0]
    hidden = (set(), {1}) if name == "col" else ({1}, set())
    assert (read.hidden_rows, read.hidden_columns) == hidden
    (seen,) = referee.read_sheets(data)
    assert (seen.hidden_rows, seen.hidden_columns) == hidden


@pytest.mark.parametrize("said", ['ht="1"', 'ht="15"', 'ht="x"', 'width="0.1"', 'width="8.43"', 'width=""'])
def test_what_can_be_seen_is_not_hidden(said: str) -> None:
    """A row or column of at least a pixel, or without a size that is a number, is not hidden."""
    name = "col" if "width" in said else "row"
    read = read_book(sized(name, said)).sheets[0]
    assert (read.hidden_rows, read.hidden_columns) == (set(), set())


def test_reading_leaves_nothing_to_collect() -> None:
    """Memory is given back as soon as a workbook is read or refused, without waiting for a collector."""
    whole = packages.parts(f'<row r="1">{CELL}<x:any {FOREIGN}><y/></x:any></row>', TEXTS)
    cut = whole | {"xl/worksheets/sheet1.xml": str(whole["xl/worksheets/sheet1.xml"]).partition("<y/>")[0]}
    files = packages.packed(whole), packages.packed(cut)
    outcomes = [_outcome(data) for data in files]
    gc.collect()
    gc.disable()
    try:
        assert [_outcome(data) for data in files] == outcomes == ["read", "broken_part"]
        assert gc.collect() == 0
    finally:
        gc.enable()


def _outcome(data: bytes) -> str:
    try:
        read_book(data)
    except Unreadable as unreadable:
        return unreadable.code
    return "read"
