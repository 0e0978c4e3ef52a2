# ruff: noqa: E501 - what a program writes differently stands on one line
"""Libraries that web tools and systems write workbooks with: two of them run, the others built by hand.

What is built is known from their published source, from files and problem reports, and from memory.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from itertools import count

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from tests import packages
from tests.writers import steps
from tests.writers.package import (
    BOOK,
    Element,
    Parts,
    drop,
    edited,
    opened,
    q,
    sheet_trees,
    sheets,
    zipped,
)
from tests.writers.registry import without_rewriting, writer
from tests.writers.spreadsheets import excel


@writer("xlsxwriter", "XlsxWriter", "nothing: this is what we issue with", known="run")
def xlsxwriter(data: bytes) -> bytes:
    """XlsxWriter itself wrote the workbook, and our part patcher filled it."""
    return data


@writer("openpyxl", "openpyxl", "results of formulas are dropped", known="run", lost="results escapes")
def openpyxl(data: bytes) -> bytes:
    """openpyxl itself reads the workbook and writes it again."""
    stream = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        load_workbook(BytesIO(data), rich_text=True).save(stream)
    return stream.getvalue()


@writer(
    "pandas",
    "pandas (to_excel)",
    "bare values on plain sheets: no formulas, no formats but those of dates, nothing hidden",
    lost="formulas formats escapes",
    codes="F001",
)
def pandas(data: bytes) -> bytes:
    """What read_excel and to_excel leave: openpyxl itself writes, the loss is built from what pandas does."""
    stream, made = BytesIO(), Workbook()
    made.remove(made.worksheets[0])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        found = load_workbook(BytesIO(data), data_only=True)
    for sheet in found.worksheets:
        target = made.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                target.cell(cell.row, cell.column, cell.value)
    made.save(stream)
    return stream.getvalue()


@writer("poi", "Apache POI", "numbers with a point, no spans, standard parts only")
def poi(data: bytes) -> bytes:
    """Apache POI (XSSF), from its source and published files: Double.toString, Application Apache POI."""
    parts = opened(data)
    steps.spell_numbers(parts, steps.as_java)
    steps.without_hints(parts)
    steps.named_by(parts, "Apache POI")
    return zipped(parts, streamed=True)


@writer(
    "poi-streaming",
    "Apache POI streaming (EasyExcel)",
    "texts inside their cells, empty results, 64-bit sizes after each entry of the zip",
)
def poi_streaming(data: bytes) -> bytes:
    """Apache POI's SXSSF, on which EasyExcel and many Chinese systems rest, from its source.

    Texts are `inlineStr`, XML is written as text with a line break after each row, and the entries of the zip
    carry 64-bit sizes (Zip64Mode.Always).
    """
    parts = opened(data)
    steps.without_shared_strings(parts, "inlineStr")
    steps.spell_numbers(parts, steps.as_java)
    steps.without_hints(parts)
    for name in sheets(parts).values():
        parts[name] = parts[name].replace(b"</row>", b"</row>\n").replace(b"<sheetData>", b"<sheetData>\n")
    steps.named_by(parts, "Apache POI")
    return zipped(parts, streamed=True, wide=True)


@writer(
    "open-xml-sdk",
    "ClosedXML, Open XML SDK",
    "every element with the prefix x, relationships from the root of the package, a BOM",
)
def open_xml_sdk(data: bytes) -> bytes:
    """ClosedXML and Microsoft's Open XML SDK, from published files: `<x:worksheet>`, `/xl/worksheets/…`, R-ids."""
    parts = opened(data)
    names = [BOOK, "xl/styles.xml", "xl/sharedStrings.xml", *sheets(parts).values()]
    steps.absolute_targets(parts)
    steps.prefixed(parts, "x", names)
    for name in names:
        parts[name] = b"\xef\xbb\xbf" + parts[name]
    drop(parts, "docProps/app.xml")
    return zipped(parts, streamed=True)


@writer(
    "epplus", "EPPlus", "relationships from the root of the package, no properties, numbers with 17 digits"
)
def epplus(data: bytes) -> bytes:
    """EPPlus, from memory of its files: System.IO.Packaging, xml:space on texts, .NET's numbers."""
    parts = opened(data)
    steps.spell_numbers(parts, steps.as_net)
    drop(parts, "docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml")
    steps.absolute_targets(parts)
    return zipped(parts)


@writer(
    "aspose",
    "Aspose.Cells, GemBox (unlicensed)",
    "as Excel, with a sheet that says that the program is on trial",
)
def aspose(data: bytes) -> bytes:
    """Aspose.Cells on trial, from memory: a last sheet "Evaluation Warning"; the rest is as Excel writes."""
    parts = opened(excel(data))
    told = '<row r="1"><c r="A1" t="inlineStr"><is><t>Evaluation Only. Created with Aspose.Cells.</t></is></c></row>'
    parts["xl/worksheets/sheet98.xml"] = packages.sheet(told).encode()
    with edited(parts, "xl/_rels/workbook.xml.rels") as related:
        place = f"{{{packages.PACKAGE}/relationships}}Relationship"
        kind = f"{packages.OFFICE}/worksheet"
        etree.SubElement(related, place, Id="trial", Type=kind, Target="worksheets/sheet98.xml")
    with edited(parts, BOOK) as root:
        last = etree.SubElement(root.find(q("sheets")), q("sheet"), name="Evaluation Warning", sheetId="98")
        last.set(f"{{{packages.OFFICE}}}id", "trial")
    return zipped(parts)


@writer("excelize", "Excelize (Go)", "texts in their cells as if they were results, a dimension of one cell")
def excelize(data: bytes) -> bytes:
    """Excelize's stream writer, from its source: `inlineStr` and `str`, and a dimension left as it was."""
    parts = opened(data)
    steps.without_shared_strings(parts, "str")
    with sheet_trees(parts) as roots:
        for one in (one for root in roots for one in root.iter(q("dimension"))):
            one.set("ref", "A1")
    steps.named_by(parts, "Go Excelize")
    return zipped(parts)


@writer(
    "phpspreadsheet", "PhpSpreadsheet", "line breaks between elements, xml:space nowhere, all texts shared"
)
def phpspreadsheet(data: bytes) -> bytes:
    """PhpSpreadsheet, from its source: XMLWriter, results of formulas as `str`, dimension and spans written."""
    parts = opened(data)
    for name in sheets(parts).values():
        parts[name] = re.sub(rb"(</c>|</row>)", rb"\1\n", parts[name])
    return zipped(parts)


@writer(
    "unordered",
    "any other legal spelling",
    "rows and cells out of order, a wrong dimension, single quotes, part names in mixed case, folders and stored entries in the zip",
)
def unordered(data: bytes) -> bytes:
    """No program known here: what the standard allows, or what readers that order cells themselves would take."""
    parts = opened(data)
    with sheet_trees(parts) as roots:
        for root in roots:
            rows = root.find(q("sheetData"))
            rows[:] = reversed([_reversed(row) for row in rows])
            for one in root.iter(q("dimension")):
                one.set("ref", "A1:B2")
    _single_quotes(parts)
    parts = {name.replace("xl/worksheets/sheet", "XL/Worksheets/Sheet"): text for name, text in parts.items()}
    return zipped(parts, stored=True, folders=True)


def _reversed(row: Element) -> Element:
    row[:] = reversed(list(row))
    return row


def _single_quotes(parts: Parts) -> None:
    for name in sheets(parts).values():
        parts[name] = re.sub(rb"=\"([^\"'<>&]*)\"(?=[^<>]*>)", rb"='\1'", parts[name])


@writer(
    "minimal",
    "scripts that write XML themselves",
    "no places on rows and cells, no theme, no properties, nothing but rows in a sheet",
)
def minimal(data: bytes) -> bytes:
    """The least that programs open, as scripts write it: cells in a row one after the other, no `r` at all."""
    parts = opened(data)
    drop(parts, "docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml")
    with sheet_trees(parts) as roots:
        for root in roots:
            rows = root.find(q("sheetData"))
            root[:] = [rows]
            _without_places(rows)
    return zipped(parts)


def _without_places(rows: Element) -> None:
    """Fill the gaps between rows and cells with empty ones and drop their places."""
    kept = {int(str(row.get("r"))): {str(cell.get("r")): cell for cell in row} for row in rows}
    rows[:] = []
    for number in range(1, max(kept, default=0) + 1):
        row, found = etree.SubElement(rows, q("row")), kept.get(number, {})
        for column in count(1) if found else ():
            place = f"{get_column_letter(column)}{number}"
            cell = found.pop(place, None)
            row.append(etree.Element(q("c")) if cell is None else cell)
            row[-1].attrib.pop("r", None)
            if not found:
                break


without_rewriting(
    "sheetjs",
    "SheetJS (npm xlsx 0.18.5)",
    "texts as if they were results, the binary format announced, entries of the zip stored",
    "kept",
)
without_rewriting(
    "exceljs",
    "ExcelJS (npm exceljs 4.4.0)",
    "entries for folders in the zip, two attributes of Excel's on sheets and rows",
    "kept",
)
without_rewriting(
    "gnumeric",
    "Gnumeric 1.12",
    "very hidden sheets shown, formulas spelled anew, its own name",
    "kept",
    "spelling",
)
without_rewriting(
    "libreoffice",
    "LibreOffice",
    "formulas spelled anew and calculated, TRUE as a formula, formats numbered anew",
    "run",
    "results",
)
