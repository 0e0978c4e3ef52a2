# ruff: noqa: E501 - one kind of file stands to a line
"""What people send instead of a workbook: for each kind its reason, the program it names, and how it is made."""

from __future__ import annotations

import bz2
import gzip
import json
import struct
from collections.abc import Callable, Mapping, Sequence

from sync.reading.gate.compound import COMPOUND
from tests import packages
from tests.builders import issued_workbook

ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
DDE = f'<externalLink xmlns="{packages.MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
HIDDEN_DDE = DDE.replace("<ddeLink", "<extLst><x:ext xmlns:x='urn:x'><ddeLink").replace(
    "/></", "/></x:ext></extLst></"
)
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BINARY_TYPE = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
BOF = struct.pack("<2H", 0x0809, 16) + bytes(16)
WRITTEN_BY_LIBREOFFICE = struct.pack("<2HHB", 0x5C, 0x70, 4, 0) + b"Calc".ljust(109)
NO_SECTOR, END_OF_CHAIN, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(*names: str, inside: bytes = b"") -> bytes:
    """Return a compound file with streams of these names, `a/b` in a storage; all hold the same bytes."""
    content = inside.ljust(4096, b"\0")
    paths = _paths(names)
    held, folders = -(-len(content) // 512), -(-(len(paths) + 1) // 4)
    table = [
        TABLE,
        *range(2, folders + 1),
        END_OF_CHAIN,
        *range(folders + 2, folders + held + 1),
        END_OF_CHAIN,
    ]
    header = bytearray(COMPOUND.ljust(512, b"\0"))
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<2L", header, 44, 1, 1)
    struct.pack_into("<109L", header, 76, 0, *[NO_SECTOR] * 108)
    records = b"".join(_record(path, paths, folders + 1, len(content)) for path in ("", *paths))
    sectors = b"".join(struct.pack("<L", one) for one in table).ljust(512, b"\xff")
    return bytes(header) + sectors + records.ljust(512 * folders, b"\0") + content


def _paths(names: Sequence[str]) -> list[str]:
    """Return the paths of all streams, each storage before what it holds."""
    parts = [name.split("/") for name in names]
    return list(dict.fromkeys("/".join(part[: depth + 1]) for part in parts for depth in range(len(part))))


def _record(path: str, paths: Sequence[str], sector: int, length: int) -> bytes:
    """Return the record of a stream or storage, "" for the root: it leads to the next one beside it."""
    folder, _, name = path.rpartition("/")
    inside = [one for one in paths if one.rpartition("/")[0] == path]
    beside = (
        [one for one in paths[paths.index(path) + 1 :] if one.rpartition("/")[0] == folder] if path else []
    )
    right, child = (paths.index(few[0]) + 1 if few else NO_SECTOR for few in (beside, inside))
    spelled, kind = (name or "Root Entry").encode("utf-16-le"), 1 if inside else 2
    head = struct.pack("<64sH2B", spelled, len(spelled) + 2, kind if path else 5, 1)
    return head + struct.pack("<3L36x3L", NO_SECTOR, right, child, sector, length, 0)


def zipped(**content: str | bytes) -> bytes:
    """Return a zip of files; `__` in a name stands for a slash, `_dot_` for a dot."""
    return packages.packed(spelled(content))


def spelled(content: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """Return parts by the names they stand for."""
    return {name.replace("__", "/").replace("_dot_", "."): text for name, text in content.items()}


def repacked(folder: str) -> bytes:
    """Return a workbook that was unpacked and packed again from another folder than its own."""
    return packages.packed({folder + name: text for name, text in packages.parts().items()})


def with_parts(**more: str | bytes) -> bytes:
    """Return a workbook with further parts."""
    return packages.packed(packages.parts() | spelled(more))


def with_type(content_type: str) -> bytes:
    """Return a workbook whose main part announces another content type."""
    parts = packages.parts()
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        packages.WORKBOOK_TYPE, content_type
    )
    return packages.packed(parts)


def leading_to(kind: str, target: str = "foo/bar.bin", office: str = packages.OFFICE) -> bytes:
    """Return a workbook whose sheet leads to a part of some kind, by an innocent name."""
    place = "xl/worksheets/_rels/sheet1.xml.rels"
    related = packages.relationships(("rId1", kind, target), office=office)
    return packages.packed(packages.parts() | {place: related, "xl/worksheets/foo/bar.bin": "x"})


def macros_beside_a_link() -> bytes:
    """Return a workbook whose link to another workbook leads to macros as well."""
    place = "xl/externalLinks/_rels/externalLink1.xml.rels"
    related = packages.relationships(("rId1", "vbaProject", "foo.bin"), office=MICROSOFT)
    return packages.packed(packages.parts() | {place: related, "xl/externalLinks/foo.bin": "x"})


def hidden_dde() -> bytes:
    """Return a workbook with a live link in a part that is called by another name."""
    place = "xl/worksheets/_rels/sheet1.xml.rels"
    related = packages.relationships(("rId1", "externalLink", "../other.xml"))
    return packages.packed(packages.parts() | {place: related, "xl/other.xml": DDE})


def open_document(generator: str = "", kind: str = ODS, manifest: str = "") -> bytes:
    """Return an OpenDocument file that says what wrote it."""
    return packages.packed(
        {
            "mimetype": kind,
            "content.xml": "<a/>",
            "meta.xml": f"<meta:generator>{generator}</meta:generator>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def flat(kind: str) -> bytes:
    """Return an OpenDocument file in a single part."""
    return (
        f'<?xml version="1.0"?><office:document office:mimetype="{kind}">'
        "<meta:generator>LibreOffice/7.4$Linux</meta:generator></office:document>"
    ).encode()


def page(head: str) -> bytes:
    """Return a web page with something in its head."""
    return f"<html><head>{head}</head><body><table><tr><td>1</td></tr></table></body></html>".encode()


def dbase() -> bytes:
    """Return the beginning of a dBase table with one column."""
    return struct.pack("<4BLHH20x", 3, 126, 11, 20, 1, 65, 9) + b"NAME".ljust(32, b"\0") + b"\r hello"


def letter(*more: str) -> bytes:
    """Return a mail."""
    lines = ("From: a@example.com", "To: b@example.com", "Subject: x", *more, "", "Please find attached.")
    return "\r\n".join(lines).encode()


XML = '<?xml version="1.0"?>'
EXCEL_XML = (
    XML
    + '<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
)
SAVED_PAGE = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related\r\n\r\n"
CHROME_PAGE = (
    b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"
)
LIBREOFFICE_LOCK = b",lilei,office-7,20.11.2026 08:00,file:///opt/profile/4;"
GOOGLE = {"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@example.com"}
WEBLOC = XML + '<!DOCTYPE plist PUBLIC "x" "y"><plist version="1.0"><dict><key>URL</key></dict></plist>'
CHINESE_CSV = "工号,姓名\r\n00123,李雷\r\n"

EMBEDDED = (
    *("MBD00000001/WordDocument", "MBD00000002/PowerPoint Document", "MBD00000003/EncryptedPackage"),
    *("MBD00000004/__properties_version1.0", "MBD00000005/\tDRMContent"),
)
"""What stands in the storages of an old workbook that holds documents of other programs."""

Makers = Mapping[str, tuple[str, str | None, Callable[[], bytes]]]
"""By name: the code of the reason, the program whose menus it names (None: any), how the file is made."""

FOREIGN: Makers = {
    "nothing": ("empty_file", None, lambda: b""),
    "zeros": ("cut_off", None, lambda: bytes(5000)),
    "half copied": ("cut_off", None, lambda: issued_workbook()[:5000]),
    "half copied xls": ("cut_off", None, lambda: compound("Workbook")[:700]),
    "head of an xls": ("cut_off", None, lambda: COMPOUND),
    "old xls": ("old_xls", "any", lambda: compound("Workbook", inside=BOF)),
    "xls by Excel": ("old_xls", "excel", lambda: compound("Workbook", inside=BOF + b"Microsoft Excel\0")),
    "xls by LibreOffice": ("old_xls", "libreoffice", lambda: compound("Workbook", inside=WRITTEN_BY_LIBREOFFICE)),
    "et by WPS": ("old_xls", "wps", lambda: compound("Workbook", "ETExtData", inside=b"KSOProductBuildVer\0")),
    "xls that names programs": ("old_xls", "any", lambda: compound("Book", inside=BOF + b"In LibreOffice or WPS")),
    "older xls": ("old_xls", None, lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(100)),
    "with password": ("password", "any", lambda: compound("EncryptionInfo", "EncryptedPackage")),
    "xls with password": (
        "password",
        "excel",
        lambda: compound("Workbook", inside=BOF + b"\x2f\0\x36\0" + bytes(54) + b"Microsoft Excel\0"),
    ),
    "xls that speaks of it": ("old_xls", None, lambda: compound("Workbook", inside="EncryptedPackage".encode("utf-16-le"))),
    "xls with documents in it": ("old_xls", "any", lambda: compound(*EMBEDDED, "Workbook", inside=BOF)),
    "xls with many in it": ("old_xls", "any", lambda: compound(*(f"MBD{n:08X}" for n in range(450)), "Workbook", inside=BOF)),
    "document with an xls in it": ("not_spreadsheet", None, lambda: compound("ObjectPool/_1/Workbook", "PowerPoint Document")),
    "an installer with an xls in it": ("not_spreadsheet", None, lambda: compound("Property", "a/Workbook")),
    "with rights": ("rights_managed", None, lambda: compound("EncryptedPackage", "\x06DataSpaces/DataSpaceInfo/DRMEncryptedDataSpace")),
    "xls with rights": ("rights_managed", None, lambda: compound("Workbook", "\tDRMContent")),
    "encrypted by TSD": ("company_encryption", None, lambda: b"%TSD-Header-###%" + bytes(range(256))),
    "encrypted by E-SafeNet": ("company_encryption", None, lambda: b"b\x14#e\0\0\0E-SafeNet\0\0\0LOCK" + bytes(range(256))),
    "old Word": ("not_spreadsheet", None, lambda: compound("WordDocument")),
    "an installer": ("not_spreadsheet", None, lambda: compound("Property")),
    "rich text": ("not_spreadsheet", None, lambda: b"{\\rtf1 hello}"),
    "Excel 2003 XML": ("old_xml", "excel", lambda: EXCEL_XML.encode()),
    "2003 XML in UTF-16": ("old_xml", "excel", lambda: EXCEL_XML.encode("utf-16")),
    "2003 XML by WPS": ("old_xml", "wps", lambda: (EXCEL_XML + "<KSOProductBuildVer/>").encode()),
    "OpenDocument": ("ods", "any", lambda: open_document()),
    "ods by LibreOffice": ("ods", "libreoffice", lambda: open_document("LibreOffice/7.4.7.2$Linux_X86_64")),
    "ods by OpenOffice": ("ods", "openoffice", lambda: open_document("OpenOffice/4.1.13$Win32")),
    "ods by Excel": ("ods", "excel", lambda: open_document("MicrosoftOffice/16.0 MicrosoftExcel")),
    "ods by WPS": ("ods", "wps", lambda: open_document("WPS Office")),
    "ods with password": ("password", "libreoffice", lambda: open_document(manifest="<encryption-data/>")),
    "ods wholly encrypted": ("password", "libreoffice", lambda: zipped(mimetype=ODS, **{"encrypted-package": "x"})),
    "OpenDocument text": ("not_spreadsheet", None, lambda: open_document(kind=ODT)),
    "flat OpenDocument": ("ods", "libreoffice", lambda: flat(ODS)),
    "flat OpenDocument text": ("not_spreadsheet", None, lambda: flat(ODT)),
    "UOF": ("other_spreadsheet", "any", lambda: (XML + '<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>').encode()),
    "UOF 2": ("other_spreadsheet", "any", lambda: zipped(uof_dot_xml="<a/>", content_dot_xml="<a/>")),
    "Gnumeric": ("other_spreadsheet", "any", lambda: gzip.compress(b'<gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd">')),
    "Gnumeric unpacked": ("other_spreadsheet", "any", lambda: (XML + '<a xmlns="http://www.gnumeric.org/v10.dtd"/>').encode()),
    "SYLK": ("other_spreadsheet", "any", lambda: b"ID;PCALCOOO32\r\nC;X1;Y1;K1\r\nE\r\n"),
    "DIF": ("other_spreadsheet", "any", lambda: b'TABLE\r\n0,1\r\n"One"\r\n'),
    "Lotus": ("other_spreadsheet", "any", lambda: b"\0\0\x02\0\x06\x04\x06\0\x08\0" + bytes(40)),
    "Works": ("other_spreadsheet", "any", lambda: compound("WksSSWorkBook")),
    "dBase": ("other_spreadsheet", "any", dbase),
    "Numbers": ("numbers", "numbers", lambda: zipped(Index__Document_dot_iwa=b"x")),
    "Numbers as a folder": ("numbers", "numbers", lambda: zipped(Index_dot_zip=b"x", preview_dot_jpg=b"x")),
    "a folder of Numbers": ("numbers", "numbers", lambda: zipped(f_dot_numbers__Index_dot_zip=b"x", f_dot_numbers__Data__x_dot_jpg=b"x")),
    "Pages": ("not_spreadsheet", None, lambda: zipped(Index__Document_dot_iwa=b"\0\x20\0\0\x20\x44\x08\x01\x12\x08\x08\x90\x4e\x12")),
    "Pages by its sections": ("not_spreadsheet", None, lambda: zipped(Index__Document_dot_iwa=b"x", Index__Section_dot_iwa=b"x")),
    "a folder of Pages": ("not_spreadsheet", None, lambda: zipped(f_dot_pages__Index_dot_zip=b"x")),
    "Keynote": ("not_spreadsheet", None, lambda: zipped(Index__Document_dot_iwa=b"x", Index__MasterSlide_4_dot_iwa=b"x")),
    "Word": (
        "not_spreadsheet",
        None,
        lambda: packages.packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
    ),
    "binary workbook": ("xlsb", "excel", lambda: with_type(BINARY_TYPE)),
    "one workbook in a zip": ("zipped_workbook", None, lambda: zipped(a_dot_xlsx=issued_workbook())),
    "by a Mac": ("zipped_workbook", None, lambda: packages.packed({"a.xlsx": "x", "__MACOSX/._a.xlsx": "x"})),
    "a zip of files": ("archive", None, lambda: zipped(a_dot_xlsx="x", b_dot_xlsx="x")),
    "an archive in a zip": ("archive", None, lambda: zipped(a_dot_zip="x", b_dot_txt="x")),
    "a zip of odd names": ("archive_without", None, lambda: packages.packed({"C:/x/..": "x", "a\\b": "x", "A\\b": "x"})),
    "an empty zip": ("archive", None, lambda: zipped()),
    "a zip of letters": ("archive_without", None, lambda: zipped(a_dot_docx="x")),
    "an old workbook in a zip": ("zipped_other", None, lambda: zipped(forms__a_dot_xls="x")),
    "a workbook packed in a folder": ("repacked", None, lambda: repacked("sales/")),
    "a workbook packed from the root": ("repacked", None, lambda: repacked("/")),
    "a workbook without its types": ("repacked", None, lambda: packages.packed({"xl/workbook.xml": "x", "_rels/.rels": "x"})),
    "a book to read": ("not_spreadsheet", None, lambda: zipped(mimetype="application/epub+zip", META__INF_dot_x="x")),
    "a program for a telephone": ("not_spreadsheet", None, lambda: zipped(AndroidManifest_dot_xml="x", classes_dot_dex="x")),
    "7z": ("archive", None, lambda: b"7z\xbc\xaf\x27\x1c rest"),
    "RAR": ("archive", None, lambda: b"Rar!\x1a\x07\x01\0 rest"),
    "bzip2": ("archive", None, lambda: bz2.compress(b"hello")),
    "gzip": ("archive", None, lambda: gzip.compress(b"hello")),
    "broken gzip": ("archive", None, lambda: b"\x1f\x8b" + bytes(30)),
    "CSV": ("text", None, lambda: CHINESE_CSV.encode()),
    "CSV from Excel in China": ("text", None, lambda: CHINESE_CSV.encode("gb18030")),
    "CSV in UTF-16": ("text", None, lambda: CHINESE_CSV.encode("utf-16")),
    "CSV in UTF-16 without mark": ("text", None, lambda: ("no,name\r\n" + CHINESE_CSV).encode("utf-16-le")),
    "CSV that begins like a bitmap": ("text", None, lambda: b"BMI,no\r\n22,1\r\n"),
    "CSV that begins like SYLK": ("text", None, lambda: b"ID;Person;Year\r\n1;x;2026\r\n"),
    "CSV that begins like a film": ("text", None, lambda: b"ids,ftype,no\r\n22,1,3\r\n"),
    "CSV as long as a lock file": ("text", None, lambda: b"1,22,333\r\n" * 16 + b"1,22\n"),
    "CSV with a colon": ("text", None, lambda: b"Name: of a person,no\r\nx,1\r\n"),
    "web page": ("html", "any", lambda: b"\n<!DOCTYPE html><html><table></table></html>"),
    "page written as XML": ("html", "libreoffice", lambda: XML.encode() + b"\n<!DOCTYPE html PUBLIC 'x'>" + page('<meta name="generator" content="LibreOffice"/>')),
    "page of a system": ("html", "any", lambda: b"<style>td {color: red}</style><table><tr><td>1</td></tr></table>"),
    "page by Excel": ("html", "excel", lambda: page('<meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15">')),
    "page by WPS": ("html", "wps", lambda: page('<meta name="ProgId" content="ET.Sheet"/>')),
    "page by LibreOffice": ("html", "libreoffice", lambda: page('<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>')),
    "page saved by Excel": ("html", "any", lambda: SAVED_PAGE),
    "page saved by a browser": ("html", "any", lambda: CHROME_PAGE),
    "mail": ("mail", None, lambda: letter("Message-ID: <1@example.com>", "MIME-Version: 1.0")),
    "mail of Outlook": ("mail", None, lambda: compound("__nameid_version1.0", "__properties_version1.0")),
    "winmail.dat": ("mail", None, lambda: b"\x78\x9f\x3e\x22" + bytes(30)),
    "shortcut of Windows": ("shortcut", None, lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(60)),
    "alias of a Mac": ("shortcut", None, lambda: b"book\0\0\0\0mark\0\0\0\0" + bytes(60)),
    "link of Windows": ("shortcut", None, lambda: b"[InternetShortcut]\r\nURL=https://example.com/a.xlsx\r\n"),
    "link of a Mac": ("shortcut", None, lambda: WEBLOC.encode()),
    "binary link of a Mac": ("shortcut", None, lambda: b"bplist00\xd1\x01\x02SURL" + bytes(20)),
    "Google Drive": ("google_link", "google", lambda: json.dumps(GOOGLE).encode()),
    "iCloud": ("not_downloaded", None, lambda: b"bplist00\xd3\x01\x02\x5c\x10NSURLNameKey" + bytes(20)),
    "PDF": ("pdf", None, lambda: b"%PDF-1.7 ..."),
    "PNG": ("picture", None, lambda: b"\x89PNG\r\n\x1a\n"),
    "JPEG": ("picture", None, lambda: b"\xff\xd8\xff\xe0"),
    "HEIC": ("picture", None, lambda: b"\x00\x00\x00\x18ftypheic"),
    "BMP": ("picture", None, lambda: b"BM\x46\x01\0\0\0\0\0\0\x36\0\0\0"),
    "SVG": ("picture", None, lambda: (XML + "<svg/>").encode()),
    "lock file": ("lock_file", None, lambda: b"\x06Li Lei" + b" " * 48 + b"\x06\x00" + bytes(108)),
    "lock file of LibreOffice": ("lock_file", None, lambda: LIBREOFFICE_LOCK),
    "noise": ("unknown", None, lambda: bytes(range(256)) * 4),
    "XML": ("unknown", None, lambda: (XML + "<a/>").encode()),
}  # fmt: skip

HARMFUL: Makers = {
    "macros": ("macros", None, lambda: with_parts(xl__vbaProject_dot_bin="x")),
    "announced macros": ("macros", "excel", lambda: with_type(MACRO_TYPE)),
    "macros by another name": ("macros", None, lambda: leading_to("vbaProject", office=MICROSOFT)),
    "macros beside a link": ("macros", None, macros_beside_a_link),
    "macros, spelled oddly": ("macros", None, lambda: leading_to("&#118;baProject", office=MICROSOFT)),
    "old macros": ("macros", None, lambda: with_parts(xl__macrosheets__sheet1_dot_xml="<a/>")),
    "old macros by another name": ("macros", None, lambda: leading_to("xlMacrosheet", office=MICROSOFT)),
    "embedded object": ("embedded_object", None, lambda: with_parts(xl__embeddings__oleObject1_dot_bin="x")),
    "object by another name": ("embedded_object", None, lambda: leading_to("oleObject")),
    "workbook in a workbook": ("embedded_object", None, lambda: leading_to("package")),
    "ActiveX": ("active_x", None, lambda: with_parts(xl__activeX__activeX1_dot_xml="<a/>")),
    "ActiveX by another name": ("active_x", None, lambda: leading_to("control")),
    "DDE": ("live_link", None, lambda: with_parts(xl__externalLinks__externalLink1_dot_xml=DDE)),
    "DDE in an extension": (
        "live_link",
        None,
        lambda: with_parts(xl__externalLinks__externalLink1_dot_xml=HIDDEN_DDE),
    ),
    "DDE by another name": ("live_link", None, hidden_dde),
}  # fmt: skip
