# ruff: noqa: E501 - pieces of XML stand one to a line
"""Spreadsheet programs that people use, built by hand: nothing here was opened in the program it names.

What they write is known from the standard (ECMA-376, its notes on what Office does), from files and problem
reports that the makers of other readers published, and from memory; each function says so.
"""

from __future__ import annotations

import re

from lxml import etree

from tests import packages
from tests.writers import steps
from tests.writers.package import (
    BOOK,
    Element,
    Parts,
    add,
    cells,
    drop,
    edited,
    opened,
    put,
    q,
    sheet_trees,
    sheets,
    zipped,
)
from tests.writers.registry import writer

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
X15AC = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
REVISION = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
IGNORABLE = f'xmlns:mc="{MC}" mc:Ignorable="x14ac xr" xmlns:x14ac="{X14AC}" xmlns:xr="{REVISION}"'
METADATA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
CALC_CHAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


@writer(
    "excel",
    "Microsoft Excel",
    "shared formulas, rich text with phonetic runs, 17 digits, its own attributes and extensions, a calculation chain",
)
def excel(data: bytes) -> bytes:
    """Excel 2016 to 365, from the standard, [MS-XLSX] and published files.

    Formulas of a column are shared, array formulas of 365 carry `cm`, cells with phonetic runs `ph`, rows
    x14ac:dyDescent, sheets xr:uid; the workbook part has mc:AlternateContent around the file's path.
    """
    parts = opened(data)
    _as_excel(parts)
    return zipped(parts)


def _as_excel(parts: Parts) -> None:
    steps.share_formulas(parts)
    steps.enrich_strings(parts)
    steps.spell_numbers(parts, steps.as_net)
    add(parts, "xl/calcChain.xml", _chain(parts), f"{packages.OFFICE}/calcChain", CALC_CHAIN)
    add(
        parts,
        "xl/metadata.xml",
        f'<metadata xmlns="{packages.MAIN}"/>',
        f"{packages.OFFICE}/sheetMetadata",
        METADATA,
    )
    steps.declared(parts, IGNORABLE)
    _mark(parts)
    for name in sheets(parts).values():
        parts[name] = parts[name].replace(
            b"<worksheet ", b'<worksheet xr:uid="{00000000-0001-0000-0000-000000000000}" ', 1
        )
        parts[name] = parts[name].replace(b"</worksheet>", EXTENSION.encode() + b"</worksheet>")
    path = f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\" xmlns:x15ac="{X15AC}"/></mc:Choice></mc:AlternateContent>'
    parts[BOOK] = parts[BOOK].replace(b"<bookViews>", path.encode() + b"<bookViews>", 1)


EXTENSION = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>Form!$A$1</xm:f></x14:formula1><xm:sqref>B3</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def _mark(parts: Parts) -> None:
    """Give rows and some cells the attributes that only Excel writes."""
    with sheet_trees(parts) as roots:
        for row in (row for root in roots for row in root.iter(q("row"))):
            row.set(f"{{{X14AC}}}dyDescent", "0.25")
        for cell in (cell for root in roots for cell in cells(root)):
            formula = cell.find(q("f"))
            if formula is not None and formula.get("t") == "array":
                cell.set("cm", "1")
            elif cell.get("t") == "s" and str(cell.findtext(q("v"))).endswith("3"):
                cell.set("ph", "1")


def _chain(parts: Parts) -> str:
    """Return the calculation chain: every cell with a formula, sheet by sheet."""
    places = (
        f'<c r="{cell.get("r")}" i="{at}"/>'
        for at, name in enumerate(sheets(parts).values(), start=1)
        for cell in cells(etree.fromstring(parts[name]))
        if cell.find(q("f")) is not None
    )
    return f'<calcChain xmlns="{packages.MAIN}">{"".join(places)}</calcChain>'


@writer("excel-strict", "Excel, Strict Open XML", "other namespaces throughout, dates as text")
def excel_strict(data: bytes) -> bytes:
    """Excel's "Strict Open XML Spreadsheet", from ISO/IEC 29500-1 and published files.

    All namespaces of the standard are others, relationships too (extendedProperties), and dates stand as ISO
    8601 text in cells of kind `d`.
    """
    parts = opened(data)
    _as_excel(parts)
    steps.dates_as_text(parts)
    steps.strict(parts)
    return zipped(parts)


@writer("excel-1904", "Excel for Mac, dates from 1904", "days are counted from 1904 on")
def excel_1904(data: bytes) -> bytes:
    """A workbook in the date system of Excel for Mac, from the standard (date1904)."""
    parts = opened(data)
    steps.share_formulas(parts)
    steps.dates_since_1904(parts)
    steps.named_by(parts, "Microsoft Macintosh Excel", "14.0300")
    return zipped(parts)


@writer(
    "wps",
    "WPS Office (WPS 表格)",
    "its own properties, namespaces and parts; Chinese number formats in place of the built-in ones",
)
def wps(data: bytes) -> bytes:
    """WPS 表格, from published files: KSOProductBuildVer among the properties, the etc namespace.

    It writes formats 41 to 44 out in words of its own, numbers further ones from 176 on, and keeps pictures in
    cells in a part cellimages.xml. `G/通用格式` is what it shows as General and what scripts store.
    """
    parts = opened(data)
    steps.share_formulas(parts)
    steps.named_by(parts, "WPS 表格")
    _chinese_formats(parts)
    add(parts, "docProps/custom.xml", PRODUCT, f"{packages.OFFICE}/custom-properties", CUSTOM)
    add(
        parts,
        "xl/cellimages.xml",
        CELL_IMAGES,
        "http://www.wps.cn/officeDocument/2020/cellImage",
        "application/vnd.wps-officedocument.cellimage+xml",
    )
    steps.declared(
        parts,
        f'xmlns:mc="{MC}" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" mc:Ignorable="etc"',
    )
    for name in sheets(parts).values():
        parts[name] = parts[name].replace(b"</sheetData>", b'</sheetData><etc:sheetProps hidden="0"/>', 1)
    return zipped(parts)


PRODUCT = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.16929</vt:lpwstr></property></Properties>'
)
CELL_IMAGES = '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'


def _chinese_formats(parts: Parts) -> None:
    """Number custom formats from 176 on, and write out the built-in ones for money and General."""
    with edited(parts, "xl/styles.xml") as root:
        for one in [one for name in ("numFmt", "xf") for one in root.iter(q(name))]:
            number = int(one.get("numFmtId", "0"))
            one.set("numFmtId", str(number + 12 if number >= 164 else number or 300))
        formats = root.find(q("numFmts"))
        if formats is None:
            formats = etree.Element(q("numFmts"))
            root.insert(0, formats)
        money = '_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ '
        etree.SubElement(formats, q("numFmt"), numFmtId="44", formatCode=money)
        etree.SubElement(formats, q("numFmt"), numFmtId="300", formatCode="G/通用格式")


@writer(
    "google",
    "Google Sheets",
    "no properties, every number with a point, hidden sheets never very hidden, formulas that Excel does not know as text",
)
def google(data: bytes) -> bytes:
    """Google's export, from published files and from reports to Apache POI, PhpSpreadsheet and others.

    Numbers are written as Java does (96.0), rows without spans, formulas of a column shared, no dimension, no
    docProps, 64 kB streamed entries. What Excel does not know becomes IFERROR(__xludf.DUMMYFUNCTION("…"),
    result); none of our formulas is such, so here those of the column `todo` are, to meet the wrapping.
    """
    parts = opened(data)
    drop(parts, "docProps/app.xml", "docProps/core.xml")
    steps.spell_numbers(parts, steps.as_java)
    _kept_as_text(parts)
    steps.share_formulas(parts)
    steps.without_hints(parts)
    with edited(parts, BOOK) as root:
        for sheet in root.iter(q("sheet")):
            if sheet.get("state", "visible") != "visible":
                sheet.set("state", "hidden")
    return zipped(parts, streamed=True)


def _kept_as_text(parts: Parts) -> None:
    """Wrap the formulas whose result is a text as Google does with those it alone understands."""
    with sheet_trees(parts) as roots:
        for cell in (cell for root in roots for cell in cells(root) if cell.get("t") == "str"):
            formula = cell.find(q("f"))
            if (
                formula is not None
                and not formula.get("t")
                and not str(formula.text).startswith("IFERROR(__")
            ):
                text, result = (
                    str(one).replace('"', '""') for one in (formula.text, cell.findtext(q("v")) or "")
                )
                formula.text = f'IFERROR(__xludf.DUMMYFUNCTION("{text}"),"{result}")'


@writer(
    "numbers",
    "Apple Numbers",
    "each table a sheet of its own under its title, a summary before them, hidden sheets and columns shown, values in place of formulas",
    lost="formulas places",
    codes="F001",
)
def numbers(data: bytes) -> bytes:
    """Numbers' export to Excel, from published files and from readers that cope with it.

    A sheet "Export Summary" comes first; each table becomes "Sheet - Table 1" with its title in the first
    row; nothing is hidden; every text is shared. Numbers keeps formulas that it knows: that it keeps none is
    the worst case, which this builds. Whether it keeps very hidden sheets at all is not known here.
    """
    parts = opened(data)
    steps.only_values(parts)
    steps.share_everything(parts)
    with sheet_trees(parts) as roots:
        for root in roots:
            _below_a_title(root)
    with edited(parts, BOOK) as root:
        for old in root.findall(q("definedNames")):
            root.remove(old)
        for sheet in root.iter(q("sheet")):
            sheet.attrib.pop("state", None)
            sheet.set("name", f"{sheet.get('name')} - Table 1"[:31])
    _summary(parts)
    drop(parts, "docProps/app.xml")
    return zipped(parts)


def _below_a_title(root: Element) -> None:
    """Move all rows one down and put the table's title above them."""
    rows = root.find(q("sheetData"))
    for row in rows:
        number = int(str(row.get("r")))
        row.set("r", str(number + 1))
        row.attrib.pop("hidden", None)
        for cell in row:
            cell.set("r", re.sub("[0-9]+", str(number + 1), str(cell.get("r"))))
    title = etree.Element(q("row"), r="1")
    rows.insert(0, title)
    put(etree.SubElement(title, q("c"), r="A1"), "inlineStr", "Table 1")
    for left in [one for one in root if one is not rows and etree.QName(one).localname != "cols"]:
        root.remove(left)
    for column in root.iter(q("col")):
        column.attrib.pop("hidden", None)


def _summary(parts: Parts) -> None:
    """Put the sheet before all others that tells which table went where."""
    told = "This document was exported from Numbers. Each table was converted to an Excel worksheet."
    rows = f'<row r="3"><c r="B3" t="inlineStr"><is><t>{told}</t></is></c></row>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    add(parts, "xl/worksheets/sheet99.xml", packages.sheet(rows), f"{packages.OFFICE}/worksheet", kind)
    with edited(parts, "xl/_rels/workbook.xml.rels") as related:
        number = next(str(one.get("Id")) for one in related if "sheet99" in str(one.get("Target")))
    with edited(parts, BOOK) as root:
        found = root.find(q("sheets"))
        first = etree.Element(q("sheet"), name="Export Summary", sheetId="99")
        first.set(f"{{{packages.OFFICE}}}id", number)
        found.insert(0, first)


@writer("onlyoffice", "ONLYOFFICE", "texts and formulas as Excel, calculated marks, its own name")
def onlyoffice(data: bytes) -> bytes:
    """ONLYOFFICE, from memory of its open source writer: `ca` on formulas, Application ONLYOFFICE/8."""
    parts = opened(data)
    with sheet_trees(parts) as roots:
        for formula in (one for root in roots for one in root.iter(q("f"))):
            formula.set("ca", "1")
    steps.share_everything(parts)
    steps.named_by(parts, "ONLYOFFICE/8.1.0.169", "8.0100")
    return zipped(parts)
