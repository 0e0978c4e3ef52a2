"""Sheets made to fool the quick pass: whatever stands in or around their rows, both passes say the same."""

from __future__ import annotations

import pytest

from sync.reading.cells import Unreadable
from sync.reading.gathering import Common
from sync.reading.limits import LIMITS
from sync.reading.worksheet import read_sheet
from tests.packages import MAIN

MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OPEN = f'<worksheet xmlns="{MAIN}" xmlns:mc="{MARKUP}" xmlns:z="urn:z" mc:Ignorable="z">'
FORGED = '<row r="7"><c r="M7"><v>5</v></c></row>'
SEEN = '<sheetData ><row r="7"><c r="A7"><v>1</v></c></row></sheetData >'

AROUND = {
    "in an element to be ignored": (OPEN + "<z:old>", "</z:old>" + SEEN),
    "in one, with nothing after": (OPEN + "<z:old>", "</z:old><sheetData/>"),
    "in an instruction": (OPEN + "<?z ", " ?>" + SEEN),
    "in an instruction alone": (OPEN + "<?z ", " ?>"),
    "in an alternative": (
        OPEN + '<mc:AlternateContent><mc:Choice Requires="z">',
        "</mc:Choice></mc:AlternateContent><sheetData/>",
    ),
    "in a list of columns": (OPEN + "<cols>", "</cols>"),
    "in another namespace": (f'<worksheet xmlns="urn:z"><z:a xmlns:z="{MAIN}"/>', ""),
    "after another root": (f'<x:a xmlns:x="{MAIN}" xmlns="urn:z"><worksheet/>', "</x:a><worksheet>"),
    "in a chart": (OPEN.replace("worksheet", "chartsheet"), "</chartsheet><worksheet>"),
    "twice": (OPEN + "<sheetData/>", ""),
    "said to be in another encoding": (
        '<?xml version="1.0" ' + " " * 100 + 'encoding="us-ascii"?>' + OPEN.replace("urn:z", "urn:é"),
        "",
    ),
}
"""What stands before and after rows that nobody sees, or that are not the sheet's."""

CELLS = {
    "formula within a value": '<c r="A7"><v>33<f>A9</f>91</v></c>',
    "formula within a text": '<c r="A7" t="inlineStr"><is><t>ab<f>A1</f>cd</t></is></c>',
    "formula within an attribute": '<c r="A7" s="1<f>A7</f>"><v>3</v></c>',
    "formula within a tag": '<c r="A7" <f>x</f>s="1"><v>3</v></c>',
    "formula within the value's tag": '<c r="A7"><v<f>A1</f>>3</v></c>',
    "tag by its numbers": '<c r="A7"><&#118;>3</&#118;></c>',
    "value before the formula": '<c r="A7"><v>3</v><f>A1</f></c>',
    "formula longer than a cell": '<c r="A7"><f>' + "B+" * 20000 + "1</f><v>1</v></c>",
    "nearly too long": '<c r="A7"><f>' + "B+" * 16383 + "1</f><v>1</v></c>",
    "escape in a formula": '<c r="A7"><f>"_x0001_"&amp;"_x0041_"</f><v>_x0041_ _x000D_</v></c>',
    "characters by number": '<c r="A7" t="str"><v>a&#9;b&#13;c&#10;d&#65;&#228;&#21592;</v></c>',
    "escaped escapes": '<c r="A7" t="str"><v>&amp;lt;&amp;#65;&amp;#228;&lt;&#38;</v></c>',
    "half a pair by number": '<c r="A7" t="str"><v>&#55357;&#56832;</v></c>',
    "beyond the first plane": '<c r="A7" t="str"><v>&#128512;</v></c>',
    "no character": '<c r="A7" t="str"><v>&#65534;</v></c>',
    "the row's digits everywhere": '<c r="A7" s="7"><f>A7*7+$B$7+LOG10(77)</f><v>777</v></c>',
    "the row's digits in an entity": '<c r="A7" t="str"><f>"&#177;7"</f><v>&#177;</v></c>',
    "another row's cell": '<c r="A77"><v>1</v></c>',
    "a column beyond the last": '<c r="XFE7"><v>1</v></c>',
    "small letters": '<c r="a7"><v>1</v></c>',
    "no space": '<c r="A7"s="1"><v>1</v></c>',
    "tabulator": '<c r="A7"\ts="1"><v>1</v></c>',
    "an attribute nobody declared": '<c r="A7" x:s="1"><v>1</v></c>',
    "twice": '<c r="A7"><v>1</v></c><c r="A7"><v>2</v></c>',
    "out of order": '<c r="B7"><v>1</v></c><c r="A7"><v>2</v></c>',
}
"""Cells of row 7, each as hardly any program writes it."""

ROWS = {
    "number with zeros": '<row r="007"><c r="A7"><v>1</v></c></row>',
    "no height": '<row r="7" ht="0"><c r="A7"><v>1</v></c></row>',
    "height twice": '<row r="7" ht="0" ht="1"><c r="A7"><v>1</v></c></row>',
    "undeclared height": '<row r="7" x14ac:dyDescent="0.2"><c r="A7"><v>1</v></c></row>',
    "out of order": FORGED + '<row r="3"><c r="A3"><v>1</v></c></row>',
    "no row": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "left open": '<row r="7"><c r="A7"><v>1</v></c>',
}


def said(content: str, quick: bool) -> object:
    """Return all that a pass finds in a sheet, or that it refuses it."""
    try:
        read = read_sheet("part", content.encode(), Common(["s0", "s1"], {"1": "percent"}), LIMITS, quick)
    except Unreadable:
        return "refused"
    return read.finish(), read.hidden_rows, read.hidden_columns, read.merged, read.repeated


@pytest.mark.parametrize("name", AROUND)
def test_rows_that_are_not_the_sheets_own_are_not_read(name: str) -> None:
    """Rows hidden where no program looks for them are found by neither pass, or refused by both."""
    head, tail = AROUND[name]
    content = f"{head}<sheetData>{FORGED}</sheetData>{tail}</worksheet>"
    found = said(content, True)
    assert found == said(content, False)
    assert "value=5.0" not in str(found)


@pytest.mark.parametrize("name", CELLS)
def test_odd_cells_are_read_alike(name: str) -> None:
    """A cell spelled unusually, or wrongly, is the same to both passes, also after others of its kind."""
    rows = '<row r="6"><c r="A6"><v>1</v></c></row>' + f'<row r="7">{CELLS[name]}</row>'
    rows += f'<row r="8">{CELLS[name].replace("A7", "A8")}</row>'
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    assert said(content, True) == said(content, False)


@pytest.mark.parametrize("name", ROWS)
def test_odd_rows_are_read_alike(name: str) -> None:
    """A row spelled unusually, or wrongly, is the same to both passes."""
    around = '<cols xmlns:x14ac="urn:q"/>'
    content = f'<worksheet xmlns="{MAIN}">{around}<sheetData>{ROWS[name]}</sheetData></worksheet>'
    assert said(content, True) == said(content, False)
