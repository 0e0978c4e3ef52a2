"""What a file is when it is no zip: old or protected workbooks, text, pages, pictures, half-copied files."""

from __future__ import annotations

import re
import zlib

from sync.reading.cells import Unreadable
from sync.reading.gate.compound import COMPOUND, compound
from sync.reading.gate.plain_files import kind_of_text

OTHER = {
    b"TABLE\r\n0,1": "DIF",
    b"TABLE\n0,1": "DIF",
    b"\x00\x00\x02\x00\x06\x04\x06\x00": "Lotus 1-2-3",
    b"\x00\x00\x1a\x00\x00\x10\x04\x00": "Lotus 1-2-3",
    b"\x00\x00\x1a\x00\x02\x10\x04\x00": "Lotus 1-2-3",
    b"\x00\x00\x02\x00\x20\x51": "Quattro Pro",
    b"\x00\x00\x02\x00\x01\x10": "Quattro Pro",
    b"\x00\x00\x02\x00\x02\x10": "Quattro Pro",
    b"\xff\x00\x02\x00\x04\x04": "Works",
}
STARTS = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
    b"\xd7\xcd\xc6\x9a": "picture",
    b"PK\x05\x06": "archive",
    b"PK\x07\x08": "archive",
    b"PK00PK\x03\x04": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"Rar!": "archive",
    b"\x1f\x8b": "archive",
    b"\xfd7zXZ\0": "archive",
    b"\x28\xb5\x2f\xfd": "archive",
    b"MSCF\0\0\0\0": "archive",
    b"{\\rtf": "not_spreadsheet",
    b"SQLite format 3\0": "not_spreadsheet",
    b"\x09\x00\x04\x00": "old_xls",
    b"\x09\x02\x06\x00": "old_xls",
    b"\x09\x04\x06\x00": "old_xls",
    b"\x09\x08\x08\x00": "old_xls",
    b"\x09\x08\x10\x00": "old_xls",
    b"L\0\0\0\x01\x14\x02\0": "shortcut",
    b"book\0\0\0\0mark\0\0\0\0": "shortcut",
    b"\x78\x9f\x3e\x22": "mail",
    b"%TSD-Header-###%": "company_encryption",
}
SYLK = re.compile(rb"ID;P[^;\r\n]*\r?\n[A-Z]{1,3};")
"""A table whose columns are called ID and P-something begins alike, and goes on otherwise."""

COMPANY_ENCRYPTION = b"E-SafeNet"
PLACEHOLDER = b"NSURLNameKey"
LOCK_FILE_SIZES = (55, 165)
DBASE = (0x02, 0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5)
MARKED_WITHIN = 512
"""How far into a file a mark of its kind is looked for."""


def refuse_foreign(data: bytes) -> None:
    """Raise Unreadable with the kind of file this is, unless it begins as a zip does."""
    if not data.startswith(b"PK\x03\x04"):
        raise kind_of(data) if data else Unreadable("empty_file")


def kind_of(data: bytes) -> Unreadable:
    """Return what a file is that does not begin as a zip."""
    if data.startswith(COMPOUND):
        return compound(data)
    if name := _other_spreadsheet(data):
        return Unreadable("other_spreadsheet", format=name)
    for start, code in STARTS.items():
        if data.startswith(start):
            return Unreadable(code)
    code = _marked(data)
    return Unreadable(code) if code else kind_of_text(data)


def _other_spreadsheet(data: bytes) -> str:
    """Return the name of a format that other programs keep spreadsheets in, "" where it is none."""
    if data.startswith(b"\x1f\x8b"):
        return "Gnumeric" if _gnumeric(data) else ""
    if SYLK.match(data):
        return "SYLK"
    found = next((name for start, name in OTHER.items() if data.startswith(start)), "")
    return found or ("dBase" if _dbase(data) else "")


def _marked(data: bytes) -> str:
    """Return the kind of a file known by more than its first bytes, "" where it may be a text."""
    head = data[:MARKED_WITHIN]
    if _is_picture(head):
        return "picture"
    if COMPANY_ENCRYPTION in head:
        return "company_encryption"
    if head.startswith(b"bplist0"):
        return "not_downloaded" if PLACEHOLDER in data else "shortcut" if b"SURL" in data else "unknown"
    if len(data) in LOCK_FILE_SIZES and data[0] < 55 and not data[1 + data[0] : 55].strip(b" \0"):
        return "lock_file"
    if head[257:262] == b"ustar" or (head.startswith(b"BZh") and head[4:10] == b"1AY&SY"):
        return "archive"
    return "cut_off" if not data.strip(b"\0") else ""


def _is_picture(head: bytes) -> bool:
    film = head.startswith(b"\0\0") and head[4:8] == b"ftyp"
    return film or head.startswith(b"RIFF") or (head.startswith(b"BM") and not any(head[6:10]))


def _dbase(data: bytes) -> bool:
    """Tell whether a file is a table of dBase: a date, and columns that end where its head says."""
    if len(data) < 66 or data[0] not in DBASE or not (0 < data[2] <= 12 and 0 < data[3] <= 31):
        return False
    end = data[8] + (data[9] << 8)
    return end % 32 == 1 and data[end - 1 : end] == b"\r"


def _gnumeric(data: bytes) -> bool:
    """Tell whether a packed file is a workbook of Gnumeric; only its beginning is unpacked."""
    try:
        begins = zlib.decompressobj(31).decompress(data[:4096], 4096)
    except zlib.error:
        return False
    return b"www.gnumeric.org/v" in begins
