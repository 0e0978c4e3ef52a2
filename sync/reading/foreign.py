"""What a file is when it is no zip: old or protected workbooks, text, pages, pictures, half-copied files."""

from __future__ import annotations

import re

from sync.reading.cells import Unreadable

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = {
    "EncryptedPackage": "password",
    "WordDocument": "not_spreadsheet",
    "PowerPoint Document": "not_spreadsheet",
}
STARTS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"PK\x05\x06", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "not_spreadsheet"),
    (b"\x09\x00\x04\x00", "old_xls"),
    (b"\x09\x02\x06\x00", "old_xls"),
    (b"\x09\x04\x06\x00", "old_xls"),
    (b"\x09\x08\x08\x00", "old_xls"),
    (b"\x09\x08\x10\x00", "old_xls"),
)
LOCK_FILE_SIZES = (55, 165)
PAGE = re.compile(r"\s*(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|table|meta)\b", re.I | re.S)


def refuse_foreign(data: bytes) -> None:
    """Raise Unreadable with the kind of file this is, unless it begins as a zip does."""
    if not data:
        raise Unreadable("empty_file")
    if data.startswith(b"PK\x03\x04"):
        return
    raise Unreadable(_kind(data))


def _kind(data: bytes) -> str:
    if data.startswith(COMPOUND):
        return _compound(data)
    for start, code in STARTS:
        if data.startswith(start):
            return code
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        return "picture"
    if len(data) in LOCK_FILE_SIZES and data[0] < 55:
        return "lock_file"
    if not data.strip(b"\0"):
        return "cut_off"
    return _text_kind(data)


def _compound(data: bytes) -> str:
    for stream, code in STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return code
    return "old_xls"


def _text_kind(data: bytes) -> str:
    """Tell pages, XML and plain tables apart; what does not read as text is unknown."""
    text = _decoded(data[:65536])
    if text is None:
        return "unknown"
    if PAGE.match(text) or "MIME-Version:" in text[:200]:
        return "html"
    if text.lstrip().startswith("<?xml") or "<Workbook" in text[:1000]:
        return "old_xml" if "urn:schemas-microsoft-com:office:spreadsheet" in text else "unknown"
    return "text"


def _decoded(data: bytes) -> str | None:
    """Decode the beginning of a text file in the encodings spreadsheets export; None where it is not text."""
    for encoding in (
        ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030", "cp1252")
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(data) - 4 or not error.start:
                continue
            text = data[: error.start].decode(encoding)
        if sum(character < " " and character not in "\t\r\n\f" for character in text) * 100 <= len(text):
            return text
    return None
