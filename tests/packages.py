"""Workbooks put together by hand, part by part, for what no program at hand would write."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """Return a worksheet with these rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def relationships(*found: tuple[str, str, str], office: str = OFFICE) -> str:
    """Return a relationships part of (id, kind, target)."""
    inside = "".join(
        f'<Relationship Id="{i}" Type="{office}/{kind}" Target="{to}"/>' for i, kind, to in found
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def parts(
    rows: str = "", strings: str | None = None, styles: str | None = None, book: str = ""
) -> dict[str, str | bytes]:
    """Return the parts of a workbook with one sheet, `One`."""
    related = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK_TYPE}"/></Types>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}'
        '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet(rows),
    }
    if strings is not None:
        found["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
        related.append(("rId2", "sharedStrings", "sharedStrings.xml"))
    if styles is not None:
        found["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
        related.append(("rId3", "styles", "styles.xml"))
    found["xl/_rels/workbook.xml.rels"] = relationships(*related)
    return found


def packed(content: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return the zip of these parts, the same bytes whenever it is made."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in content.items():
            archive.writestr(ZipInfo(name), text, method)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook(rows: str, strings: str | None = None, styles: str | None = None, book: str = "") -> bytes:
    """Return a workbook with one sheet of these rows."""
    return packed(parts(rows, strings, styles, book))
