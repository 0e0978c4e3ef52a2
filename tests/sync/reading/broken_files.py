# ruff: noqa: E501 - one kind of file stands to a line
"""Files that begin as a workbook and cannot be read as one: for each reason, how a file comes to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sync.reading.limits import LIMITS
from tests import packages

SHEET = "xl/worksheets/sheet1.xml"


def book(replaced: Mapping[str, str | bytes | None]) -> bytes:
    """Return a small workbook with some parts replaced, or left out where they are None."""
    parts = {**packages.parts(), **replaced}
    return packages.packed({name: text for name, text in parts.items() if text is not None})


def rows(text: str, strings: str | None = None) -> bytes:
    """Return a workbook of these rows."""
    return packages.workbook(text, strings=strings)


def sheets(number: int) -> bytes:
    """Return a workbook that lists one sheet so many times."""
    return named_sheets(*(f"S{n}" for n in range(1, number + 1)))


def named_sheets(*names: str) -> bytes:
    """Return a workbook that lists one sheet by these names."""
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId1"/>' for n, name in enumerate(names, 1))
    content = (
        f'<workbook xmlns="{packages.MAIN}" xmlns:r="{packages.OFFICE}"><sheets>{listed}</sheets></workbook>'
    )
    return book({"xl/workbook.xml": content})


def flipped() -> bytes:
    """Return a workbook with a byte changed within a picture that nobody reads."""
    data = bytearray(book({"xl/media/image1.png": "picture" * 100}))
    data[data.index(b"xl/media/image1.png") + 24] ^= 255
    return bytes(data)


def encrypted() -> bytes:
    """Return a workbook packed into a zip with a password."""
    data = bytearray(packages.workbook(""))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def twice_related() -> bytes:
    """Return a workbook whose sheet stands for two parts."""
    related = packages.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId1", "worksheet", "worksheets/sheet2.xml")
    )
    return book({"xl/_rels/workbook.xml.rels": related, "xl/worksheets/sheet2.xml": packages.sheet("")})


def two_strings() -> bytes:
    """Return a workbook with two parts of shared strings."""
    related = packages.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "sharedStrings", "strings.xml"),
        ("rId3", "sharedStrings", "sharedStrings.xml"),
    )
    strings = f'<sst xmlns="{packages.MAIN}"/>'
    parts = {"xl/strings.xml": strings, "xl/sharedStrings.xml": strings}
    return book({"xl/_rels/workbook.xml.rels": related, **parts})


def two_books() -> bytes:
    """Return a file with two workbook parts."""
    related = packages.relationships(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "officeDocument", "xl/other.xml")
    )
    return book({"_rels/.rels": related, "xl/other.xml": str(packages.parts()["xl/workbook.xml"])})


def announced(*more: str) -> bytes:
    """Return a workbook whose list of content types announces these parts as the workbook."""
    inside = "".join(f'<Override PartName="{part}" ContentType="{packages.WORKBOOK_TYPE}"/>' for part in more)
    types = f'<Types xmlns="{packages.PACKAGE}/content-types">{inside}</Types>'
    other = str(packages.parts()["xl/workbook.xml"])
    return book({"[Content_Types].xml": types, "xl/other.xml": other})


def macro_sheet() -> bytes:
    """Return a workbook one of whose sheets is of macros, said by its relationship only."""
    related = packages.relationships(("rId1", "xlMacrosheet", "worksheets/sheet1.xml"))
    return book({"xl/_rels/workbook.xml.rels": related})


LONGEST = "x" * LIMITS.text
UTF16 = ('<?xml version="1.0" encoding="UTF-16"?>' + packages.sheet("")).encode("utf-16")
ARRAY = '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row>'

BROKEN: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "other bytes behind": ("damaged", lambda: packages.workbook("") + b"more"),
    "a flipped byte": ("damaged_part", flipped),
    "encrypted zip": ("encrypted_zip", encrypted),
    "too large": ("too_large", lambda: b"PK\x03\x04" + bytes(LIMITS.file)),
    "too many parts": ("too_many_parts", lambda: book({f"x/{n}.txt": "" for n in range(LIMITS.entries)})),
    "a bomb": ("too_large_part", lambda: book({"xl/x.xml": bytes(LIMITS.ratio_from + 1)})),
    "too many sheets": ("too_many_sheets", lambda: sheets(LIMITS.sheets + 1)),
    "too many cells": ("too_many_cells", lambda: rows(ARRAY)),
    "too many texts": ("too_many_strings", lambda: rows("", "<si/>" * (LIMITS.strings + 1))),
    "too much text": (
        "too_much_text",
        lambda: rows('<row r="1">' + '<c t="s"><v>0</v></c>' * 2050 + "</row>", f"<si><t>{LONGEST}</t></si>"),
    ),
    "too long text": ("too_long_text", lambda: rows("", f"<si><t>{LONGEST}x</t></si>")),
    "missing sheet": ("missing_sheet", lambda: book({SHEET: None})),
    "missing workbook": ("missing_part", lambda: book({"xl/workbook.xml": None})),
    "no workbook": ("no_workbook", lambda: book({"_rels/.rels": packages.relationships(("rId1", "other", "x.xml"))})),
    "no sheets": ("no_sheets", lambda: sheets(0)),
    "two workbooks": ("ambiguous", two_books),
    "two workbooks announced": ("ambiguous", lambda: announced("/xl/workbook.xml", "/xl/other.xml")),
    "another workbook announced": ("ambiguous", lambda: announced("/xl/other.xml")),
    "two lists of texts": ("ambiguous", two_strings),
    "two parts for a sheet": ("ambiguous", twice_related),
    "two sheets of one name": ("ambiguous", lambda: named_sheets("Appraisal", "Form", "APPRAISAL")),
    "a sheet of macros": ("macros", macro_sheet),
    "document type": ("doctype", lambda: book({SHEET: "<!DOCTYPE a>" + packages.sheet("")})),
    "UTF-16": ("encoding", lambda: book({SHEET: UTF16})),
    "an open row": ("broken_part", lambda: book({SHEET: packages.sheet("<row>")})),
    "text that is not there": ("broken_cell", lambda: rows('<row r="1"><c r="A1" t="s"><v>3</v></c></row>')),
    "beyond the sheet": ("bad_reference", lambda: rows('<row r="1"><c r="XFE1"><v>3</v></c></row>')),
}  # fmt: skip
