"""What a file is when it is no zip: old or protected workbooks, text, pages, pictures, half-copied files."""

from __future__ import annotations

import zlib

from sync.reading.cells import Unreadable
from sync.reading.compound import COMPOUND, compound
from sync.reading.plain import plain

OTHER = {
    b"ID;P": "SYLK",
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
    b"BZh": "archive",
    b"\xfd7zXZ\0": "archive",
    b"\x28\xb5\x2f\xfd": "archive",
    b"MSCF": "archive",
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
COMPANY_ENCRYPTION = b"E-SafeNet"
PLACEHOLDER = b"NSURLNameKey"
LOCK_FILE_SIZES = (55, 165)
DBASE = (0x02, 0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5)
MARKED_WITHIN = 512
"""How far into a file a mark of its kind is looked for."""


def refuse_foreign(data: bytes) -> None:
    """Raise Unreadable with the kind of file this is, unless it begins as a zip does."""
    if data.startswith(b"PK\x03\x04"):
        return
    raise _kind(data) if data else Unreadable("empty_file")


def _kind(data: bytes) -> Unreadable:
    if data.startswith(COMPOUND):
        return compound(data)
    if data.startswith(b"\x1f\x8b") and _gnumeric(data):
        return Unreadable("other_spreadsheet", format="Gnumeric")
    for start, name in OTHER.items():
        if data.startswith(start):
            return Unreadable("other_spreadsheet", format=name)
    for start, code in STARTS.items():
        if data.startswith(start):
            return Unreadable(code)
    if _dbase(data):
        return Unreadable("other_spreadsheet", format="dBase")
    code = _marked(data)
    return Unreadable(code) if code else plain(data)


def _marked(data: bytes) -> str:
    """Return the kind of a file known by more than its first bytes, "" where it may be a text."""
    head = data[:MARKED_WITHIN]
    if head.startswith(b"RIFF") or data[4:8] == b"ftyp" or (head.startswith(b"BM") and not any(head[6:10])):
        return "picture"
    if COMPANY_ENCRYPTION in head:
        return "company_encryption"
    if head.startswith(b"bplist0"):
        return "not_downloaded" if PLACEHOLDER in data else "shortcut" if b"SURL" in data else "unknown"
    if len(data) in LOCK_FILE_SIZES and data[0] < 55:
        return "lock_file"
    if head[257:262] == b"ustar":
        return "archive"
    return "cut_off" if not data.strip(b"\0") else ""


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
    return b"gnumeric" in begins
