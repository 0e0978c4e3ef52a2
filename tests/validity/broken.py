"""One workbook that uses everything, and each way to break it that Excel would offer to repair."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from templates.patch import comment
from templates.writer import SafeWorkbook
from tests.packages import packed, unpacked

Parts = dict[str, bytes]
Break = Callable[[Parts], object]

BOOK, SHEET, OTHER = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TABLE, STYLES, STRINGS, CHART = (
    "xl/tables/table1.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/charts/chart1.xml",
)
DRAWING, BOXES, REMARKS = "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml", "xl/comments1.xml"
LINKS, SHEET_LINKS, TYPES = (
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "[Content_Types].xml",
)


@cache
def good() -> bytes:
    """Return a sound workbook with text, formulas, looks, rules, links, a table, charts and comments."""
    book = SafeWorkbook("en", title="trial")
    sheet, table = book.sheet("Sheet"), book.sheet("Tabled")
    look = book.look
    for row in range(2, 8):
        sheet.write_row(row, 0, ["00123", row, 0.5, "text"], look("fixed"))
        sheet.formula(row, 4, f'=IF(B{row + 1}=0,"",SUM(B{row + 1}:C{row + 1}))', row + 0.5, look("computed"))
    sheet.write(2, 5, True, look("fixed", "date"))
    sheet.merge((0, 0), (0, 3), "joined", look("hint"))
    sheet.merge((0, 5), (0, 6), "also", look("hint"))
    sheet.link(1, 0, "internal:'Tabled'!A1", "over")
    sheet.link(1, 1, "internal:'Tabled'!A2", "over")
    sheet.validation(
        2,
        1,
        7,
        1,
        {"validate": "list", "source": ["a", "b"], "input_title": "Which?", "input_message": "Choose."},
    )
    sheet.validation(2, 2, 7, 2, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1})
    sheet.condition(2, 0, 7, 3, "=$B3=1", "done")
    sheet.condition(2, 0, 7, 3, "=$B3=2", "error")
    sheet.filter(1, 0, 7, 4)
    sheet.page(header_row=1)
    sheet.print_area(7, 4)
    sheet.freeze(2, 1)
    sheet.height(0, 30)
    sheet.column(0, 1, 12)
    sheet.column(2, 3, 14)
    book.define("all_values", "='Sheet'!$B$3:$B$8")
    book.define("other_values", "='Sheet'!$C$3:$C$8")
    for number in (1, 2):
        chart = book.chart("bar")
        for column in (1, 2):
            chart.add_series({"values": ["Sheet", 2, column, 7, column]})
        sheet.chart(10 + 20 * number, 0, chart)
    table.write_row(0, 0, ["Name", "Score"], look("header"))
    table.write_row(1, 0, ["Li Na", 90], look("fixed"))
    for first in (0, 3):
        table.raw.add_table(
            first,
            first,
            first + 1,
            first + 1,
            {"columns": [{"header": "Name"}, {"header": "Score"}], "autofilter": False},
        )
    return comment(book.save(), {"Sheet": {"B3": "remark", "B4": "remark"}})


def replaced(part: str, pattern: str, by: str) -> Break:
    """Replace the first place of a part that a pattern finds."""

    def change(parts: Parts) -> None:
        text, count = re.subn(pattern, by, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count, (part, pattern)
        parts[part] = text.encode()

    return change


def broken(change: Break) -> bytes:
    """Return the workbook broken in one way."""
    parts = unpacked(good())
    change(parts)
    return packed(parts)


in_book, in_sheet, in_styles = (partial(replaced, part) for part in (BOOK, SHEET, STYLES))
LONG = "x" * 300

BREAKS: dict[str, tuple[Break, str]] = {
    "no xml": (replaced(SHEET, "</worksheet>", ""), "package: "),
    "a part without a type": (lambda parts: parts.update({"xl/extra.bin": b"x"}), "no type for xl/extra.bin"),
    "a part nobody points to": (
        lambda parts: parts.update({"xl/extra.xml": b"<x/>"}),
        "xl/extra.xml: nothing points to it",
    ),
    "a type for nothing": (
        replaced(TYPES, "/xl/styles.xml", "/xl/style.xml"),
        "a type for xl/style.xml, which is not there",
    ),
    "two types": (replaced(TYPES, "(<Override[^>]*styles[^>]*/>)", r"\1\1"), "two types for xl/styles.xml"),
    "a target that is missing": (lambda parts: parts.pop(STYLES), "xl/styles.xml is not there"),
    "two relationships of one id": (replaced(LINKS, 'Id="rId2"', 'Id="rId1"'), "two relationships rid1"),
    "a relationship nobody declared": (
        in_sheet('<drawing r:id="[^"]*"', '<drawing r:id="rId99"'),
        "relationship rId99 is not there",
    ),
    "elements out of order": (
        in_sheet("(<autoFilter[^>]*/>)(<mergeCells.*?</mergeCells>)", r"\2\1"),
        "sheet1.xml: Unexpected element",
    ),
    "an element of its own": (in_sheet("<sheetData>", "<mine/><sheetData>"), "sheet1.xml: "),
    "two sheets of one title": (in_book('name="Tabled"', 'name="sheet"'), "two sheets with name sheet"),
    "two sheets of one id": (in_book('sheetId="2"', 'sheetId="1"'), "two sheets with sheetId 1"),
    "a title too long": (in_book('name="Tabled"', f'name="{"x" * 32}"'), "is no title of a sheet"),
    "a title with a sign": (in_book('name="Tabled"', 'name="a/b"'), "'a/b' is no title of a sheet"),
    "no sheet to be seen": (
        in_book('(name="Sheet") (.*?name="Tabled") ', r'\1 state="hidden" \2 state="hidden" '),
        "no sheet can be seen",
    ),
    "a name like a cell": (in_book("all_values", "AB12"), "'AB12' is no name"),
    "a name with a space": (in_book("all_values", "all values"), "'all values' is no name"),
    "two names": (in_book("other_values", "all_values"), "two names all_values"),
    "a name of no sheet": (in_book('localSheetId="0"', 'localSheetId="9"'), "of a sheet that is not there"),
    "odd print titles": (in_book(r"Sheet!\$2:\$2", "Sheet!$B$2"), "_xlnm.Print_Titles = Sheet!$B$2"),
    "a filter without its name": (
        in_book(r"Sheet!\$A\$2:\$E\$8</definedName>", "Sheet!$A$2:$E$9</definedName>"),
        "the filter of Sheet is A2:E8",
    ),
    "a wrong count": (in_styles('<cellXfs count="', '<cellXfs count="9'), "cellXfs says 9"),
    "a font that is missing": (
        in_styles('(<cellXfs.*?)fontId="[1-9]"', r'\1fontId="99"'),
        "fontId 99 is not there",
    ),
    "a format that is missing": (
        in_styles('(<cellXfs.*?)numFmtId="16[0-9]"', r'\1numFmtId="199"'),
        "number format 199 is not there",
    ),
    "a style that is missing": (in_sheet('(<c [^>]*)s="[0-9]+"', r'\1s="999"'), "s 999 of c is not there"),
    "a look that is missing": (in_sheet('dxfId="[0-9]+"', 'dxfId="99"'), "dxfId 99 of cfRule is not there"),
    "rows out of order": (in_sheet('<row r="4"', '<row r="3"'), "row 3 after row 3"),
    "a cell in another row": (in_sheet('r="B4"', 'r="B5"'), "cell B5 in row 4"),
    "a cell off the grid": (in_sheet('r="F3"', 'r="XFE3"'), "cell XFE3 in row 3"),
    "a row too high": (in_sheet(' ht="[^"]*"', ' ht="500"'), "is 500 high"),
    "columns that overlap": (in_sheet('<col min="3"', '<col min="2"'), "columns 2 to"),
    "a text that is missing": (in_sheet('t="s"><v>[0-9]+', 't="s"><v>999'), "holds '999' as s"),
    "a number that is none": (in_sheet("<v>0.5</v>", "<v>half</v>"), "holds 'half' as n"),
    "a kind of cell that is none": (in_sheet('t="s"', 't="z"'), "as z"),
    "a text too long": (replaced(STRINGS, "joined", "x" * 32_768), "a text that no cell holds"),
    "spaces that get lost": (replaced(STRINGS, "joined", "joined "), "spaces of 'joined ' are not kept"),
    "a pane off the grid": (in_sheet('topLeftCell="B3"', 'topLeftCell="B0"'), "B0 is no place"),
    "an area that is none": (
        in_sheet('<dataValidation ([^>]*)sqref="[^"]*"', r'<dataValidation \1sqref="B8:B3"'),
        "dataValidation over 'B8:B3'",
    ),
    "two validations on a cell": (in_sheet('sqref="C3:C8"', 'sqref="B8:C9"'), "two validations over B8:C9"),
    "validations miscounted": (
        in_sheet('<dataValidations count="2"', '<dataValidations count="3"'),
        "3 validations said, 2 there",
    ),
    "a title that is not stored": (
        in_sheet('promptTitle="Which\\?"', f'promptTitle="{"x" * 33}"'),
        "promptTitle over B3:B8 is too long",
    ),
    "a message that is not stored": (
        in_sheet('prompt="Choose."', f'prompt="{LONG}"'),
        "prompt over B3:B8 is too long",
    ),
    "a list that is not stored": (in_sheet('"a,b"', f'"{LONG}"'), "the list over B3:B8 is too long"),
    "a bound too few": (in_sheet("<formula2>1</formula2>", ""), "has a bound too many or too few"),
    "a priority twice": (in_sheet('priority="2"', 'priority="1"'), "two conditional formats of priority 1"),
    "merged cells that meet": (in_sheet('ref="F1:G1"', 'ref="D1:G1"'), "merged D1:G1 meets another"),
    "merged cells in a table": (
        in_sheet('mergeCell ref="F1:G1"', 'mergeCell ref="B3:B4"'),
        "merged B3:B4 lies in a table",
    ),
    "two links in a cell": (in_sheet('hyperlink ref="B2"', 'hyperlink ref="A2"'), "two links in a2"),
    "a link to nowhere": (in_sheet("location=\"'?Tabled'?!A1\"", 'location="Gone!A1"'), "leads to 'Gone!A1'"),
    "two tables of one name": (
        lambda parts: [
            replaced(f"xl/tables/table{n}.xml", 'displayName="[^"]*"', 'displayName="Mine"')(parts)
            for n in (1, 2)
        ],
        "two tables with displayName mine",
    ),
    "a title that is not its cell's": (
        replaced(TABLE, 'name="Score"', 'name="Mark"'),
        "its titles are not those of its cells",
    ),
    "tables that meet": (
        replaced("xl/tables/table2.xml", ' ref="[^"]*"', ' ref="B2:C3"'),
        "meets another table",
    ),
    "a formula that does not end": (
        in_sheet("<f>IF[^<]*</f>", "<f>IF(B3=0,</f>"),
        "cannot be read (it does not end)",
    ),
    "a formula with a hole": (in_sheet("<f>IF[^<]*</f>", "<f>B3 C3</f>"), "E3 cannot be read"),
    "a formula too long": (in_sheet("<f>IF[^<]*</f>", f"<f>{'1+' * 4100}1</f>"), "is too long"),
    "a function of later": (
        in_sheet("<f>IF[^<]*</f>", "<f>_xlfn.XLOOKUP(1,B3:B4,C3:C4)</f>"),
        "function _xlfn.XLOOKUP is not known everywhere",
    ),
    "a sheet that is gone": (in_sheet("<f>IF[^<]*</f>", "<f>Gone!A1</f>"), "sheet Gone is not there"),
    "a name that is gone": (
        in_sheet("<f>IF[^<]*</f>", "<f>SUM(lost_values)</f>"),
        "name lost_values is not there",
    ),
    "an error in a formula": (in_sheet("<f>IF[^<]*</f>", "<f>#REF!+1</f>"), "holds #REF!"),
    "a rule that cannot be read": (
        in_sheet("<formula>[^<]*</formula>", "<formula>AND(</formula>"),
        "cannot be read",
    ),
    "two shapes of one id": (replaced(DRAWING, '(cNvPr id=")3"', r'\g<1>2"'), "two shapes 2"),
    "an anchor that runs back": (
        replaced(DRAWING, "(<xdr:to>.*?<xdr:row>)[0-9]+", r"\g<1>1"),
        "an anchor from",
    ),
    "a chart of lost cells": (
        replaced(CHART, "<c:f>Sheet!", "<c:f>Gone!"),
        "chart1.xml: sheet Gone is not there",
    ),
    "an axis that is missing": (
        replaced(CHART, '<c:crossAx val="[0-9]+"', '<c:crossAx val="7"'),
        "axes ['7'] are not there",
    ),
    "a series twice": (replaced(CHART, '<c:idx val="1"', '<c:idx val="0"'), "two series with idx 0"),
    "a comment without its box": (
        replaced(REMARKS, 'ref="B4"', 'ref="C4"'),
        "comments and their boxes differ",
    ),
    "two comments at a cell": (replaced(REMARKS, 'ref="B4"', 'ref="B3"'), "two comments at b3"),
    "a comment of nobody": (replaced(REMARKS, 'authorId="0"', 'authorId="5"'), "the comment at B3"),
    "boxes that do not belong": (in_sheet("<legacyDrawing[^>]*/>", ""), "boxes without the drawing"),
    "two boxes of one id": (replaced(BOXES, "_x0000_s1026", "_x0000_s1025"), "two boxes _x0000_s1025"),
}
"""Each way by name: how it is done, and what is said of it."""
